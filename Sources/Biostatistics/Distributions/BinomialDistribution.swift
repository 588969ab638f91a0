import Foundation

/// The binomial distribution: successes among independent trials.
///
/// Trials are at least 0; the probability of success lies in [0, 1].
public enum BinomialDistribution {
    /// P(X = k): R `dbinom(k, n, p)`, whose error does not grow with n.
    ///
    /// Source: Loader, Fast and accurate computation of binomial probabilities, 2000.
    public static func mass(_ k: Int, trials n: Int, probability p: Double) -> Double {
        check(n, p)
        guard (0...n).contains(k) else { return 0 }
        if p == 0 { return k == 0 ? 1 : 0 }
        if p == 1 { return k == n ? 1 : 0 }
        return exp(logKernel(Double(k), Double(n), p))
    }

    /// P(X ≤ k): R `pbinom(k, n, p)`, with full relative accuracy where it is small.
    public static func cumulative(_ k: Int, trials n: Int, probability p: Double) -> Double {
        check(n, p)
        if k < 0 { return 0 }
        if k >= n { return 1 }
        return BetaDistribution.tails(p, 1 - p, a: Double(k) + 1, b: Double(n - k)).upper
    }

    /// P(X ≥ k), k itself included: R `pbinom(k - 1, n, p, lower.tail = FALSE)`, accurate where it is small.
    public static func upperTail(_ k: Int, trials n: Int, probability p: Double) -> Double {
        check(n, p)
        if k <= 0 { return 1 }
        if k > n { return 0 }
        return BetaDistribution.tails(p, 1 - p, a: Double(k), b: Double(n - k) + 1).lower
    }

    /// The smallest k with P(X ≤ k) ≥ q: R `qbinom(q, n, p)`.
    public static func quantile(_ q: Double, trials n: Int, probability p: Double) -> Int {
        precondition(q >= 0 && q <= 1, "a probability lies in 0...1")
        check(n, p)
        var (low, high) = (0, n)
        while low < high {
            let middle = low + (high - low) / 2
            if cumulative(middle, trials: n, probability: p) >= q { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// ln P(X = k) for p strictly between 0 and 1.
    static func logKernel(_ k: Double, _ n: Double, _ p: Double) -> Double {
        if k == 0 { return n * log1p(-p) }
        if k == n { return n * log(p) }
        let rest = n - k
        let deviance =
            negativeDeviance(expected: k, observed: n * p, excess: n * p - k)
            + negativeDeviance(expected: rest, observed: n * (1 - p), excess: n * (1 - p) - rest)
        let peak = stirlingError(n) - stirlingError(k) - stirlingError(rest)
        return peak + deviance - 0.5 * log(2 * Double.pi * k * (rest / n))
    }

    private static func check(_ n: Int, _ p: Double) {
        precondition(n >= 0, "trials must not be negative")
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
    }
}
