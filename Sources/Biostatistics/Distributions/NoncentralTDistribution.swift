import Foundation

/// The noncentral t distribution of (Z + δ) / √(χ²/df): the power of t tests.
///
/// Degrees of freedom are positive and need not be whole.
public enum NoncentralTDistribution {
    /// P(T ≤ t): R `pt(t, df, ncp)`, but with full relative accuracy in both tails and for large δ.
    ///
    /// The integral of Φ(t·s − δ) over the density of s = √(χ²/df), all of whose terms are positive.
    public static func cumulative(_ t: Double, df: Double, noncentrality delta: Double) -> Double {
        let tails = tails(t, df: df, noncentrality: delta)
        return tails.lower
    }

    /// P(T ≥ t), with full relative accuracy where it is small.
    public static func upperTail(_ t: Double, df: Double, noncentrality delta: Double) -> Double {
        tails(t, df: df, noncentrality: delta).upper
    }

    /// The t with P(T ≤ t) = p: R `qt(p, df, ncp)`; infinite at 0 and 1.
    public static func quantile(_ p: Double, df: Double, noncentrality delta: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        if p == 0 { return -.infinity }
        if p == 1 { return .infinity }
        let misfit = { (t: Double) in
            let tails = tails(t, df: df, noncentrality: delta)
            return p <= 0.5 ? log(tails.lower / p) : log((1 - p) / tails.upper)
        }
        var reach = 1.0
        while misfit(delta - reach) > 0 || misfit(delta + reach) < 0, reach < 1e150 { reach *= 4 }
        return root(in: (delta - reach)...(delta + reach), of: misfit)
    }

    private static func tails(_ t: Double, df: Double, noncentrality delta: Double) -> TailPair {
        precondition(df > 0, "degrees of freedom must be positive")
        precondition(delta.isFinite, "the noncentrality must be finite")
        if t.isInfinite { return TailPair(lower: t > 0 ? 1 : 0) }
        // The smaller tail lies on the side of t away from the centre.
        if t <= delta { return TailPair(lower: lowerTail(t, df: df, delta: delta)) }
        return TailPair(upper: lowerTail(-t, df: df, delta: -delta))
    }

    private static func lowerTail(_ t: Double, df: Double, delta: Double) -> Double {
        if t == 0 { return NormalDistribution.cumulative(-delta) }
        // ln of the density of s: 2 (df/2)^(df/2) s^(df−1) e^(−df s²/2) / Γ(df/2).
        let half = df / 2
        let scale = 0.5 * log(half) + log(2 / (2 * Double.pi).squareRoot()) - stirlingError(half)
        return LogConcaveIntegral.value { s in
            let excess = s - 1
            let deviance = negativeDeviance(expected: df, observed: df * s, excess: df * excess)
            let kernel = deviance - half * excess * excess - log(s)
            return scale + kernel + NormalDistribution.logCumulative(t * s - delta)
        }
    }
}

extension NormalDistribution {
    /// ln P(Z ≤ x), finite for every finite x.
    static func logCumulative(_ x: Double) -> Double {
        if x > -37 { return log(cumulative(x)) }
        let square = x * x
        let series = 1 - (1 - 3 * (1 - 5 * (1 - 7 / square) / square) / square) / square
        return -0.5 * square - 0.5 * log(2 * Double.pi) - log(-x) + log(series)
    }
}
