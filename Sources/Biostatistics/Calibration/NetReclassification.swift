/// Patients moved up and down, by outcome.
public struct NetReclassification: Sendable, Equatable {
    /// Moves within one outcome class.
    struct Moves: Sendable, Equatable {
        let up: Double
        let down: Double
        let total: Double

        init(_ steps: [Int]) {
            up = Double(steps.count { $0 > 0 })
            down = Double(steps.count { $0 < 0 })
            total = Double(steps.count)
        }

        var net: Double? { total > 0 ? (up - down) / total : nil }
        /// Multinomial variance of the net share, as one fraction so that it is 0 where it should be.
        var variance: Double { ((up + down) * total - (up - down) * (up - down)) / (total * total * total) }
        /// The same were up and down equally likely.
        var nullVariance: Double { (up + down) / (total * total) }
    }

    let events: Moves
    let others: Moves

    init(steps: [Int], outcomes: [Bool]) {
        let pairs = zip(steps, outcomes)
        events = Moves(pairs.filter(\.1).map(\.0))
        others = Moves(pairs.filter { !$0.1 }.map(\.0))
    }

    /// Net share of events moved up; nil without events.
    public var netOfEvents: Double? { events.net }
    /// Net share of the others moved down; nil where there are none.
    public var netOfNonevents: Double? { others.net.map { 0 - $0 } }
    /// Sum of the two, between −2 and 2; nil where a class is empty.
    public var net: Double? {
        guard let netOfEvents, let netOfNonevents else { return nil }
        return netOfEvents + netOfNonevents
    }
    /// Standard error by the multinomial variances; nil where a class is empty.
    public var standardError: Double? { net.map { _ in (events.variance + others.variance).squareRoot() } }

    /// Net with Wald limits; refused where a class is empty, no limits where the standard error is 0.
    public func estimate(level: Double = 0.95) -> Estimate {
        guard let net, let standardError else { return .notEstimable(.oneOutcomeClass) }
        return .reclassification(net, standardError: standardError, level: level)
    }

    /// Net over its standard error; refused where a class is empty or the standard error 0.
    public var z: Result<Double, NotEstimable> { ratio(events.variance + others.variance) }

    /// Net over its standard error under no improvement, as first published in 2008.
    public var zOfPencina2008: Result<Double, NotEstimable> { ratio(events.nullVariance + others.nullVariance) }

    private func ratio(_ variance: Double) -> Result<Double, NotEstimable> {
        guard let net else { return .failure(.oneOutcomeClass) }
        guard variance > 0 else { return .failure(.noVariation(of: "the move of the patients")) }
        return .success(net / variance.squareRoot())
    }
}

/// An improvement of discrimination with its standard error from separate variances.
public struct DiscriminationImprovement: Sendable, Equatable {
    /// Mean change among events less that among the others.
    public let estimate: Double
    /// Nil where a class has a single patient.
    public let standardError: Double?

    /// With Wald limits where the standard error is there and above 0.
    public func limits(level: Double = 0.95) -> Estimate {
        .reclassification(estimate, standardError: standardError ?? 0, level: level)
    }

    /// Estimate over standard error; refused where there is none or it is 0.
    public var z: Result<Double, NotEstimable> {
        guard let standardError else { return .failure(.tooFew("patients of each outcome", needed: 2)) }
        guard standardError > 0 else { return .failure(.noVariation(of: "the change of the risk")) }
        return .success(estimate / standardError)
    }
}

extension Estimate {
    fileprivate static func reclassification(_ value: Double, standardError: Double, level: Double) -> Estimate {
        guard standardError > 0 else { return .value(value, interval: nil) }
        let half = NormalDistribution.criticalValue(level: level) * standardError
        let interval = Interval(lower: value - half, upper: value + half, level: level, method: .waldReclassification)
        return .value(value, interval: interval)
    }
}

extension IntervalMethod {
    /// Symmetric about a net reclassification or discrimination improvement.
    public static let waldReclassification = IntervalMethod("Wald, reclassification")
}
