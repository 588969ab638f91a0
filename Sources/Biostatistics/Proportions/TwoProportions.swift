import Foundation

/// Two independent proportions, the first compared with the second.
public struct TwoProportions: Sendable, Equatable {
    /// The group of interest.
    public let first: Proportion
    /// The group it is held against.
    public let second: Proportion

    /// The difference is first minus second, the ratio first over second.
    public init(_ first: Proportion, _ second: Proportion) {
        self.first = first
        self.second = second
    }

    /// First minus second with the hybrid score interval, no continuity correction.
    ///
    /// It exists at zero cells too. Source: Newcombe, Statistics in Medicine 17 (1998) 873, method 10.
    public func riskDifference(level: Double = 0.95) -> Estimate {
        guard case .value(let p1, let limits1?) = first.wilson(level: level),
            case .value(let p2, let limits2?) = second.wilson(level: level)
        else { return .notEstimable(.noObservations) }
        let difference = p1 - p2
        let interval = Interval(
            lower: difference - hypot(p1 - limits1.lower, limits2.upper - p2),
            upper: difference + hypot(limits1.upper - p1, p2 - limits2.lower),
            level: level,
            method: .newcombe
        )
        return .value(difference, interval: interval)
    }

    /// First over second with Katz's interval on the logarithmic scale.
    ///
    /// Without events in one group the ratio is 0 or infinite and has no such interval; without any it is not estimable.
    /// Source: Katz, Baptista, Azen and Pike, Biometrics 34 (1978) 469.
    public func riskRatio(level: Double = 0.95) -> Estimate {
        guard let p1 = first.estimate, let p2 = second.estimate else { return .notEstimable(.noObservations) }
        guard first.events + second.events > 0 else { return .notEstimable(.noEvents) }
        guard first.events > 0, second.events > 0 else { return .value(p1 / p2, interval: nil) }
        let standardError = (Self.logVariance(first) + Self.logVariance(second)).squareRoot()
        let factor = exp(NormalDistribution.criticalValue(level: level) * standardError)
        let interval = Interval(
            lower: p1 / p2 / factor,
            upper: p1 / p2 * factor,
            level: level,
            method: .katzLog
        )
        return .value(p1 / p2, interval: interval)
    }

    /// Variance of the logarithm of a proportion with events.
    private static func logVariance(_ p: Proportion) -> Double { 1 / Double(p.events) - 1 / Double(p.total) }
}
