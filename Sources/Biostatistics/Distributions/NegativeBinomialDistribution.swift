import Foundation

/// The negative binomial distribution: failures before a number of successes.
///
/// The size (successes) is positive and need not be whole; the probability of success lies in (0, 1].
public enum NegativeBinomialDistribution {
    /// P(X = k): R `dnbinom(k, size, prob)`.
    public static func mass(_ k: Int, size: Double, probability p: Double) -> Double {
        check(size, p)
        if k < 0 { return 0 }
        if p == 1 { return k == 0 ? 1 : 0 }
        if k == 0 { return exp(size * log(p)) }
        let n = Double(k) + size
        return size / n * exp(BinomialDistribution.logKernel(size, n, p))
    }

    /// P(X ≤ k): R `pnbinom(k, size, prob)`, with full relative accuracy where it is small.
    public static func cumulative(_ k: Int, size: Double, probability p: Double) -> Double {
        check(size, p)
        return k < 0 ? 0 : BetaDistribution.tails(p, 1 - p, a: size, b: Double(k) + 1).lower
    }

    /// P(X ≥ k), k itself included, with full relative accuracy where it is small.
    public static func upperTail(_ k: Int, size: Double, probability p: Double) -> Double {
        check(size, p)
        return k <= 0 ? 1 : BetaDistribution.tails(p, 1 - p, a: size, b: Double(k)).upper
    }

    /// The smallest k with P(X ≤ k) ≥ q: R `qnbinom(q, size, prob)`.
    ///
    /// q lies in 0..<1.
    public static func quantile(_ q: Double, size: Double, probability p: Double) -> Int {
        precondition(q >= 0 && q < 1, "the probability must lie in 0..<1")
        return smallestCount { cumulative($0, size: size, probability: p) >= q }
    }

    private static func check(_ size: Double, _ p: Double) {
        precondition(size > 0, "the size must be positive")
        precondition(p > 0 && p <= 1, "the probability must lie in (0, 1]")
    }
}
