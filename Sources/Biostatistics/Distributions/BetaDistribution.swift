import Foundation

/// The beta distribution: the regularised incomplete beta function and its inverse.
///
/// Both shapes are positive; probabilities lie in [0, 1].
public enum BetaDistribution {
    /// P(X ≤ x) for X ~ Beta(a, b): R `pbeta(x, a, b)`, with full relative accuracy where it is small.
    public static func cumulative(_ x: Double, a: Double, b: Double) -> Double {
        tails(x, 1 - x, a: a, b: b).lower
    }

    /// P(X ≥ x): R `pbeta(x, a, b, lower.tail = FALSE)`, with full relative accuracy where it is small.
    public static func upperTail(_ x: Double, a: Double, b: Double) -> Double { tails(x, 1 - x, a: a, b: b).upper }

    /// Density at x: R `dbeta`; infinite at an end whose shape lies below 1.
    public static func density(_ x: Double, a: Double, b: Double) -> Double {
        precondition(a > 0 && b > 0, "shapes must be positive")
        if x < 0 || x > 1 { return 0 }
        if x == 0 { return a < 1 ? .infinity : a == 1 ? b : 0 }
        if x == 1 { return b < 1 ? .infinity : b == 1 ? a : 0 }
        return exp(logPrefactor(x, 1 - x, a: a, b: b)) / (x * (1 - x))
    }

    /// The x with P(X ≤ x) = p: R `qbeta(p, a, b)`.
    public static func quantile(_ p: Double, a: Double, b: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        return logistic(logitQuantile(TailPair(lower: p), a: a, b: b))
    }

    /// The x with P(X ≥ x) = q: R `qbeta(q, a, b, lower.tail = FALSE)`.
    public static func upperQuantile(_ q: Double, a: Double, b: Double) -> Double {
        precondition(q >= 0 && q <= 1, "a probability lies in 0...1")
        return logistic(logitQuantile(TailPair(upper: q), a: a, b: b))
    }

    /// The logit of the quantile, which keeps its accuracy at both ends; −∞ and +∞ at probabilities 0 and 1.
    static func logitQuantile(_ target: TailPair, a: Double, b: Double) -> Double {
        if target.lower <= 0 { return -.infinity }
        if target.upper <= 0 { return .infinity }
        // Beyond ±700 one of x and 1 − x is no double; there a tail is its leading power alone.
        let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
        let lowest = (log(target.lower * a) + logBeta) / a
        if lowest < -700 { return lowest }
        let highest = -(log(target.upper * b) + logBeta) / b
        if highest > 700 { return highest }
        return target.place(from: log(a / b), in: -745...745) { t in
            let (x, y) = (logistic(t), logistic(-t))
            return (tails(x, y, a: a, b: b), exp(logPrefactor(x, y, a: a, b: b)))
        }
    }

    private static func logistic(_ t: Double) -> Double { 1 / (1 + exp(-t)) }

    /// Tails at x, whose complement y = 1 − x is given apart because it may be too small to be found by subtraction.
    static func tails(_ x: Double, _ y: Double, a: Double, b: Double) -> TailPair {
        precondition(a > 0 && b > 0, "shapes must be positive")
        if x <= 0 { return TailPair(lower: 0) }
        if y <= 0 { return TailPair(upper: 0) }
        let prefactor = exp(logPrefactor(x, y, a: a, b: b))
        if x < (a + 1) / (a + b + 2) {
            return TailPair(lower: prefactor * continuedFraction(x, y, a: a, b: b))
        }
        return TailPair(upper: prefactor * continuedFraction(y, x, a: b, b: a))
    }

    /// ln(xᵃ yᵇ / B(a, b)) as its value at the mean less two deviances, which stay small where the density is large.
    private static func logPrefactor(_ x: Double, _ y: Double, a: Double, b: Double) -> Double {
        let n = a + b
        let excess = x < y ? x * n - a : b - y * n
        let deviance =
            negativeDeviance(expected: a, observed: x * n, excess: excess)
            + negativeDeviance(expected: b, observed: y * n, excess: -excess)
        let peak = 0.5 * log(a / n * b / (2 * Double.pi)) + stirlingError(n) - stirlingError(a) - stirlingError(b)
        return peak + deviance
    }

    /// The continued fraction of Didonato and Morris by the modified method of Lentz, for x up to about the mean.
    ///
    /// It takes x and y apart and so has no cancellation where one of them is close to 1.
    /// Source: Didonato and Morris, ACM Trans Math Softw 18 (1992) 360, equation 9.
    private static func continuedFraction(_ x: Double, _ y: Double, a: Double, b: Double) -> Double {
        let excess = x < y ? a - (a + b) * x : (a + b) * y - b
        var denominator = a / (a + 1) * (excess + 1)
        var (c, d) = (denominator, 0.0)
        for n in 1...100_000 {
            let n = Double(n)
            let place = a + 2 * n - 1
            let factor = n * (b - n) * x
            let numerator = (a + n - 1) / place * ((a + b + n - 1) / place) * factor * x
            let partial = n + factor / place + (a + n) / (a + 2 * n + 1) * (excess + 1 + n * (1 + y))
            d = 1 / guarded(partial + numerator * d)
            c = guarded(partial + numerator / c)
            denominator *= c * d
            if abs(c * d - 1) < 3e-16 { break }
        }
        return 1 / denominator
    }

    private static func guarded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
}
