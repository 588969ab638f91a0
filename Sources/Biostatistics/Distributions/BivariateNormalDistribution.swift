import Foundation

/// The standard bivariate normal distribution.
public enum BivariateNormalDistribution {
    /// P(X ≤ h, Y ≤ k) at a correlation in [−1, 1]: mvtnorm `pmvnorm(upper = c(h, k), corr =)`, accurate in the tails too.
    ///
    /// The integral of φ(x) Φ((k − ρx)/√(1 − ρ²)) below h. Limits may be infinite.
    public static func cumulative(_ h: Double, _ k: Double, correlation rho: Double) -> Double {
        precondition(abs(rho) <= 1, "a correlation lies in −1...1")
        let (h, k) = (min(h, k), max(h, k))
        if h == -.infinity { return 0 }
        if k == .infinity { return NormalDistribution.cumulative(h) }
        if rho == 0 { return NormalDistribution.cumulative(h) * NormalDistribution.cumulative(k) }
        if rho == 1 { return NormalDistribution.cumulative(h) }
        if rho < 0, h + k > 0 {
            // The corner opposite is the smaller one: P = Φ(h) − Φ(−k) + P(X ≥ h, Y ≥ k).
            let strip = NormalDistribution.cumulative(h) - NormalDistribution.cumulative(-k)
            return strip + (rho == -1 ? 0 : corner(-k, -h, rho))
        }
        return rho == -1 ? 0 : corner(h, k, rho)
    }

    /// The corner below h and k, h the smaller limit: the integrand is smooth on the scale of the distance from h.
    private static func corner(_ h: Double, _ k: Double, _ rho: Double) -> Double {
        let spread = ((1 - rho) * (1 + rho)).squareRoot()
        let constant = -0.5 * log(2 * Double.pi)
        return LogConcaveIntegral.value { y in
            let x = h - y
            return constant - 0.5 * x * x + NormalDistribution.logCumulative((k - rho * x) / spread)
        }
    }
}
