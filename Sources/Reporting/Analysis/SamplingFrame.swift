import Biostatistics
import Trial

/// The tiers participants were drawn from, with the weights they carry back to the frame.
///
/// Weights belong to the enrolling model's tiers whatever model is judged (TRIAL: the draw knew no other tiers).
struct SamplingFrame {
    let cut: DataCut

    /// Ascending tiers of the enrolling model.
    private var tiers: [Tier] { cut.tiers[cut.enrollingModel] ?? [] }

    /// A sentence on whom weighted figures speak for; nil without a frame.
    var targetPopulation: String? {
        guard cut.frame != nil else { return nil }
        let title = ModelTitle.title(of: cut.enrollingModel)
        let recruited = tiers.filter(\.recruited).map(\.label)
        let bands = "\(title) \(recruited.joined(separator: ", "))"
        let left = tiers.filter { !$0.recruited }.map(\.label)
        return left.isEmpty
            ? "all tiers of the closed frame (\(bands))"
            : "recruited bands (\(bands)); never recruited and not represented: \(left.joined(separator: ", "))"
    }

    func verification(of outcome: Outcome) -> AccuracyReport.Verification {
        let tallies = TierTally.byTier(of: cut.enrollingModel, outcome: outcome, in: cut)
        let rows = tiers.reversed().map { tier in
            AccuracyReport.TierVerification(
                tier: tier,
                eligible: cut.frame?[tier.id],
                tally: tallies[tier.id] ?? TierTally()
            )
        }
        return AccuracyReport.Verification(outcome: outcome, tiers: rows)
    }

    /// Accuracy in the target population, or why nothing can be weighted.
    func weighted(
        model: String,
        outcome: Outcome,
        positive: Set<TierID>,
        level: Double
    ) -> Result<CorrectedAccuracy, NotEstimable> {
        if let refusal = refusal(model: model, outcome: outcome) { return .failure(refusal) }
        let strata = tiers.filter(\.recruited).map { tier in
            let members = cut.rows.filter { $0.assessments[cut.enrollingModel]?.tier?.id == tier.id }
            let cells = CellCounts(members, model: model, outcome: outcome, positive: positive)
            return WeightedAccuracy.Stratum(
                tier: tier.id.rawValue,
                eligible: cut.frame?[tier.id],
                verified: cells.matrix
            )
        }
        return .success(WeightedAccuracy(strata: strata).estimates(level: level))
    }

    private func refusal(model: String, outcome: Outcome) -> NotEstimable? {
        guard cut.frame != nil else {
            return .designCannotSupport("no sampling frame: the eligible patients of each tier were not given")
        }
        let unweighted = cut.rows.count {
            $0.outcomes[outcome] != nil && $0.assessments[model]?.tier != nil
                && $0.assessments[cut.enrollingModel]?.tier == nil
        }
        guard unweighted == 0 else {
            return .designCannotSupport(
                "participants without a tier of the enrolling model have no weight: \(unweighted)"
            )
        }
        return nil
    }
}
