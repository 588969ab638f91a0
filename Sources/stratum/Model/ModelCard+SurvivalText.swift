import Foundation
import RiskModel

extension ModelCard.Survival {
    /// The section for a terminal: what goes in with which coefficient, and what comes out.
    var lines: [String] {
        let terms = inputs.map { input in
            let scaling = input.mean.flatMap { mean in input.sd.map { ", scaled by (x − \(mean))/\($0)" } } ?? ""
            let unit = input.unit.map { ", \($0)" } ?? ""
            return "  \(input.name)  \(input.label)\(unit)  β \(input.coefficient)\(scaling)"
        }
        let hazards = baseline.map { "  day \($0.day)  H₀ \($0.cumulativeHazard)" }
        return ["Event: \(event)", "Inputs:"] + terms + ["  deep score  β \(deepScore.coefficient)", "Baseline:"]
            + hazards
            + (tiers.map { ["Tiers by day \($0.day): " + $0.words] } ?? [])
    }
}

extension ModelCard.Survival.Tiers {
    /// Such as `low ≤ 0.03 < medium ≤ 0.31 < high`.
    var words: String {
        bands.map { band in band.label + (band.upTo.map { " ≤ \($0) < " } ?? "") }.joined()
    }
}
