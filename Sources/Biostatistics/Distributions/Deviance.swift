import Foundation

/// ln(1 + u) − u without cancellation, for u above −1.
///
/// With r = u/(2 + u) it is r·(2r²(1/3 + r²/5 + r⁴/7 + …) − u), used where the logarithm alone would lose digits.
func logarithmLessArgument(_ u: Double) -> Double {
    guard abs(u) < 0.5 else { return log1p(u) - u }
    let r = u / (2 + u)
    let square = r * r
    var (power, sum) = (1.0, 0.0)
    for odd in stride(from: 3.0, through: 45, by: 2) {
        let term = power / odd
        sum += term
        if term < 1e-17 * sum { break }
        power *= square
    }
    return r * (2 * square * sum - u)
}

/// expected · (ln(observed / expected) − excess / expected), where excess = observed − expected is known on its own.
///
/// Never positive, and 0 where both agree.
func negativeDeviance(expected: Double, observed: Double, excess: Double) -> Double {
    let u = excess / expected
    return expected * (abs(u) < 0.5 ? logarithmLessArgument(u) : log(observed / expected) - u)
}

/// ln(mean^x e^−mean / Γ(x + 1)) for positive x and mean: the Poisson probability continued to any x.
///
/// Source: Loader, Fast and accurate computation of binomial probabilities, 2000.
func logPoissonKernel(_ x: Double, mean: Double) -> Double {
    negativeDeviance(expected: x, observed: mean, excess: mean - x) - stirlingError(x) - 0.5 * log(2 * Double.pi * x)
}

/// ln Γ(x) less Stirling's (x − ½) ln x − x + ½ ln 2π, for positive x; by DLMF 5.11.1 from 10 on.
func stirlingError(_ x: Double) -> Double {
    guard x >= 10 else { return logGamma(x) - ((x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi)) }
    let square = x * x
    return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / x
}

/// ln Γ(x) for positive x.
func logGamma(_ x: Double) -> Double { lgamma(x).0 }
