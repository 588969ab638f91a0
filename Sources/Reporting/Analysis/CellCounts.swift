import Biostatistics
import Trial

/// The four cells of a cut, over some participants.
struct CellCounts {
    private(set) var matrix: ConfusionMatrix

    /// Participants without a tier of `model` or without the outcome are in no cell.
    init(_ rows: some Sequence<DataCut.Row>, model: String, outcome: Outcome, positive: Set<TierID>) {
        var (tp, fp, fn, tn) = (0, 0, 0, 0)
        for row in rows {
            guard let tier = row.assessments[model]?.tier?.id, let event = row.outcomes[outcome] else { continue }
            switch (positive.contains(tier), event) {
            case (true, true): tp += 1
            case (true, false): fp += 1
            case (false, true): fn += 1
            case (false, false): tn += 1
            }
        }
        matrix = ConfusionMatrix(truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn)
    }
}
