import Biostatistics

/// What stands under a tier-yield report: denominators and methods by name.
enum TierYieldMethods {
    static func sentences(level: Double) -> [String] {
        [
            "Yield: events / participants of the tier whose outcome is known; enrolled and echoed stand beside it.",
            "Intervals: \(IntervalMethod.wilson.rawValue) (primary) and \(IntervalMethod.clopperPearson.rawValue), "
                + "two-sided \(Wording.level(level)).",
            "Needed to echo: echocardiograms to find one event, 1/yield with limits from the Wilson interval, all rounded up.",
            "Against the lowest tier: risk ratio with \(IntervalMethod.katzLog.rawValue) interval, "
                + "risk difference with \(IntervalMethod.newcombe.rawValue) interval.",
            "Trend: Cochran–Armitage, scores 0, 1, 2, … from the lowest tier, two-sided p; no correction for the "
                + "number of outcomes.",
            "NE: not estimable. Overall: all participants with a tier of the model.",
        ]
    }
}

/// What stands under an accuracy report.
enum AccuracyMethods {
    static func sentences(_ report: AccuracyReport) -> [String] {
        let level = Wording.level(report.header.level)
        let enrolling = report.header.enrollingTitle ?? "the enrolling model"
        let population = report.targetPopulation ?? "none: no sampling frame was given, so nothing is weighted"
        return [
            "Test positive: in the named tier or above. Counts: participants with a tier and a known outcome.",
            "Naive: as sampled, \(IntervalMethod.wilson.rawValue) \(level) interval; where tiers were sampled at "
                + "different rates naive sensitivity and specificity are biased.",
            "Weighted: each participant with a known outcome stands for N/n patients of the tier of \(enrolling) "
                + "(N eligible in the closed frame, n with known outcome), \(IntervalMethod.logitLinearised.rawValue), "
                + "\(level).",
            "Target population of the weighted figures: \(population).",
            "NE: not estimable, with the reason.",
        ]
    }
}
