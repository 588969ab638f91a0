import Foundation

/// Both tails of a distribution at one place, so that whichever is small keeps its relative accuracy.
struct TailPair {
    /// P(X ≤ x).
    let lower: Double
    /// P(X ≥ x), found directly where it is small.
    let upper: Double

    init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// The lower tail known, the upper what is left.
    init(lower: Double) { self.init(lower: lower, upper: 1 - lower) }

    /// The upper tail known, the lower what is left.
    init(upper: Double) { self.init(lower: 1 - upper, upper: upper) }

    var swapped: TailPair { TailPair(lower: upper, upper: lower) }
}

extension TailPair {
    /// The place t where a distribution has these tails: Newton on the logarithm of the smaller one, kept in a bracket.
    ///
    /// The tails and the density are given as functions of t, a logarithm or logit of the variate: on that scale the
    /// logarithm of a tail is concave and nearly straight far out, so that a handful of steps reach rounding error.
    func place(
        from start: Double,
        in range: ClosedRange<Double>,
        of distribution: (Double) -> (tails: TailPair, density: Double)
    ) -> Double {
        var (low, high, t) = (range.lowerBound, range.upperBound, start)
        for _ in 0..<200 {
            let (error, slope) = misfit(distribution(t))
            if error < 0 { low = t } else { high = t }
            let newton = t - error / slope
            let next = newton > low && newton < high ? newton : 0.5 * (low + high)
            let step = abs(next - t)
            t = next
            if step <= 2e-16 * max(1, abs(t)) { break }
        }
        return t
    }

    /// How far, in logarithms of the smaller tail, a distribution lies above these tails; and its slope.
    private func misfit(_ at: (tails: TailPair, density: Double)) -> (error: Double, slope: Double) {
        lower <= upper
            ? (log(at.tails.lower / lower), at.density / at.tails.lower)
            : (-log(at.tails.upper / upper), at.density / at.tails.upper)
    }
}
