import Foundation

/// The F distribution.
///
/// Degrees of freedom are positive and need not be whole.
public enum FDistribution {
    /// P(F ≤ f): R `pf(f, df1, df2)`.
    public static func cumulative(_ f: Double, df1: Double, df2: Double) -> Double {
        tails(f, df1: df1, df2: df2).lower
    }

    /// P(F ≥ f): R `pf(f, df1, df2, lower.tail = FALSE)`; the p-value of an F statistic.
    public static func upperTail(_ f: Double, df1: Double, df2: Double) -> Double {
        tails(f, df1: df1, df2: df2).upper
    }

    /// The f with P(F ≤ f) = p: R `qf(p, df1, df2)`; infinite at 1.
    ///
    /// df1 · F / df2 is the odds of a Beta(df1/2, df2/2) variate.
    public static func quantile(_ p: Double, df1: Double, df2: Double) -> Double {
        precondition(df1 > 0 && df2 > 0, "degrees of freedom must be positive")
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        return df2 / df1 * exp(BetaDistribution.logitQuantile(TailPair(lower: p), a: df1 / 2, b: df2 / 2))
    }

    private static func tails(_ f: Double, df1: Double, df2: Double) -> TailPair {
        precondition(df1 > 0 && df2 > 0, "degrees of freedom must be positive")
        if f <= 0 { return TailPair(lower: 0) }
        if f.isInfinite { return TailPair(upper: 0) }
        let odds = df1 / df2 * f
        return BetaDistribution.tails(odds / (1 + odds), 1 / (1 + odds), a: df1 / 2, b: df2 / 2)
    }
}
