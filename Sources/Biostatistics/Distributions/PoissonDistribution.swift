import Foundation

/// The Poisson distribution: events at a constant rate.
///
/// The mean is at least 0.
public enum PoissonDistribution {
    /// P(X = k): R `dpois(k, mean)`.
    public static func mass(_ k: Int, mean: Double) -> Double {
        precondition(mean >= 0, "the mean must not be negative")
        if k < 0 { return 0 }
        if k == 0 { return exp(-mean) }
        return mean == 0 ? 0 : exp(logPoissonKernel(Double(k), mean: mean))
    }

    /// P(X ≤ k): R `ppois(k, mean)`, with full relative accuracy where it is small.
    public static func cumulative(_ k: Int, mean: Double) -> Double {
        precondition(mean >= 0, "the mean must not be negative")
        return k < 0 ? 0 : GammaDistribution.tails(mean, shape: Double(k) + 1).upper
    }

    /// P(X ≥ k), k itself included, with full relative accuracy where it is small.
    public static func upperTail(_ k: Int, mean: Double) -> Double {
        precondition(mean >= 0, "the mean must not be negative")
        return k <= 0 ? 1 : GammaDistribution.tails(mean, shape: Double(k)).lower
    }

    /// The smallest k with P(X ≤ k) ≥ q: R `qpois(q, mean)`.
    ///
    /// q lies in 0..<1.
    public static func quantile(_ q: Double, mean: Double) -> Int {
        precondition(q >= 0 && q < 1, "the probability must lie in 0..<1")
        return smallestCount { cumulative($0, mean: mean) >= q }
    }
}

/// The smallest count from 0 on for which something holds that goes on holding: by doubling, then by halves.
func smallestCount(_ holds: (Int) -> Bool) -> Int {
    if holds(0) { return 0 }
    var (low, high) = (0, 1)
    while !holds(high) { (low, high) = (high, 2 * high) }
    while high - low > 1 {
        let middle = low + (high - low) / 2
        if holds(middle) { high = middle } else { low = middle }
    }
    return high
}
