/// Two models' risks of the same patients: whether the new one moves events up and the others down.
///
/// Net reclassification rewards a badly calibrated model that moves many; it is to be read beside the two parts, never
/// alone. Caution: Kerr, Wang, Janes et al., Epidemiology 25 (2014) 114.
public struct RiskReclassification: Sendable, Equatable {
    /// Risks by the old model.
    public let old: [Double]
    /// Risks by the new model.
    public let new: [Double]
    /// Whether the event came.
    public let outcomes: [Bool]

    /// One of each a patient.
    public init(old: [Double], new: [Double], outcomes: [Bool]) {
        precondition(old.count == outcomes.count && new.count == outcomes.count, "one of each a patient")
        self.old = old
        self.new = new
        self.outcomes = outcomes
    }

    /// Net reclassification over categories that begin at each cut-off.
    ///
    /// The category of a risk is the number of cut-offs at or below it. Source: Pencina et al., Stat Med 27 (2008) 157.
    public func categorical(cutoffs: [Double]) -> NetReclassification {
        let steps = zip(old, new).map { Self.category($0.1, cutoffs) - Self.category($0.0, cutoffs) }
        return NetReclassification(steps: steps, outcomes: outcomes)
    }

    /// Net reclassification by any change of the risk, however small.
    ///
    /// Equals R `Hmisc::improveProb`. Source: Pencina, D'Agostino and Steyerberg, Stat Med 30 (2011) 11.
    public func continuous() -> NetReclassification {
        let steps = zip(old, new).map { $0.1 > $0.0 ? 1 : $0.1 < $0.0 ? -1 : 0 }
        return NetReclassification(steps: steps, outcomes: outcomes)
    }

    /// Patients with the outcome, by category under the old model (rows) and the new (columns).
    public func table(cutoffs: [Double], where outcome: Bool) -> [[Int]] {
        let categories = cutoffs.count + 1
        var counts = Array(repeating: Array(repeating: 0, count: categories), count: categories)
        for patient in outcomes.indices where outcomes[patient] == outcome {
            counts[Self.category(old[patient], cutoffs)][Self.category(new[patient], cutoffs)] += 1
        }
        return counts
    }

    /// Integrated discrimination improvement: the mean change among events less that among the others.
    ///
    /// Refused where a class is empty. Equals R `Hmisc::improveProb`.
    public func integratedDiscriminationImprovement() -> Result<DiscriminationImprovement, NotEstimable> {
        let changes = zip(zip(old, new).map { $0.1 - $0.0 }, outcomes)
        let events = CentredMoments(changes.filter(\.1).map(\.0))
        let others = CentredMoments(changes.filter { !$0.1 }.map(\.0))
        guard let up = events.mean, let down = others.mean else { return .failure(.oneOutcomeClass) }
        let standardError: Double? =
            if let one = events.varianceOfMean, let other = others.varianceOfMean {
                (one + other).squareRoot()
            } else { nil }
        return .success(DiscriminationImprovement(estimate: up - down, standardError: standardError))
    }

    private static func category(_ risk: Double, _ cutoffs: [Double]) -> Int { cutoffs.count { $0 <= risk } }
}
