import Foundation

extension IntervalMethod {
    /// Woolf 1955, on the logarithm of the odds ratio.
    public static let woolf = IntervalMethod("Woolf log")
    /// Conditional on the margins: inverts two one-sided exact tests.
    public static let exactConditional = IntervalMethod("exact, conditional on the margins")
}

extension TwoProportions {
    /// The odds of the first over those of the second with Woolf's interval, which needs four cells above 0.
    ///
    /// With one empty cell it is 0 or infinite and has no such interval; 0/0 is not estimable.
    public func oddsRatio(level: Double = 0.95) -> Estimate {
        let cells = [first.events, second.total - second.events, second.events, first.total - first.events]
        let values = cells.map(Double.init)
        let (top, bottom) = (values[0] * values[1], values[2] * values[3])
        if first.total == 0 || second.total == 0 { return .notEstimable(.noObservations) }
        if top == 0, bottom == 0 { return .notEstimable(.oneOutcomeClass) }
        guard top > 0, bottom > 0 else { return .value(top / bottom, interval: nil) }
        let standardError = values.reduce(0) { $0 + 1 / $1 }.squareRoot()
        let factor = exp(NormalDistribution.criticalValue(level: level) * standardError)
        let ratio = top / bottom
        return .value(
            ratio,
            interval: Interval(lower: ratio / factor, upper: ratio * factor, level: level, method: .woolf)
        )
    }

    /// The conditional maximum-likelihood odds ratio; not estimable where the margins leave one table only.
    ///
    /// Agrees with R `fisher.test(...)$estimate`, which stops at 1e-4. Infinite or 0 at the ends of what the margins allow.
    public func conditionalOddsRatio() -> Estimate {
        let distribution = tables
        let (x, support) = (first.events, distribution.support)
        if support.count == 1 { return .notEstimable(.undefined("the margins leave one table only")) }
        if x == support.lowerBound { return .value(0, interval: nil) }
        if x == support.upperBound { return .value(.infinity, interval: nil) }
        let logRatio = root(in: -700...700) { distribution.tilted(by: $0, at: x).mean - Double(x) }
        return .value(exp(logRatio), interval: nil)
    }

    /// Exact limits of the odds ratio, each with a tail of (1 − level)/2; 0 to infinity where the margins say nothing.
    ///
    /// Agrees with R `fisher.test(...)$conf.int`. Source: Cornfield, Proc Third Berkeley Symposium 4 (1956) 135.
    public func exactOddsRatioInterval(level: Double = 0.95) -> Interval {
        let tail = NormalDistribution.tail(level: level)
        let distribution = tables
        let (x, support) = (first.events, distribution.support)
        let isLowest = x == support.lowerBound
        let isHighest = x == support.upperBound
        let lower =
            isLowest ? 0 : exp(root(in: -700...700) { log(distribution.tilted(by: $0, at: x).upperTail / tail) })
        let upper =
            isHighest
            ? .infinity : exp(root(in: -700...700) { -log(distribution.tilted(by: $0, at: x).lowerTail / tail) })
        return Interval(lower: lower, upper: upper, level: level, method: .exactConditional)
    }

    /// The events of the first group given both margins and an odds ratio of 1.
    var tables: HypergeometricDistribution {
        HypergeometricDistribution(
            marked: first.total,
            unmarked: second.total,
            draws: first.events + second.events
        )
    }
}

/// Tails and mean of a hypergeometric distribution whose odds ratio is not 1.
struct TiltedHypergeometric {
    /// P(X ≤ x).
    let lowerTail: Double
    /// P(X ≥ x).
    let upperTail: Double
    let mean: Double
}

extension HypergeometricDistribution {
    /// The distribution with an odds ratio of e^`logRatio`, at x in the support: Fisher's noncentral hypergeometric.
    ///
    /// Sums run from the mode, where the terms are largest, and from x, so that both tails keep their digits.
    func tilted(by logRatio: Double, at x: Int) -> TiltedHypergeometric {
        let tilt = exp(logRatio)
        let mode = mode(tilt: tilt)
        let centre = sums(from: mode, tilt: tilt)
        let total = centre.down.mass + centre.up.mass - 1
        let mean = Double(mode) + (centre.up.moment - centre.down.moment) / total
        // ln of P(x)/P(mode), along the ratios of neighbours.
        let relative = exp(logMassRatio(x, to: mode) + Double(x - mode) * logRatio) / total
        let here = sums(from: x, tilt: tilt)
        return TiltedHypergeometric(
            lowerTail: x <= mode ? relative * here.down.mass : 1 - relative * (here.up.mass - 1),
            upperTail: x >= mode ? relative * here.up.mass : 1 - relative * (here.down.mass - 1),
            mean: mean
        )
    }

    private func logMassRatio(_ x: Int, to other: Int) -> Double { logMass(x) - logMass(other) }

    /// The first value after which the probabilities fall.
    private func mode(tilt: Double) -> Int {
        var (low, high) = (support.lowerBound, support.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if ratio(middle) * tilt <= 1 { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Sums of the probabilities relative to that of a start, the start included, and of the distances times them.
    private func sums(from start: Int, tilt: Double) -> (down: Side, up: Side) {
        var (down, up) = (Side(), Side())
        var term = 1.0
        for k in stride(from: start, to: support.lowerBound, by: -1) {
            term /= ratio(k - 1) * tilt
            if !down.add(term, distance: start - k + 1) { break }
        }
        term = 1
        for k in start..<support.upperBound {
            term *= ratio(k) * tilt
            if !up.add(term, distance: k + 1 - start) { break }
        }
        return (down, up)
    }

    private struct Side {
        var mass = 1.0
        var moment = 0.0

        /// False once a term adds nothing, or the sum is no number any more.
        mutating func add(_ term: Double, distance: Int) -> Bool {
            mass += term
            moment += term * Double(distance)
            return term > 1e-18 * mass && mass < 1e290
        }
    }
}
