/// Bimodal compression: between protected areas only every so many samples' mean is stored (EN 1064, annex C).
///
/// A stretch of n samples between protected areas holds n/factor means, each of as many samples, and after them
/// the n mod factor samples that are left over, as they were.
struct SCPDecimation {
    /// Samples that one stored mean stands for.
    let factor: Int
    private let zones: [ClosedRange<Int>]
    private let samples: ClosedRange<Int>

    /// The decimation of a lead with its samples, by protected areas that ascend and do not overlap.
    init(factor: Int, protected: [ClosedRange<Int>], samples: ClosedRange<Int>) {
        self.factor = factor
        self.samples = samples
        zones = protected.filter { $0.overlaps(samples) }.map { $0.clamped(to: samples) }
    }

    /// How many values the file stores for the lead.
    var storedCount: Int {
        let kept = zones.reduce(0) { $0 + $1.count }
        return gaps.reduce(kept) { $0 + $1 / factor + $1 % factor }
    }

    /// Lengths of the stretches before, between and after the protected areas.
    private var gaps: [Int] {
        let starts = [samples.lowerBound] + zones.map { $0.upperBound + 1 }
        let ends = zones.map(\.lowerBound) + [samples.upperBound + 1]
        return zip(starts, ends).map { $1 - $0 }
    }

    /// Samples at the full rate from ``storedCount`` stored values.
    func restored(_ stored: [Int]) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(samples.count)
        var rest = stored[...]
        for (index, gap) in gaps.enumerated() {
            result += interpolated(rest.prefix(gap / factor))
            rest = rest.dropFirst(gap / factor)
            let kept = gap % factor + (index < zones.count ? zones[index].count : 0)
            result += rest.prefix(kept).map { Float($0) }
            rest = rest.dropFirst(kept)
        }
        return result
    }

    /// A mean lies in the middle of its samples; between middles a line, before the first and after the last level.
    private func interpolated(_ means: ArraySlice<Int>) -> [Float] {
        guard let first = means.first, let last = means.last else { return [] }
        var result = [Float](repeating: Float(first), count: factor / 2)
        for (from, to) in zip(means, means.dropFirst()) {
            result += (0..<factor).map { Float(from) + Float(to - from) * Float($0) / Float(factor) }
        }
        return result + [Float](repeating: Float(last), count: factor - factor / 2)
    }
}
