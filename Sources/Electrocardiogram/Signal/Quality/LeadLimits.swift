/// Tells leads without a signal and leads at the end of their range.
public struct LeadLimits: Sendable {
    private let samplingRate: Int
    private let microvoltsPerCount: Double?

    /// Electrodes off, or a lead not connected: without movement for this long.
    ///
    /// Our own choice: the beats of any heart faster than 20 a minute follow each other sooner.
    private static let flatSeconds = 3.0
    /// What a device adds of its own, peak to valley at its input, as makers of electrocardiographs state it, µV.
    private static let ownNoise = 30.0
    /// The highest count of a 16-bit converter.
    private static let rail: Float = 32767
    /// Clipping of an amplifier: an extreme this far from the lead's middle, held for this long.
    ///
    /// Our own choice: few QRS complexes reach 3 mV, and none stays at one value for 40 ms.
    private static let clippedMicrovolts = 3000.0
    private static let clippedSeconds = 0.04

    /// Limits for leads of one signal.
    ///
    /// - Parameters:
    ///   - samplingRate: samples a second.
    ///   - microvoltsPerCount: nil where the unit is unknown; then only what needs no unit is judged.
    public init(samplingRate: Int, microvoltsPerCount: Double?) {
        self.samplingRate = samplingRate
        self.microvoltsPerCount = microvoltsPerCount
    }

    /// Equal values, or values within a device's own noise, for three seconds on end; shorter leads as a whole.
    public func isFlat(_ counts: [Float]) -> Bool {
        let length = samples(in: Self.flatSeconds, of: counts)
        guard length > 0 else { return false }
        if longestRun(in: counts, where: { _ in true }) >= length { return true }
        guard let scale = microvoltsPerCount else { return false }
        // Windows that overlap by half find every quiet stretch half as long again.
        return stride(from: 0, through: counts.count - length, by: max(1, length / 2)).contains { start in
            let window = counts[start..<start + length]
            return Double((window.max() ?? 0) - (window.min() ?? 0)) * scale <= Self.ownNoise
        }
    }

    /// At the converter's rail, or an extreme that no QRS complex holds that long that far from the middle.
    public func isClipped(_ counts: [Float]) -> Bool {
        guard let low = counts.min(), let high = counts.max() else { return false }
        if low <= -Self.rail || high >= Self.rail { return true }
        guard let scale = microvoltsPerCount else { return false }
        let length = max(3, samples(in: Self.clippedSeconds, of: counts))
        let held = [low, high].filter { extreme in longestRun(in: counts) { $0 == extreme } >= length }
        // Few leads hold an extreme at all, and the middle of one costs more than all the rest.
        guard !held.isEmpty else { return false }
        let middle = counts.sorted()[counts.count / 2]
        return held.contains { Double(abs($0 - middle)) * scale >= Self.clippedMicrovolts }
    }

    /// How many samples that time takes, at most all.
    private func samples(in seconds: Double, of counts: [Float]) -> Int {
        Int(max(0, min(seconds * Double(samplingRate), Double(counts.count))))
    }

    /// The length of the longest run of equal values among those that qualify.
    private func longestRun(in counts: [Float], where qualifies: (Float) -> Bool) -> Int {
        var longest = 0
        var current = 0
        var previous: Float?
        for value in counts {
            current = qualifies(value) ? (value == previous ? current + 1 : 1) : 0
            longest = max(longest, current)
            previous = value
        }
        return longest
    }
}
