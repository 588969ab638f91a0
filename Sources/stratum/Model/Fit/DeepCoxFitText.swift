import Foundation
import RiskModel

/// What a fit found, for a terminal.
enum DeepCoxFitText {
    static func text(_ fit: DeepCoxFit, card: ModelCard, selection: InputSelection?) -> String {
        let shape = fit.weights.shape
        var lines: [String] = []
        if let selection {
            lines.append("chosen from \(selection.candidates): \(selection.names.joined(separator: ", "))")
        }
        lines.append(
            "\(shape.folds) networks \(shape.widths.map(String.init).joined(separator: "–")), \(fit.epochs) epochs"
        )
        lines.append("deep score β \(number(fit.survival.deepScore.coefficient, 3)), log hazard ratio of 1")
        for performance in card.survival?.performance ?? [] { lines += table(performance) }
        if let tiers = card.survival?.tiers {
            let bands = zip(tiers.bands, fit.tierCounts).map { band, count in
                "\(band.label) \(count)" + (band.upTo.map { " (to \(number($0, 4)))" } ?? "")
            }
            lines.append("tiers by probability at day \(tiers.day): \(bands.joined(separator: ", "))")
        }
        lines += fit.remarks.map { "note: \($0)" }
        lines.append("weights \(card.weightsSHA256)")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func table(_ performance: ModelCard.Survival.Performance) -> [String] {
        let linear = performance.linearConcordance.map { ", linear Cox \(number($0, 4))" } ?? ""
        let optimism = performance.optimism.map { " (optimism \(number($0, 4)) taken off)" } ?? ""
        let head = [
            "\(performance.population): \(performance.patients) patients, \(performance.events) events",
            "  C-index \(number(performance.concordance, 4))\(optimism)\(linear)",
        ]
        return head
            + performance.days.map { day in
                let limits =
                    day.ratio.map { ", observed/expected \(number($0.lower, 2)) to \(number($0.upper, 2))" } ?? ""
                return "  day \(day.day): AUC \(number(day.auc, 3)), expected \(number(day.expected, 4)), "
                    + "observed \(number(day.observed, 4))\(limits)"
            }
    }

    private static func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { String(format: "%.\(decimals)f", $0) } ?? "not estimable"
    }
}
