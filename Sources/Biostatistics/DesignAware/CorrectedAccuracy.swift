import Foundation

/// Accuracy in the whole frame, corrected for tiers having been sampled at different rates.
public struct CorrectedAccuracy: Sendable, Equatable {
    /// Test positive among the diseased.
    public let sensitivity: Estimate
    /// Test negative among the healthy.
    public let specificity: Estimate
    /// Positive predictive value.
    public let ppv: Estimate
    /// Negative predictive value.
    public let npv: Estimate
    /// Diseased among all.
    public let prevalence: Estimate
    /// What to print beside the numbers, in the order of the tiers.
    public let warnings: [CorrectionWarning]
}

extension CorrectedAccuracy {
    /// Every estimate refused for one reason.
    init(refused reason: NotEstimable) {
        let refusal = Estimate.notEstimable(reason)
        self.init(
            sensitivity: refusal,
            specificity: refusal,
            ppv: refusal,
            npv: refusal,
            prevalence: refusal,
            warnings: []
        )
    }
}

/// A weakness of the sample that leaves a corrected estimate standing but touches its interval.
public enum CorrectionWarning: Sendable, Equatable {
    /// One known outcome shows no spread, so no standard error can be given.
    case oneVerified(tier: String)
    /// All known outcomes agree, so the tier adds no variance although it surely has some.
    case oneOutcomeClass(tier: String)

    /// A sentence for print.
    public var explanation: String {
        switch self {
        case .oneVerified(let tier):
            "tier \(tier) has a single participant whose outcome is known: no intervals"
        case .oneOutcomeClass(let tier):
            "all known outcomes of tier \(tier) agree: the intervals are too narrow"
        }
    }

    /// The warnings of one tier; a tier without verified participants has none.
    static func of(tier: String, diseased: Proportion) -> [CorrectionWarning] {
        if diseased.total == 1 { return [.oneVerified(tier: tier)] }
        let agree = diseased.events == 0 || diseased.events == diseased.total
        return diseased.total > 1 && agree ? [.oneOutcomeClass(tier: tier)] : []
    }
}

extension Interval {
    /// Limits symmetric on the logit scale; nil at 0 and 1 and without spread, where that scale has none.
    static func logit(around p: Double, standardError: Double, level: Double, method: IntervalMethod) -> Interval? {
        guard p > 0, p < 1, standardError > 0 else { return nil }
        let centre = log(p / (1 - p))
        let half = NormalDistribution.criticalValue(level: level) * standardError / (p * (1 - p))
        return Interval(
            lower: 1 / (1 + exp(half - centre)),
            upper: 1 / (1 + exp(-half - centre)),
            level: level,
            method: method
        )
    }
}
