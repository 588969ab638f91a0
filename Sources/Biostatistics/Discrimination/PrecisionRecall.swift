import Foundation

/// Precision and recall over all cut points.
public struct PrecisionRecall: Sendable, Equatable {
    /// How many have the outcome.
    public let caseCount: Int
    /// How many have not.
    public let controlCount: Int
    /// Σ (Rₖ − Rₖ₋₁) Pₖ over the distinct scores from the highest down: a step function, not interpolated.
    ///
    /// Equals scikit-learn `average_precision_score`.
    public let averagePrecision: Double
    /// Area by trapezoids from recall 0 and precision 1 on: too hopeful, for information only.
    ///
    /// Equals scikit-learn `auc` of `precision_recall_curve`. See Davis and Goadrich, ICML 2006.
    public let trapezoidArea: Double

    /// What a score without information reaches: cases among all.
    public var baseline: Double { Double(caseCount) / (Double(caseCount) + Double(controlCount)) }

    /// Average precision with limits on the logit scale; none at 1.
    ///
    /// The standard error on that scale is 1/√(cases · AP · (1 − AP)).
    /// Source: Boyd, Eng and Page, ECML PKDD 2013, Lecture Notes in Computer Science 8190, 451.
    public func logit(level: Double = 0.95) -> Estimate {
        let rest = averagePrecision * (1 - averagePrecision)
        guard rest > 0 else { return .value(averagePrecision, interval: nil) }
        let interval = Interval.logit(
            around: averagePrecision,
            standardError: (rest / Double(caseCount)).squareRoot(),
            level: level,
            method: .averagePrecisionLogit
        )
        return .value(averagePrecision, interval: interval)
    }
}

extension RankedScores {
    /// Average precision and its companions; refused where a class is empty.
    public func precisionRecall() -> Result<PrecisionRecall, NotEstimable> {
        if let refusal { return .failure(refusal) }
        var (steps, trapezoids) = (CompensatedSum(), CompensatedSum())
        var (casesAbove, controlsAbove) = (caseCount, controlCount)
        var (casesAtLast, last) = (0, 0.0)
        // From the lowest score up, where everybody is positive: every step closes the one before it.
        forEachTie { _, cases, controls in
            let precision = Double(casesAbove) / (Double(casesAbove) + Double(controlsAbove))
            steps.add(Double(cases) * precision)
            trapezoids.add(Double(casesAtLast) * (last + precision) / 2)
            (casesAtLast, last) = (cases, precision)
            casesAbove -= cases
            controlsAbove -= controls
        }
        trapezoids.add(Double(casesAtLast) * (last + 1) / 2)
        return .success(
            PrecisionRecall(
                caseCount: caseCount,
                controlCount: controlCount,
                averagePrecision: min(1, steps.value / Double(caseCount)),
                trapezoidArea: min(1, trapezoids.value / Double(caseCount))
            )
        )
    }
}

extension IntervalMethod {
    /// Boyd, Eng and Page 2013.
    public static let averagePrecisionLogit = IntervalMethod("logit, Boyd")
}
