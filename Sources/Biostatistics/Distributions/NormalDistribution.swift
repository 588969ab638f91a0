import Foundation

/// The standard normal distribution.
public enum NormalDistribution {
    /// P(Z ≤ x), with full relative accuracy in the lower tail.
    public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// P(Z ≥ x), with full relative accuracy in the upper tail.
    public static func upperTail(_ x: Double) -> Double { cumulative(-x) }

    /// P(|Z| ≥ |z|): the two-sided p-value of a z statistic.
    public static func twoSidedP(_ z: Double) -> Double { min(1, 2 * cumulative(-abs(z))) }

    /// Density at x.
    public static func density(_ x: Double) -> Double { exp(-0.5 * x * x) / (2 * Double.pi).squareRoot() }

    /// The x with P(Z ≤ x) = p: algorithm AS 241 and one Newton step.
    ///
    /// Infinite at 0 and 1, NaN outside [0, 1]. Source: Wichura, Applied Statistics 37 (1988) 477.
    public static func quantile(_ p: Double) -> Double {
        guard p <= 0.5 else { return -quantile(1 - p) }
        let x = rationalQuantile(p)
        let slope = density(x)
        guard x.isFinite, slope > 0 else { return x }
        return x - (cumulative(x) - p) / slope
    }

    /// The half-width, in standard errors, of a two-sided interval: 1.95996… at level 0.95.
    ///
    /// The level lies strictly between 0 and 1.
    public static func criticalValue(level: Double) -> Double {
        -quantile(tail(level: level))
    }

    /// The probability outside one limit of a two-sided interval: 0.025 at level 0.95.
    static func tail(level: Double) -> Double {
        precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1, such as 0.95")
        return (1 - level) / 2
    }
}
