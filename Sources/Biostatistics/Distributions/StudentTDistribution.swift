import Foundation

/// Student's t distribution.
///
/// Degrees of freedom are positive and need not be whole; infinitely many give the normal distribution.
public enum StudentTDistribution {
    /// P(T ≤ t): R `pt(t, df)`, with full relative accuracy in the lower tail.
    public static func cumulative(_ t: Double, df: Double) -> Double {
        precondition(df > 0, "degrees of freedom must be positive")
        guard df.isFinite else { return NormalDistribution.cumulative(t) }
        let tail = outerTail(t, df: df)
        return t <= 0 ? tail : 1 - tail
    }

    /// P(T ≥ t), with full relative accuracy in the upper tail.
    public static func upperTail(_ t: Double, df: Double) -> Double { cumulative(-t, df: df) }

    /// P(|T| ≥ |t|): the two-sided p-value of a t statistic.
    public static func twoSidedP(_ t: Double, df: Double) -> Double { min(1, 2 * cumulative(-abs(t), df: df)) }

    /// Density at t: R `dt(t, df)`.
    public static func density(_ t: Double, df: Double) -> Double {
        precondition(df > 0, "degrees of freedom must be positive")
        guard df.isFinite else { return NormalDistribution.density(t) }
        let scale = stirlingError((df + 1) / 2) - stirlingError(df / 2) + 0.5 * df * log1p(1 / df) - 0.5
        return exp(scale - (df + 1) / 2 * log1p(t * t / df)) / (2 * Double.pi).squareRoot()
    }

    /// The t with P(T ≤ t) = p: R `qt(p, df)`; infinite at 0 and 1.
    ///
    /// T² / df is the odds of a Beta(½, df/2) variate, whose logit quantile is exact at both ends.
    public static func quantile(_ p: Double, df: Double) -> Double {
        precondition(df > 0, "degrees of freedom must be positive")
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        guard df.isFinite else { return NormalDistribution.quantile(p) }
        guard p != 0.5 else { return 0 }
        let outside = 2 * min(p, 1 - p)
        let logit = BetaDistribution.logitQuantile(
            TailPair(lower: abs(2 * p - 1), upper: outside),
            a: 0.5,
            b: df / 2
        )
        let size = df.squareRoot() * exp(logit / 2)
        return p < 0.5 ? -size : size
    }

    /// The half-width, in standard errors, of a two-sided interval.
    ///
    /// The level lies strictly between 0 and 1.
    public static func criticalValue(level: Double, df: Double) -> Double {
        -quantile(NormalDistribution.tail(level: level), df: df)
    }

    /// P(T ≥ |t|).
    private static func outerTail(_ t: Double, df: Double) -> Double {
        let square = t * t
        guard square.isFinite else { return t.isFinite ? hugeTail(abs(t), df: df) : 0 }
        return 0.5 * BetaDistribution.tails(df / (df + square), square / (df + square), a: df / 2, b: 0.5).lower
    }

    /// The tail's leading power, where the square of t is no double.
    private static func hugeTail(_ t: Double, df: Double) -> Double {
        let logBeta = logGamma(df / 2) + logGamma(0.5) - logGamma(df / 2 + 0.5)
        return 0.5 * exp(df / 2 * log(df) - df * log(t) - log(df / 2) - logBeta)
    }
}
