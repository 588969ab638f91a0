import Biostatistics
import Trial

/// Accuracy of one model's cuts for one outcome.
struct AccuracyAnalysis {
    let cut: DataCut
    let frame: SamplingFrame
    let model: String
    let outcome: Outcome
    let level: Double

    func section(notes: [String]) -> AccuracyReport.Section {
        let positions = Array((cut.tiers[model] ?? []).indices.dropFirst().reversed())
        return AccuracyReport.Section(model: model, outcome: outcome, cuts: positions.map(accuracy), notes: notes)
    }

    /// Accuracy of calling the tiers from `position` up positive.
    private func accuracy(at position: Int) -> AccuracyReport.Cut {
        let tiers = cut.tiers[model] ?? []
        let positive = Set(tiers[position...].map(\.id))
        let matrix = CellCounts(cut.rows, model: model, outcome: outcome, positive: positive).matrix
        let design = DesignCheck(
            tiers: tiers,
            position: position,
            enrolling: model == cut.enrollingModel,
            tallies: TierTally.byTier(of: model, outcome: outcome, in: cut)
        )
        let weighted = frame.weighted(model: model, outcome: outcome, positive: positive, level: level)
        let measures = AccuracyReport.Kind.allCases.map { kind in
            measure(kind, matrix: matrix, refusal: design.refusal(of: kind), weighted: weighted)
        }
        return AccuracyReport.Cut(
            tier: tiers[position],
            matrix: matrix,
            measures: measures,
            warnings: (try? weighted.get())?.warnings.map(\.explanation) ?? []
        )
    }

    private func measure(
        _ kind: AccuracyReport.Kind,
        matrix: ConfusionMatrix,
        refusal: NotEstimable?,
        weighted: Result<CorrectedAccuracy, NotEstimable>
    ) -> AccuracyReport.Measure {
        let counts = kind.counts(in: matrix)
        guard let refusal else {
            return AccuracyReport.Measure(
                kind: kind,
                counts: counts,
                naive: counts.wilson(level: level),
                weighted: kind.estimate(in: weighted)
            )
        }
        let refused = Estimate.notEstimable(refusal)
        let weighted = kind.estimate(in: weighted)
        return AccuracyReport.Measure(
            kind: kind,
            counts: counts,
            naive: refused,
            weighted: weighted.reason == nil ? refused : weighted
        )
    }
}

extension AccuracyReport.Kind {
    func counts(in matrix: ConfusionMatrix) -> Proportion {
        switch self {
        case .sensitivity: matrix.sensitivity
        case .specificity: matrix.specificity
        case .ppv: matrix.ppv
        case .npv: matrix.npv
        }
    }

    func estimate(in result: Result<CorrectedAccuracy, NotEstimable>) -> Estimate {
        switch result {
        case .success(let corrected): estimate(in: corrected)
        case .failure(let reason): .notEstimable(reason)
        }
    }

    private func estimate(in corrected: CorrectedAccuracy) -> Estimate {
        switch self {
        case .sensitivity: corrected.sensitivity
        case .specificity: corrected.specificity
        case .ppv: corrected.ppv
        case .npv: corrected.npv
        }
    }
}
