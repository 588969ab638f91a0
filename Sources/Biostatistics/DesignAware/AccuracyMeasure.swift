/// The five measures of a test against the truth that can be brought back to the whole frame.
public enum AccuracyMeasure: String, Sendable, CaseIterable {
    /// Diseased among all.
    case prevalence
    /// Test positive among the diseased.
    case sensitivity
    /// Test negative among the healthy.
    case specificity
    /// Diseased among the test positive.
    case ppv
    /// Healthy among the test negative.
    case npv
}

/// A corrected measure with its standard errors, from which limits follow.
public struct CorrectedShare: Sendable, Equatable {
    /// The estimate, in 0...1.
    public let value: Double
    /// Its standard error; nil where the sample shows no spread because it has a single member.
    public let standardError: Double?
    /// The standard error under the other design: tier sizes fixed, or sampling within tiers.
    public let designStandardError: Double
    let intervalMethod: IntervalMethod

    /// Limits on the logit scale; nil at 0 and 1 and without spread.
    public func logitInterval(level: Double = 0.95) -> Interval? {
        guard let standardError else { return nil }
        return .logit(around: value, standardError: standardError, level: level, method: intervalMethod)
    }

    /// Limits symmetric about the estimate, cut at 0 and 1.
    public func waldInterval(level: Double = 0.95) -> Interval? {
        guard let standardError else { return nil }
        let half = NormalDistribution.criticalValue(level: level) * standardError
        return Interval(lower: max(0, value - half), upper: min(1, value + half), level: level, method: .waldDelta)
    }
}

extension IntervalMethod {
    /// Symmetric about the estimate, cut at 0 and 1.
    public static let waldDelta = IntervalMethod("Wald, delta method")
}
