import Foundation

extension IntervalMethod {
    /// Miettinen and Nurminen 1985, with the factor N/(N − 1).
    public static let miettinenNurminen = IntervalMethod("Miettinen–Nurminen score")
    /// Agresti and Caffo 2000.
    public static let agrestiCaffo = IntervalMethod("Agresti–Caffo")
}

extension TwoProportions {
    /// First minus second with Wald's interval, clipped to [−1, 1]; poor in small samples, so only to compare.
    public func waldDifference(level: Double = 0.95) -> Estimate {
        guard let p1 = first.estimate, let p2 = second.estimate else { return .notEstimable(.noObservations) }
        let variance = p1 * (1 - p1) / Double(first.total) + p2 * (1 - p2) / Double(second.total)
        let half = NormalDistribution.criticalValue(level: level) * variance.squareRoot()
        return difference(p1 - p2, (p1 - p2 - half, p1 - p2 + half), level, .wald)
    }

    /// First minus second with Wald's interval after one event and one non-event are added to each group.
    ///
    /// The point is the observed difference; limits are clipped to [−1, 1].
    /// Source: Agresti and Caffo, American Statistician 54 (2000) 280.
    public func agrestiCaffo(level: Double = 0.95) -> Estimate {
        guard let p1 = first.estimate, let p2 = second.estimate else { return .notEstimable(.noObservations) }
        let (n1, n2) = (Double(first.total) + 2, Double(second.total) + 2)
        let (q1, q2) = ((Double(first.events) + 1) / n1, (Double(second.events) + 1) / n2)
        let variance = q1 * (1 - q1) / n1 + q2 * (1 - q2) / n2
        let half = NormalDistribution.criticalValue(level: level) * variance.squareRoot()
        return difference(p1 - p2, (q1 - q2 - half, q1 - q2 + half), level, .agrestiCaffo)
    }

    /// First minus second with the score interval of Miettinen and Nurminen, variance factor N/(N − 1).
    ///
    /// The limits are the differences d whose score statistic is ±z; they exist at zero cells too.
    /// Source: Miettinen and Nurminen, Statistics in Medicine 4 (1985) 213.
    public func miettinenNurminen(level: Double = 0.95) -> Estimate {
        guard let p1 = first.estimate, let p2 = second.estimate else { return .notEstimable(.noObservations) }
        let z = NormalDistribution.criticalValue(level: level)
        let observed = p1 - p2
        let lower = observed == -1 ? -1 : root(in: -1...observed) { z - score(difference: $0) }
        let upper = observed == 1 ? 1 : root(in: observed...1) { -z - score(difference: $0) }
        return difference(observed, (lower, upper), level, .miettinenNurminen)
    }

    private func difference(
        _ point: Double,
        _ limits: (Double, Double),
        _ level: Double,
        _ method: IntervalMethod
    ) -> Estimate {
        let interval = Interval(lower: max(-1, limits.0), upper: min(1, limits.1), level: level, method: method)
        return .value(point, interval: interval)
    }

    /// The signed score statistic of the hypothesis p₁ − p₂ = d, which falls as d rises.
    private func score(difference d: Double) -> Double {
        let (n1, n2) = (Double(first.total), Double(second.total))
        let p2 = restrictedSecond(difference: d)
        let p1 = min(1, max(0, p2 + d))
        let variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * (n1 + n2) / (n1 + n2 - 1)
        let excess = Double(first.events) / n1 - Double(second.events) / n2 - d
        return excess == 0 ? 0 : excess / variance.squareRoot()
    }

    /// Maximum-likelihood p₂ under p₁ = p₂ + d: the root of the derivative of a concave likelihood.
    private func restrictedSecond(difference d: Double) -> Double {
        let (x1, y1) = (Double(first.events), Double(first.total - first.events))
        let (x2, y2) = (Double(second.events), Double(second.total - second.events))
        func part(_ count: Double, _ p: Double) -> Double { count == 0 ? 0 : count / max(0, p) }
        let range = max(0, -d)...min(1, 1 - d)
        return root(in: range) { p in part(y1, 1 - p - d) + part(y2, 1 - p) - part(x1, p + d) - part(x2, p) }
    }
}
