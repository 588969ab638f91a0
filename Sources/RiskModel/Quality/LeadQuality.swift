/// Judges one lead by its samples within the window that is scored.
struct LeadQuality {
    let counts: ArraySlice<Float>
    let samplingRate: Int
    /// Nil where the amplitude unit is unknown; then only what needs no unit is judged.
    let microvoltsPerCount: Double?

    /// The highest count of a 16-bit converter.
    private static let rail: Float = 32767
    /// Clipping of an amplifier: an extreme this far from the lead's middle, held for this long.
    private static let clippedMicrovolts = 3000.0
    private static let clippedSeconds = 0.04
    /// Electrodes off, or a lead not connected: the same value for this long.
    private static let flatSeconds = 3.0

    var reasons: [QualityReason] {
        guard !counts.isEmpty else { return [.leadMissing] }
        return (isFlat ? [.leadFlat] : []) + (isClipped ? [.leadClipped] : [])
    }

    /// Flat as a whole, or for three seconds on end; no heart and no amplifier is that quiet.
    private var isFlat: Bool {
        let limit = min(Int(Self.flatSeconds * Double(samplingRate)), counts.count)
        return longestRun { _ in true } >= limit
    }

    /// At the converter's rail, or an extreme no QRS complex holds that long that far from the middle.
    private var isClipped: Bool {
        guard let low = counts.min(), let high = counts.max() else { return false }
        if low <= -Self.rail || high >= Self.rail { return true }
        guard let scale = microvoltsPerCount else { return false }
        let middle = counts.sorted()[counts.count / 2]
        let limit = max(3, Int(Self.clippedSeconds * Double(samplingRate)))
        return [low, high].contains { extreme in
            Double(abs(extreme - middle)) * scale >= Self.clippedMicrovolts
                && longestRun { $0 == extreme } >= limit
        }
    }

    /// The length of the longest run of equal values among those that qualify.
    private func longestRun(of qualifies: (Float) -> Bool) -> Int {
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
