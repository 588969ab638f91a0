import Foundation

/// The beta distribution: the regularised incomplete beta function and its inverse.
enum BetaDistribution {
    /// Both tails at once, so that whichever is small keeps its relative accuracy.
    private struct Tails {
        let lower: Double
        let upper: Double
    }

    /// P(X ≤ x) for X ~ Beta(a, b), a and b positive, x in [0, 1].
    static func cumulative(_ x: Double, a: Double, b: Double) -> Double { tails(x, 1 - x, a: a, b: b).lower }

    /// The x with P(X ≤ x) = p: Newton on the logit of x and the logarithm of the smaller tail, kept in a bracket.
    ///
    /// On that scale the function is nearly straight in both tails, so a handful of steps reach rounding error.
    static func quantile(_ p: Double, a: Double, b: Double) -> Double {
        if p <= 0 { return 0 }
        if p >= 1 { return 1 }
        var bracket = (low: -745.0, high: 745.0)
        var t = log(a / b)
        for _ in 0..<200 {
            let (error, slope) = misfit(t, p: p, a: a, b: b)
            if error < 0 { bracket.low = t } else { bracket.high = t }
            let newton = t - error / slope
            let next = newton > bracket.low && newton < bracket.high ? newton : 0.5 * (bracket.low + bracket.high)
            let step = abs(next - t)
            t = next
            if step <= 2e-16 * max(1, abs(t)) { break }
        }
        return logistic(t)
    }

    /// How far, in logarithms of the smaller tail, the distribution at logistic(t) lies above p; and the slope in t.
    private static func misfit(_ t: Double, p: Double, a: Double, b: Double) -> (error: Double, slope: Double) {
        let (x, y) = (logistic(t), logistic(-t))
        let tails = tails(x, y, a: a, b: b)
        let density = exp(logPrefactor(x, y, a: a, b: b))
        if p <= 0.5 { return (log(tails.lower / p), density / tails.lower) }
        return (-log(tails.upper / (1 - p)), density / tails.upper)
    }

    private static func logistic(_ t: Double) -> Double { 1 / (1 + exp(-t)) }

    /// Tails at x, whose complement y = 1 − x is given apart because it may be too small to be found by subtraction.
    private static func tails(_ x: Double, _ y: Double, a: Double, b: Double) -> Tails {
        if x <= 0 { return Tails(lower: 0, upper: 1) }
        if y <= 0 { return Tails(lower: 1, upper: 0) }
        let prefactor = exp(logPrefactor(x, y, a: a, b: b))
        if x < (a + 1) / (a + b + 2) {
            let lower = prefactor * continuedFraction(x, a: a, b: b) / a
            return Tails(lower: lower, upper: 1 - lower)
        }
        let upper = prefactor * continuedFraction(y, a: b, b: a) / b
        return Tails(lower: 1 - upper, upper: upper)
    }

    /// ln(xᵃ yᵇ / B(a, b)) as its value at the mean less two deviances, which stay small where the density is large.
    private static func logPrefactor(_ x: Double, _ y: Double, a: Double, b: Double) -> Double {
        let n = a + b
        let excess = x < y ? x * n - a : b - y * n
        let deviance =
            weightedLog(a, observed: x * n, excess: excess) + weightedLog(b, observed: y * n, excess: -excess)
        let peak = 0.5 * log(a / n * b / (2 * Double.pi)) + stirlingError(n) - stirlingError(a) - stirlingError(b)
        return peak + deviance
    }

    /// expected · ln(observed / expected), where excess = observed − expected is known more exactly than by subtraction.
    private static func weightedLog(_ expected: Double, observed: Double, excess: Double) -> Double {
        let near = abs(excess) < 0.5 * expected
        return expected * (near ? log1p(excess / expected) : log(observed / expected))
    }

    /// The continued fraction DLMF 8.17.22 by the modified method of Lentz.
    private static func continuedFraction(_ x: Double, a: Double, b: Double) -> Double {
        let tiny = 1e-300
        var c = 1.0
        var d = 1 / guarded(1 - (a + b) * x / (a + 1), tiny)
        var value = d
        for m in 1...100_000 {
            let m = Double(m)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / guarded(1 + even * d, tiny)
            c = guarded(1 + even / c, tiny)
            value *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / guarded(1 + odd * d, tiny)
            c = guarded(1 + odd / c, tiny)
            value *= d * c
            if abs(d * c - 1) < 3e-16 { break }
        }
        return value
    }

    private static func guarded(_ value: Double, _ tiny: Double) -> Double { abs(value) < tiny ? tiny : value }
}

/// ln Γ(x) less Stirling's (x − ½) ln x − x + ½ ln 2π, for positive x; by DLMF 5.11.1 from 10 on.
func stirlingError(_ x: Double) -> Double {
    guard x >= 10 else { return logGamma(x) - ((x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi)) }
    let square = x * x
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / x
}

/// ln Γ(x) for positive x.
func logGamma(_ x: Double) -> Double { lgamma(x).0 }
