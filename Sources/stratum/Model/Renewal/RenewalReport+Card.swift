import Biostatistics
import Reporting
import RiskModel
import Trial

extension RenewalReport {
    /// What the card of a renewed model says; nil for a card without a renewal.
    init?(_ card: ModelCard) {
        guard let renewal = card.renewal else { return nil }
        let rows = renewal.outputs.compactMap { output -> Row? in
            guard let before = output.before, let after = output.after else { return nil }
            return Row(
                label: output.label,
                title: Outcome(rawValue: output.label)?.title ?? output.label,
                recordings: output.recordings,
                events: output.events,
                change: output.change,
                before: Side(figures: before.figures, groups: before.reliability),
                after: Side(figures: after.figures, groups: after.reliability)
            )
        }
        self.init(
            parent: renewal.parent,
            model: card.id,
            facts: [
                "Method: \(renewal.method)",
                "Recordings: \(renewal.population)",
                "After: each recording predicted by a fit that had not seen it, \(renewal.folds) folds by patient, "
                    + "seed \(renewal.seed)",
            ] + (renewal.weighting.map { ["Weights: \($0)"] } ?? []),
            rows: rows,
            unchanged: renewal.outputs.compactMap { output in output.unchanged.map { (output.label, $0) } },
            remarks: renewal.remarks
        )
    }
}

extension ModelCard.Renewal.Output {
    /// What was fitted, in words.
    fileprivate var change: String {
        if let penalty { return "Re-fitted with penalty \(DisplayFormat.number(penalty, decimals: 2))" }
        guard let intercept, let slope else { return "" }
        let numbers = [intercept, slope].map { DisplayFormat.number($0, decimals: 4) }
        return "New logit = \(numbers[0]) + \(numbers[1]) · old logit"
    }
}
