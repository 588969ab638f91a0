import Biostatistics
import Trial

/// From counts by tier to estimates.
struct TierYieldAnalysis {
    /// Ascending.
    let tiers: [Tier]
    let tallies: [TierID: TierTally]
    let level: Double

    func section(model: String, outcome: Outcome, notes: [String]) -> TierYieldReport.Section {
        TierYieldReport.Section(
            model: model,
            outcome: outcome,
            rows: tiers.reversed().map(row),
            overall: overall(),
            trend: CochranArmitage.test(tiers.map { tally($0).proportion }),
            notes: notes
        )
    }

    private func tally(_ tier: Tier) -> TierTally { tallies[tier.id] ?? TierTally() }

    private func row(_ tier: Tier) -> TierYieldReport.Row {
        let tally = tally(tier)
        guard tally.known > 0 else {
            return missingRow(tier, tally: tally)
        }
        return row(tier, tally: tally, contrast: contrast(of: tier))
    }

    private func overall() -> TierYieldReport.Row {
        row(nil, tally: tiers.map(tally).reduce(TierTally(), +), contrast: nil)
    }

    private func row(_ tier: Tier?, tally: TierTally, contrast: TierYieldReport.Contrast?) -> TierYieldReport.Row {
        let proportion = tally.proportion
        return TierYieldReport.Row(
            tier: tier,
            tally: tally,
            wilson: proportion.wilson(level: level),
            clopperPearson: proportion.clopperPearson(level: level),
            numberNeededToEcho: proportion.numberNeededToScreen(level: level),
            againstLowest: contrast
        )
    }

    private func missingRow(_ tier: Tier, tally: TierTally) -> TierYieldReport.Row {
        let reason = Estimate.notEstimable(missing(tier))
        let contrast = TierYieldReport.Contrast(riskRatio: reason, riskDifference: reason)
        return TierYieldReport.Row(
            tier: tier,
            tally: tally,
            wilson: reason,
            clopperPearson: reason,
            numberNeededToEcho: reason,
            againstLowest: tier.id == tiers.first?.id ? nil : contrast
        )
    }

    private func missing(_ tier: Tier) -> NotEstimable {
        tally(tier).enrolled == 0 ? .emptyTier(tier.id.rawValue) : .noVerifiedParticipants(tier: tier.id.rawValue)
    }

    private func contrast(of tier: Tier) -> TierYieldReport.Contrast? {
        guard let lowest = tiers.first, tier.id != lowest.id else { return nil }
        guard tally(lowest).known > 0 else {
            let reason = Estimate.notEstimable(missing(lowest))
            return TierYieldReport.Contrast(riskRatio: reason, riskDifference: reason)
        }
        let pair = TwoProportions(tally(tier).proportion, tally(lowest).proportion)
        return TierYieldReport.Contrast(
            riskRatio: pair.riskRatio(level: level),
            riskDifference: pair.riskDifference(level: level)
        )
    }
}
