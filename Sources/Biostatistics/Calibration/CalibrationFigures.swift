/// What is printed of a model's calibration, before and after it is renewed, each with the interval there is.
public struct CalibrationFigures: Sendable, Equatable {
    /// Mean squared distance of outcome and prediction.
    public let brier: Estimate
    /// Observed over expected events; without an interval.
    public let observedOverExpected: Estimate
    /// Intercept with the logit as offset: 0 where as many events came as were predicted.
    public let inTheLarge: Estimate
    /// Slope of the joint model: below 1 where predictions are too extreme.
    public let slope: Estimate
    /// Intercept of the joint model.
    public let intercept: Estimate
    /// Area under the ROC curve.
    public let auroc: Estimate

    /// Figures as they were stored.
    public init(
        brier: Estimate,
        observedOverExpected: Estimate,
        inTheLarge: Estimate,
        slope: Estimate,
        intercept: Estimate,
        auroc: Estimate
    ) {
        self.brier = brier
        self.observedOverExpected = observedOverExpected
        self.inTheLarge = inTheLarge
        self.slope = slope
        self.intercept = intercept
        self.auroc = auroc
    }
}

extension ScoredOutcomes {
    /// Brier score, observed over expected, both intercepts, slope and AUROC.
    ///
    /// With weights, such as one over the chance of having been drawn, every figure is the weighted one; of these only
    /// the AUROC has an interval, because weights are no counts. Weights are finite and above 0.
    public func calibrationFigures(weights: [Double]? = nil, level: Double = 0.95) -> CalibrationFigures {
        weights.map(weightedFigures) ?? plainFigures(level: level)
    }

    private func plainFigures(level: Double) -> CalibrationFigures {
        let models = recalibration(level: level)
        let area = RankedScores(scores: probabilities, labels: outcomes).auroc().map { $0.logit(level: level) }
        let measures = calibrationMeasures()
        return CalibrationFigures(
            brier: Estimate(measures.map { $0.brierEstimate(level: level) }),
            observedOverExpected: Estimate(measures.flatMap(\.observedOverExpected).map(Estimate.alone)),
            inTheLarge: models.inTheLarge.estimate,
            slope: models.slope.estimate,
            intercept: models.intercept.estimate,
            auroc: Estimate(area)
        )
    }

    private func weightedFigures(_ weights: [Double]) -> CalibrationFigures {
        let total = CompensatedSum.of(weights)
        func sum(_ term: (Double, Double) -> Double) -> Double {
            CompensatedSum.of(outcomes.indices.map { weights[$0] * term(probabilities[$0], outcomes[$0] ? 1 : 0) })
        }
        let expected = sum { p, _ in p }
        let logits = probabilities.map(Self.logit)
        let offset = LogisticRegression(outcomes: outcomes, columns: [], offset: logits, weights: weights).fit()
        let joint = LogisticRegression(outcomes: outcomes, columns: [logits], weights: weights).fit()
        func term(_ fit: Result<LogisticRegression.Fit, NotEstimable>, _ place: Int) -> Estimate {
            Estimate(fit.flatMap { $0.terms[place] }.map { .alone($0.coefficient) })
        }
        return CalibrationFigures(
            brier: total > 0
                ? .alone(sum { ($1 - $0) * ($1 - $0) } / total) : .notEstimable(.noObservations),
            observedOverExpected: expected > 0
                ? .alone(sum { $1 } / expected) : .notEstimable(.zeroDenominator("the number of expected events")),
            inTheLarge: term(offset, 0),
            slope: term(joint, 1),
            intercept: term(joint, 0),
            auroc: WeightedDiscrimination(scores: probabilities, labels: outcomes, weights: weights).aurocEstimate()
        )
    }
}

extension Estimate {
    /// A value without an interval.
    fileprivate static func alone(_ value: Double) -> Estimate { .value(value, interval: nil) }

    fileprivate init(_ result: Result<Estimate, NotEstimable>) {
        switch result {
        case .success(let estimate): self = estimate
        case .failure(let reason): self = .notEstimable(reason)
        }
    }
}
