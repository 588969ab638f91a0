import Foundation

/// The gamma distribution of rate 1: the regularised incomplete gamma functions and their inverse.
///
/// The shape is positive; probabilities lie in [0, 1].
public enum GammaDistribution {
    /// P(X ≤ x): R `pgamma(x, shape)`, with full relative accuracy where it is small.
    public static func cumulative(_ x: Double, shape: Double) -> Double { tails(x, shape: shape).lower }

    /// P(X ≥ x): R `pgamma(x, shape, lower.tail = FALSE)`, with full relative accuracy where it is small.
    public static func upperTail(_ x: Double, shape: Double) -> Double { tails(x, shape: shape).upper }

    /// Density at x: R `dgamma(x, shape)`; infinite at 0 for shapes below 1.
    public static func density(_ x: Double, shape: Double) -> Double {
        precondition(shape > 0, "the shape must be positive")
        if x < 0 || x.isInfinite { return 0 }
        if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 : 0 }
        return exp(logPoissonKernel(shape, mean: x)) * shape / x
    }

    /// The x with P(X ≤ x) = p: R `qgamma(p, shape)`; infinite at 1.
    public static func quantile(_ p: Double, shape: Double) -> Double {
        precondition(p >= 0 && p <= 1, "a probability lies in 0...1")
        return quantile(TailPair(lower: p), shape: shape)
    }

    /// The x with P(X ≥ x) = q, which reaches further than the quantile of 1 − q.
    public static func upperQuantile(_ q: Double, shape: Double) -> Double {
        precondition(q >= 0 && q <= 1, "a probability lies in 0...1")
        return quantile(TailPair(upper: q), shape: shape)
    }

    private static func quantile(_ target: TailPair, shape: Double) -> Double {
        precondition(shape > 0, "the shape must be positive")
        if target.lower <= 0 { return 0 }
        if target.upper <= 0 { return .infinity }
        // Far below 1 the lower tail is its leading power alone, down to where x is no double.
        let lowest = (log(target.lower) + logGamma(shape + 1)) / shape
        if lowest < -700 { return exp(lowest) }
        let t = target.place(from: log(shape), in: -745...709) { t in
            let x = exp(t)
            return (tails(x, shape: shape), exp(logPoissonKernel(shape, mean: x)) * shape)
        }
        return exp(t)
    }

    /// Both tails: the power series below shape + 1, the continued fraction above.
    static func tails(_ x: Double, shape: Double) -> TailPair {
        precondition(shape > 0, "the shape must be positive")
        if x <= 0 { return TailPair(lower: 0) }
        if x.isInfinite { return TailPair(upper: 0) }
        let kernel = exp(logPoissonKernel(shape, mean: x))
        if x < shape + 1 { return TailPair(lower: kernel * series(x, shape: shape)) }
        return TailPair(upper: kernel * shape * continuedFraction(x, shape: shape))
    }

    /// 1 + x/(a + 1) + x²/((a + 1)(a + 2)) + …: DLMF 8.11.4.
    private static func series(_ x: Double, shape: Double) -> Double {
        var (term, sum, n) = (1.0, 1.0, shape)
        while term > 1e-17 * sum {
            n += 1
            term *= x / n
            sum += term
        }
        return sum
    }

    /// The continued fraction DLMF 8.9.2 by the modified method of Lentz.
    private static func continuedFraction(_ x: Double, shape: Double) -> Double {
        let tiny = 1e-300
        var b = x + 1 - shape
        var c = 1 / tiny
        var d = 1 / (abs(b) < tiny ? tiny : b)
        var value = d
        for m in 1...1_000_000 {
            let numerator = -Double(m) * (Double(m) - shape)
            b += 2
            let denominator = numerator * d + b
            d = 1 / (abs(denominator) < tiny ? tiny : denominator)
            c = b + numerator / c
            if abs(c) < tiny { c = tiny }
            value *= d * c
            if abs(d * c - 1) < 3e-16 { break }
        }
        return value
    }
}
