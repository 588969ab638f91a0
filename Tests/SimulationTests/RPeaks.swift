import Electrocardiogram

/// Finds R waves by the steepness summed over the chest leads; knows nothing of how the signal was made.
enum RPeaks {
    /// Seconds of each peak.
    static func times(in signal: Signal) -> [Double] {
        let steepness = slope(signal)
        let threshold = 0.35 * percentile(steepness, 0.985)
        var peaks: [Int] = []
        for sample in steepness.indices where steepness[sample] > threshold {
            if let last = peaks.last, sample - last < 120 {
                if steepness[sample] > steepness[last] { peaks[peaks.count - 1] = sample }
            } else {
                peaks.append(sample)
            }
        }
        return peaks.map { Double($0) / Double(signal.samplingRate) }
    }

    /// Beats a minute between first and last peak.
    static func rate(in signal: Signal) -> Double? {
        let times = times(in: signal)
        guard let first = times.first, let last = times.last, first < last else { return nil }
        return 60 * Double(times.count - 1) / (last - first)
    }

    /// Standard deviation of the intervals over their mean.
    static func irregularity(in signal: Signal) -> Double? {
        let times = times(in: signal)
        let intervals = zip(times.dropFirst(), times).map { $0 - $1 }
        guard intervals.count > 3 else { return nil }
        let mean = intervals.reduce(0, +) / Double(intervals.count)
        let variance = intervals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(intervals.count - 1)
        return variance.squareRoot() / mean
    }

    /// Squared differences over 8 ms of all chest leads, averaged over 80 ms.
    private static func slope(_ signal: Signal) -> [Float] {
        var energy = [Float](repeating: 0, count: signal.sampleCount)
        for lead in [Lead.v1, .v2, .v3, .v4, .v5, .v6] {
            let samples = signal[lead]
            for sample in 4..<samples.count {
                let step = samples[sample] - samples[sample - 4]
                energy[sample] += step * step
            }
        }
        let half = 20
        var sum = energy.prefix(half).reduce(0, +)
        return energy.indices.map { sample in
            if sample + half < energy.count { sum += energy[sample + half] }
            if sample - half - 1 >= 0 { sum -= energy[sample - half - 1] }
            return sum
        }
    }

    private static func percentile(_ values: [Float], _ share: Double) -> Float {
        values.sorted()[Int(Double(values.count - 1) * share)]
    }
}
