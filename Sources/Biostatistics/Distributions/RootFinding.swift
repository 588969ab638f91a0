import Foundation

/// The root of a rising function in a range at whose ends it differs in sign: bisection with secant steps, to rounding.
///
/// Infinite values are allowed; at an end where the function has not the expected sign, that end is the answer.
func root(in range: ClosedRange<Double>, of f: (Double) -> Double) -> Double {
    var (low, high) = (range.lowerBound, range.upperBound)
    var (below, above) = (f(low), f(high))
    guard below < 0 else { return low }
    guard above > 0 else { return high }
    for round in 0..<400 {
        let middle = 0.5 * (low + high)
        guard middle > low, middle < high else { break }
        // Every third step is a plain bisection, so that the bracket always shrinks.
        let secant = low - below * ((high - low) / (above - below))
        let x = round % 3 < 2 && secant > low && secant < high ? secant : middle
        let value = f(x)
        if value == 0 { return x }
        if value < 0 { (low, below) = (x, value) } else { (high, above) = (x, value) }
    }
    return abs(below) < abs(above) ? low : high
}
