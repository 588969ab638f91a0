import Foundation

/// A coefficient of a recalibration model with its Wald interval.
public struct RecalibrationTerm: Sendable, Equatable {
    /// On the logit scale, with limits.
    public let estimate: Estimate
    /// Nil where there is no estimate.
    public let standardError: Double?

    init(_ term: Result<LogisticRegression.Term, NotEstimable>, level: Double) {
        switch term {
        case .failure(let reason):
            estimate = .notEstimable(reason)
            standardError = nil
        case .success(let term):
            let half = NormalDistribution.criticalValue(level: level) * term.standardError
            let interval = Interval(
                lower: term.coefficient - half,
                upper: term.coefficient + half,
                level: level,
                method: .waldRecalibration
            )
            estimate = .value(term.coefficient, interval: interval)
            standardError = term.standardError
        }
    }
}

/// Logistic models of the outcome on the logit of the prediction.
///
/// Two different numbers are called "intercept": calibration-in-the-large holds the slope at 1, the intercept of the joint
/// model does not. Sources: Cox, Biometrika 45 (1958) 562; Van Calster et al., J Clin Epidemiol 74 (2016) 167.
public struct Recalibration: Sendable, Equatable {
    /// Intercept with the logit as offset: 0 where as many events came as were predicted.
    public let inTheLarge: RecalibrationTerm
    /// Slope of the joint model: below 1 where predictions are too extreme.
    public let slope: RecalibrationTerm
    /// Intercept of the joint model.
    public let intercept: RecalibrationTerm
    /// Likelihood-ratio test of slope 1 and intercept 0 together.
    public let test: Result<PairedTest, NotEstimable>
}

extension ScoredOutcomes {
    /// Recalibration by R `glm(y ~ offset(qlogis(p)), binomial)` and `glm(y ~ qlogis(p), binomial)`.
    ///
    /// Predictions of 0 and 1 are clipped. Slope, joint intercept and test are refused for a constant prediction or
    /// separated outcomes; everything where all outcomes agree.
    public func recalibration(level: Double = 0.95) -> Recalibration {
        let logits = probabilities.map(Self.logit)
        let offset = LogisticRegression(outcomes: outcomes, columns: [], offset: logits).fit()
        let joint = jointFit(logits)
        func term(_ fit: Result<LogisticRegression.Fit, NotEstimable>, _ place: Int) -> RecalibrationTerm {
            RecalibrationTerm(fit.flatMap { $0.terms[place] }, level: level)
        }
        return Recalibration(
            inTheLarge: term(offset, 0),
            slope: term(joint, 1),
            intercept: term(joint, 0),
            test: joint.map { fit in
                let statistic = max(0, 2 * (fit.logLikelihood - logLikelihood))
                return PairedTest(statistic: statistic, degreesOfFreedom: 2, p: exp(-statistic / 2))
            }
        )
    }

    /// ln(p / (1 − p)) of the clipped prediction.
    static func logit(_ probability: Double) -> Double {
        let p = inner(probability)
        return log(p) - log1p(-p)
    }

    private func jointFit(_ logits: [Double]) -> Result<LogisticRegression.Fit, NotEstimable> {
        LogisticRegression(outcomes: outcomes, columns: [logits]).fit().flatMap { fit in
            fit.rank == 2 ? .success(fit) : .failure(.noVariation(of: "the prediction"))
        }
    }

    private var logLikelihood: Double {
        sum { p, y in
            let p = Self.inner(p)
            return y == 1 ? log(p) : log1p(-p)
        }
    }
}

extension IntervalMethod {
    /// Symmetric on the logit scale of a recalibration model.
    public static let waldRecalibration = IntervalMethod("Wald, logit scale")
}
