/// The chi-squared distribution.
///
/// Degrees of freedom are positive and need not be whole.
public enum ChiSquaredDistribution {
    /// P(X ≤ x): R `pchisq(x, df)`.
    public static func cumulative(_ x: Double, df: Double) -> Double {
        GammaDistribution.cumulative(x / 2, shape: df / 2)
    }

    /// P(X ≥ x): R `pchisq(x, df, lower.tail = FALSE)`; the p-value of a chi-squared statistic.
    public static func upperTail(_ x: Double, df: Double) -> Double {
        GammaDistribution.upperTail(x / 2, shape: df / 2)
    }

    /// Density at x: R `dchisq(x, df)`.
    public static func density(_ x: Double, df: Double) -> Double {
        GammaDistribution.density(x / 2, shape: df / 2) / 2
    }

    /// The x with P(X ≤ x) = p: R `qchisq(p, df)`.
    public static func quantile(_ p: Double, df: Double) -> Double {
        2 * GammaDistribution.quantile(p, shape: df / 2)
    }
}
