import Biostatistics
import Trial

/// What stands under a survival report: denominators and methods by name.
enum SurvivalMethods {
    static func sentences(_ report: SurvivalReport) -> [String] {
        let days = report.followUp.horizons.map { "\($0.days)" }.joined(separator: ", ")
        return [
            "Time: whole days from admission to the first event (\(report.followUp.kinds.joined(separator: ", "))) or, "
                + "without one, to the last day on which the patient was watched, whatever the reason. Censoring is "
                + "taken to be independent of the risk; whoever is discharged well is censored on that day.",
            "Curves: Kaplan–Meier; intervals on the log(−log) scale, two-sided \(Wording.level(report.header.level)), "
                + "at \(days) days. Numbers at risk: followed for at least so long.",
            "Tiers compared: log-rank test over all tiers; trend: log-rank with scores 0, 1, 2, … from the lowest tier, "
                + "two-sided p.",
            "C-index: Harrell's, of the risk by the last horizon; AUC(t): cases have the event by day t, controls are "
                + "watched through day t without it; cases weighted by the inverse probability of being uncensored; "
                + "intervals by the infinitesimal jackknife.",
            "Calibration: mean predicted risk against 1 − Kaplan–Meier at the horizon, overall and in fifths of "
                + "predicted risk; observed over expected with limits on the log scale.",
            "NE: not estimable, with the reason.",
        ]
    }
}
