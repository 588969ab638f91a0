/// Running median with zeros beyond both ends, as `scipy.signal.medfilt` of one dimension has it.
///
/// A histogram over the ranks of the values moves with the window, and the median moves along it by few steps,
/// because neighbouring windows share all but two values.
public enum MedianFilter {
    /// Filters a signal by several windows, one after the other, each over the result of the one before.
    ///
    /// Every result is one of the input's values or zero, hence exact.
    ///
    /// - Precondition: windows are odd and positive; values are finite.
    public static func apply(_ signal: [Double], windows: [Int]) -> [Double] {
        precondition(windows.allSatisfy { $0 > 0 && $0 % 2 == 1 }, "a window has an odd length")
        precondition(signal.allSatisfy(\.isFinite), "a signal is finite")
        guard !signal.isEmpty else { return [] }
        let ranked = RankedValues(signal)
        var ranks = ranked.ranks
        for window in windows {
            ranks = medians(of: ranks, rankCount: ranked.values.count, zero: ranked.zero, window: window)
        }
        return ranks.map { ranked.values[$0] }
    }

    private static func medians(of ranks: [Int], rankCount: Int, zero: Int, window: Int) -> [Int] {
        let half = window / 2
        var histogram = RankHistogram(rankCount: rankCount, zero: zero, window: window)
        for rank in ranks.prefix(half) { histogram.exchange(zero, for: rank) }
        return ranks.indices.map { index in
            let leaving = index - half - 1
            let entering = index + half
            histogram.exchange(
                leaving < 0 ? zero : ranks[leaving],
                for: entering < ranks.count ? ranks[entering] : zero
            )
            return histogram.median()
        }
    }
}

/// How often each rank occurs in a window, with a mark on the median.
private struct RankHistogram {
    private var counts: [Int]
    private let half: Int
    private var mark: Int
    /// How many values in the window are lower than the mark.
    private var below = 0

    /// A window full of zeros.
    init(rankCount: Int, zero: Int, window: Int) {
        counts = [Int](repeating: 0, count: rankCount)
        counts[zero] = window
        half = window / 2
        mark = zero
    }

    mutating func exchange(_ old: Int, for new: Int) {
        counts[old] -= 1
        counts[new] += 1
        below += (new < mark ? 1 : 0) - (old < mark ? 1 : 0)
    }

    mutating func median() -> Int {
        while below > half {
            mark -= 1
            below -= counts[mark]
        }
        while below + counts[mark] <= half {
            below += counts[mark]
            mark += 1
        }
        return mark
    }
}

/// A signal as positions in an ascending list of values, zero among them.
private struct RankedValues {
    let values: [Double]
    let ranks: [Int]
    let zero: Int

    init(_ signal: [Double]) {
        let low = min(0, signal.min() ?? 0)
        let high = max(0, signal.max() ?? 0)
        let isDense = high - low < 32768 && signal.allSatisfy { ($0 * 2).rounded() == $0 * 2 }
        self = isDense ? RankedValues(halfCounts: signal, low: low, high: high) : RankedValues(sorting: signal)
    }

    /// Whole and half counts of a narrow range are their own ranks, with gaps.
    private init(halfCounts signal: [Double], low: Double, high: Double) {
        values = (0...Int((high - low) * 2)).map { low + Double($0) / 2 }
        ranks = signal.map { Int(($0 - low) * 2) }
        zero = Int(-low * 2)
    }

    private init(sorting signal: [Double]) {
        let sorted = (signal + [0]).sorted()
        let distinct = sorted.indices.filter { $0 == 0 || sorted[$0 - 1] != sorted[$0] }.map { sorted[$0] }
        values = distinct
        ranks = signal.map { Self.position(of: $0, in: distinct) }
        zero = Self.position(of: 0, in: distinct)
    }

    private static func position(of value: Double, in sorted: [Double]) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
