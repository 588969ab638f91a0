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
        precondition(signal.allSatisfy { $0.isFinite }, "a signal is finite")
        guard !signal.isEmpty else { return [] }
        let ranked = RankedValues(signal)
        var ranks = ranked.ranks
        for window in windows {
            ranks = medians(of: ranks, rankCount: ranked.values.count, zero: ranked.zero, window: window)
        }
        return ranks.map { ranked.values[Int($0)] }
    }

    private static func medians(of ranks: [Int32], rankCount: Int, zero: Int32, window: Int) -> [Int32] {
        let half = window / 2
        let padded = Array(repeating: zero, count: half + 1) + ranks + Array(repeating: zero, count: half)
        var counts = [Int32](repeating: 0, count: rankCount)
        return counts.withUnsafeMutableBufferPointer { counts in
            var histogram = RankHistogram(counts: counts, window: padded.prefix(window), zero: zero)
            return ranks.indices.map { index in
                histogram.exchange(padded[index], for: padded[index + window])
                return histogram.median()
            }
        }
    }
}

/// How often each rank occurs in a window, with a mark on the median.
private struct RankHistogram {
    private let counts: UnsafeMutableBufferPointer<Int32>
    private let half: Int32
    private var mark: Int
    /// How many values in the window are lower than the mark.
    private var below: Int32 = 0

    /// Counts a first window into counts that are all zero.
    init(counts: UnsafeMutableBufferPointer<Int32>, window: ArraySlice<Int32>, zero: Int32) {
        self.counts = counts
        half = Int32(window.count / 2)
        mark = Int(zero)
        for rank in window {
            counts[Int(rank)] += 1
            below += rank < zero ? 1 : 0
        }
    }

    /// Counts never exceed the window nor fall below zero, so none of this can overflow.
    mutating func exchange(_ old: Int32, for new: Int32) {
        counts[Int(old)] &-= 1
        counts[Int(new)] &+= 1
        below &+= (new < mark ? 1 : 0) &- (old < mark ? 1 : 0)
    }

    mutating func median() -> Int32 {
        while below > half {
            mark &-= 1
            below &-= counts[mark]
        }
        while below &+ counts[mark] <= half {
            below &+= counts[mark]
            mark &+= 1
        }
        return Int32(truncatingIfNeeded: mark)
    }
}
