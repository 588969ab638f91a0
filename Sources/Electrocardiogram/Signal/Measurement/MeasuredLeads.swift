/// The independent leads of a signal in microvolts at one rate, as the measurement needs them.
struct MeasuredLeads: Sendable {
    /// Samples per second; one sample lasts two milliseconds.
    static let rate = 500
    static let millisecondsPerSample = 1000.0 / Double(rate)
    /// Longer recordings are measured in their beginning only, in seconds.
    static let longest = 60

    /// One array a lead, all of one length.
    let leads: [[Double]]

    var sampleCount: Int { leads.first?.count ?? 0 }

    /// Nil where the signal has no unit, an unusable rate, no independent lead, no two leads that ever differ, or values
    /// that are no numbers.
    init?(_ signal: Signal) {
        guard let scale = signal.microvoltsPerCount, scale.isFinite, scale > 0 else { return nil }
        guard (100...4000).contains(signal.samplingRate) else { return nil }
        let present = Signal.independentLeads.map { signal[$0].prefix(signal.samplingRate * Self.longest) }
            .filter { !$0.isEmpty }
        let count = Self.unpadded(present)
        guard count > 0, present.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
        let microvolts = present.map { lead in lead.prefix(count).map { Double($0) * scale } }
        leads =
            signal.samplingRate == Self.rate
            ? microvolts : Resampling.interpolate(leads: microvolts, from: signal.samplingRate, to: Self.rate)
    }

    /// The samples before the tail in which all leads are the same.
    ///
    /// Padding and calibration pulses are no ECG, and the edge of such a tail looks like a beat.
    private static func unpadded(_ leads: [ArraySlice<Float>]) -> Int {
        guard let first = leads.first, leads.count > 1 else { return leads.first?.count ?? 0 }
        return first.indices.last { index in leads.contains { $0[index] != first[index] } }.map { $0 + 1 } ?? 0
    }

    /// The number of samples in so many seconds.
    static func samples(_ seconds: Double) -> Int { Int((seconds * Double(rate)).rounded()) }
}

extension [Double] {
    /// The mean over a window of an odd number of samples around each; the ends are held.
    func smoothed(_ window: Int) -> [Double] {
        guard window > 1, let first, let last else { return self }
        let half = window / 2
        var sum = first * Double(half + 1)
        for offset in 0..<half { sum += self[Swift.min(offset, count - 1)] }
        return indices.map { index in
            sum += index + half < count ? self[index + half] : last
            sum -= index - half - 1 >= 0 ? self[index - half - 1] : first
            return sum / Double(2 * half + 1)
        }
    }

    /// The difference between the samples so far after and before each; zero at the ends.
    func differences(_ reach: Int) -> [Double] {
        indices.map { index in
            index >= reach && index + reach < count ? self[index + reach] - self[index - reach] : 0
        }
    }

    /// The last local maximum in a range that has at least such a share of the highest; nil where there is none.
    func lastPeak(in range: Range<Int>, share: Double) -> Int? {
        let inner = range.dropFirst().dropLast()
        let peaks = inner.filter { self[$0] >= self[$0 - 1] && self[$0] > self[$0 + 1] }
        guard let highest = peaks.map({ self[$0] }).max() else { return nil }
        return peaks.last { self[$0] >= share * highest }
    }

    /// The value below which the share lies, without interpolation; zero of nothing.
    func quantile(_ share: Double) -> Double {
        isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(share * Double(count)))]
    }

    /// The middle value, of an even number the mean of the middle two; zero of nothing.
    var median: Double {
        guard !isEmpty else { return 0 }
        let sorted = sorted()
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
    }

    var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}

extension [[Double]] {
    /// The root of the mean square over leads, sample by sample.
    var rootMeanSquare: [Double] {
        guard let first else { return [] }
        return first.indices.map { index in
            (reduce(0) { $0 + $1[index] * $1[index] } / Double(count)).squareRoot()
        }
    }
}
