/// Observed against predicted risk in one group of like predictions: a dot of a reliability curve.
public struct ReliabilityGroup: Sendable, Equatable {
    /// Patients.
    public let count: Int
    /// Events among them, counted without weights.
    public let events: Int
    /// Mean prediction, weighted where weights were given.
    public let predicted: Double
    /// Share with the event and its limits, weighted where weights were given.
    public let observed: Estimate

    /// A group as it was stored.
    public init(count: Int, events: Int, predicted: Double, observed: Estimate) {
        self.count = count
        self.events = events
        self.predicted = predicted
        self.observed = observed
    }
}

extension ScoredOutcomes {
    /// The reliability curve in groups cut at the type 7 quantiles 1/g, …, 1 of the prediction, lowest first.
    ///
    /// Ties may leave fewer groups than asked for. Where many share the lowest prediction they are a group of their own,
    /// which Hosmer and Lemeshow's cut would throw together with the next. Without weights each group has Wilson's limits; with weights the same
    /// score limits at Kish's effective size (Σw)²/Σw². Refused without patients. At least one group; weights above 0.
    /// Sources: Bröcker and Smith, Weather Forecast 22 (2007) 651; Kish, Survey Sampling, 1965, for the effective size.
    public func reliability(
        groups: Int = 10,
        weights: [Double]? = nil,
        level: Double = 0.95
    ) -> Result<[ReliabilityGroup], NotEstimable> {
        let isWeightedWell = weights.map { $0.count == count && $0.allSatisfy { $0 > 0 } } ?? true
        precondition(isWeightedWell, "a weight above 0 a patient")
        precondition(groups > 0, "at least one group")
        guard count > 0 else { return .failure(.noObservations) }
        let cut = members(between: riskEdges(groups: groups, from: 1))
        return .success(cut.map { group($0, weights, level) })
    }

    private func group(_ patients: [Int], _ weights: [Double]?, _ level: Double) -> ReliabilityGroup {
        let events = patients.count { outcomes[$0] }
        func weight(_ patient: Int) -> Double { weights?[patient] ?? 1 }
        let total = CompensatedSum.of(patients.lazy.map(weight))
        let predicted = CompensatedSum.of(patients.lazy.map { weight($0) * probabilities[$0] }) / total
        let observed: Estimate
        if weights == nil {
            observed = Proportion(events: events, total: patients.count).wilson(level: level)
        } else {
            let positive = CompensatedSum.of(patients.lazy.filter { outcomes[$0] }.map(weight))
            let squares = CompensatedSum.of(patients.lazy.map { weight($0) * weight($0) })
            let share = events == patients.count ? 1 : min(1, positive / total)
            observed = .value(share, interval: .wilson(around: share, size: total * total / squares, level: level))
        }
        return ReliabilityGroup(count: patients.count, events: events, predicted: predicted, observed: observed)
    }
}

extension Interval {
    /// Wilson's score limits of a share at a size that need not be whole.
    static func wilson(around share: Double, size: Double, level: Double) -> Interval {
        let z = NormalDistribution.criticalValue(level: level)
        let scale = 1 + z * z / size
        let centre = (share + z * z / (2 * size)) / scale
        let half = z / scale * (share * (1 - share) / size + z * z / (4 * size * size)).squareRoot()
        return Interval(
            lower: share == 0 ? 0 : max(0, centre - half),
            upper: share == 1 ? 1 : min(1, centre + half),
            level: level,
            method: .wilsonEffective
        )
    }
}

extension IntervalMethod {
    /// Wilson 1927 at the effective size of a weighted sample.
    public static let wilsonEffective = IntervalMethod("Wilson score, effective size")
}
