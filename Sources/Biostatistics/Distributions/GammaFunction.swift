import Foundation

/// The gamma function by its logarithm and the logarithm's derivative.
public enum GammaFunction {
    /// ln |Γ(x)|: R `lgamma(x)`; infinite at 0 and the negative whole numbers.
    public static func logarithm(_ x: Double) -> Double { logGamma(x) }

    /// The digamma function ψ(x) = d ln Γ(x) / dx: R `digamma(x)`; nil at its poles 0, −1, −2 ….
    ///
    /// Raised to 12 by ψ(x) = ψ(x + 1) − 1/x, then DLMF 5.11.2; below 0 by reflection (DLMF 5.5.4).
    public static func digamma(_ x: Double) -> Double? {
        guard x.isFinite else { return x > 0 ? .infinity : nil }
        guard x <= 0 else { return positiveDigamma(x) }
        let beyond = x - x.rounded()
        guard beyond != 0 else { return nil }
        return positiveDigamma(1 - x) - Double.pi / tan(Double.pi * beyond)
    }

    /// B₂ₖ / 2k for k from 7 down to 1.
    private static let bernoulliTerms: [Double] = [
        1.0 / 12, -691.0 / 32760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12,
    ]

    private static func positiveDigamma(_ x: Double) -> Double {
        var (place, sum) = (x, CompensatedSum())
        while place < 12 {
            sum.add(-1 / place)
            place += 1
        }
        let inverse = 1 / (place * place)
        let series = bernoulliTerms.reduce(0) { ($0 + $1) * inverse }
        sum.add(log(place))
        sum.add(-0.5 / place)
        sum.add(-series)
        return sum.value
    }
}
