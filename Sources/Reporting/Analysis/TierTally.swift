package import Biostatistics
import Trial

/// Counts of one outcome among the participants of one tier: four denominators that must not be mistaken.
package struct TierTally: Sendable, Equatable {
    package private(set) var enrolled = 0
    /// With an echocardiogram; where the data do not say, a known outcome implies it.
    package private(set) var echoed = 0
    /// With this outcome known.
    package private(set) var known = 0
    package private(set) var events = 0

    package var proportion: Proportion { Proportion(events: events, total: known) }

    mutating func add(_ row: DataCut.Row, outcome: Outcome) {
        enrolled += 1
        if row.echoed ?? !row.outcomes.isEmpty { echoed += 1 }
        guard let event = row.outcomes[outcome] else { return }
        known += 1
        if event { events += 1 }
    }

    static func + (a: TierTally, b: TierTally) -> TierTally {
        var sum = a
        sum.enrolled += b.enrolled
        sum.echoed += b.echoed
        sum.known += b.known
        sum.events += b.events
        return sum
    }

    /// The tiers that the trial enrols from, or that hold somebody all the same; a band outside has nothing to report.
    static func studied(_ tiers: [Tier], _ tallies: [TierID: TierTally]) -> [Tier] {
        tiers.filter { $0.recruited || (tallies[$0.id]?.enrolled ?? 0) > 0 }
    }

    /// By tier of `model`; participants without a tier of it are in none.
    static func byTier(of model: String, outcome: Outcome, in cut: DataCut) -> [TierID: TierTally] {
        var tallies: [TierID: TierTally] = [:]
        for row in cut.rows {
            guard let tier = row.assessments[model]?.tier?.id else { continue }
            tallies[tier, default: TierTally()].add(row, outcome: outcome)
        }
        return tallies
    }
}
