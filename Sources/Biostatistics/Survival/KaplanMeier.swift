import Foundation

/// The Kaplan–Meier estimate of the probability to stay free of the event.
///
/// S(t) = Π (1 − dᵢ/nᵢ) over the event times tᵢ ≤ t, with dᵢ events among nᵢ at risk, that is, followed for at least
/// tᵢ. Equals R `survfit(Surv(time, event) ~ 1)`. Sources: Kaplan and Meier, J Am Stat Assoc 53 (1958) 457; for the
/// variance Greenwood, Reports on Public Health 33 (1926) 1.
public struct KaplanMeier: Sendable {
    /// The curve from one event time on.
    public struct Step: Sendable, Equatable {
        /// When.
        public let time: Double
        /// Patients followed for at least so long.
        public let atRisk: Int
        /// Events at this time.
        public let events: Int
        /// S from this time on.
        public let survival: Double
        /// Nelson and Aalen's Σ d/n up to this time.
        public let cumulativeHazard: Double
        /// Greenwood's Σ d/(n(n − d)), the variance of log S; infinite once S is 0.
        let logVariance: Double

        /// Greenwood's standard error of S; nil where S is 0.
        public var standardError: Double? { survival > 0 ? survival * logVariance.squareRoot() : nil }
    }

    /// How many patients.
    public let observations: Int
    /// How many events.
    public let events: Int
    /// One step an event time, in ascending order.
    public let steps: [Step]
    let table: RiskTable

    /// Sorts once; O(n).
    public init(_ followUp: FollowUp) { self.init(RiskTable(followUp)) }

    init(_ table: RiskTable) {
        var steps: [Step] = []
        var (survival, hazard, logVariance) = (1.0, 0.0, 0.0)
        var events = 0
        for row in table.rows where row.events > 0 {
            let (d, n) = (Double(row.events), Double(row.atRisk))
            survival *= (n - d) / n
            hazard += d / n
            logVariance += d / (n * (n - d))
            events += row.events
            steps.append(
                Step(
                    time: row.time,
                    atRisk: row.atRisk,
                    events: row.events,
                    survival: survival,
                    cumulativeHazard: hazard,
                    logVariance: logVariance
                )
            )
        }
        observations = table.count
        self.events = events
        self.steps = steps
        self.table = table
    }

    /// The last time at which anybody was followed; nil without patients.
    public var lastTime: Double? { table.lastTime }

    /// Patients followed for at least a time.
    public func atRisk(at time: Double) -> Int { table.atRisk(at: time) }

    /// The curve at a time, which is at least 0.
    ///
    /// Not estimable beyond the last follow-up, unless all had the event by then.
    public func step(at time: Double) -> Result<Step, NotEstimable> {
        guard let last = lastTime else { return .failure(.noObservations) }
        let place = steps.partitioningIndex { $0.time > time }
        let step = place > 0 ? steps[place - 1] : Step.start(observations)
        guard time <= last || step.survival == 0 else { return .failure(.beyondFollowUp) }
        return .success(step)
    }
}

extension KaplanMeier.Step {
    /// The curve before the first event.
    static func start(_ observations: Int) -> Self {
        Self(time: 0, atRisk: observations, events: 0, survival: 1, cumulativeHazard: 0, logVariance: 0)
    }
}
