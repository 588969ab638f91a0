import Foundation

/// Integrals over the positive half line of a function whose logarithm is concave: tails without cancellation.
enum LogConcaveIntegral {
    /// ∫₀^∞ exp(f(y)) dy for a concave f, to rounding error.
    ///
    /// With y = eᵛ the integrand is analytic and has one peak, so that the trapezoidal rule converges exponentially; the
    /// step is halved until two sums agree. Every term is positive: the result keeps its relative accuracy.
    /// Source: Trefethen and Weideman, SIAM Review 56 (2014) 385.
    static func value(_ f: (Double) -> Double) -> Double {
        func onLogScale(_ v: Double) -> Double { f(exp(v)) + v }
        let peak = highest(onLogScale)
        let top = onLogScale(peak)
        guard top > -800 else { return 0 }
        func relative(_ v: Double) -> Double { exp(onLogScale(v) - top) }
        var step = width(relative, at: peak)
        var sum = 1 + side(relative, from: peak, step: step) + side(relative, from: peak, step: -step)
        for _ in 0..<12 {
            let between =
                side(relative, from: peak - step / 2, step: step)
                + side(relative, from: peak + step / 2, step: -step)
            let finer = (sum + between) / 2
            let change = abs(finer - sum)
            (sum, step) = (sum + between, step / 2)
            if change <= 1e-15 * finer { break }
        }
        return exp(top) * sum * step
    }

    /// Where a function of one peak is highest, roughly: by thirds.
    private static func highest(_ f: (Double) -> Double) -> Double {
        var (low, high) = (-745.0, 20.0)
        while high - low > 1e-3 {
            let (a, b) = (low + (high - low) / 3, high - (high - low) / 3)
            if f(a) < f(b) { low = a } else { high = b }
        }
        return 0.5 * (low + high)
    }

    /// The distance at which the nearer side has fallen to e^−½, no more than 1: by halves.
    private static func width(_ relative: (Double) -> Double, at peak: Double) -> Double {
        var width = 1.0
        while min(relative(peak - width), relative(peak + width)) < 0.6, width > 1e-9 { width /= 2 }
        return width
    }

    /// The terms at start + step, start + 2 step … until they add nothing.
    private static func side(_ relative: (Double) -> Double, from start: Double, step: Double) -> Double {
        var sum = CompensatedSum()
        var place = start + step
        while true {
            let term = relative(place)
            sum.add(term)
            if term < 1e-18 || abs(place) > 800 { return sum.value }
            place += step
        }
    }
}
