import Foundation

extension LogisticRegression {
    /// The model at the maximum of its likelihood.
    public struct Fit: Sendable, Equatable {
        /// One a coefficient, the intercept first; a column that earlier ones determine has none.
        public let terms: [Result<Term, NotEstimable>]
        /// Covariance matrix of the coefficients that exist, in their order.
        public let covariance: [[Double]]
        /// Σ w ln P(observed outcome).
        public let logLikelihood: Double
        /// How many coefficients exist, the intercept included.
        public let rank: Int
        /// P(Y = 1) of every observation of positive weight.
        public let fitted: [Double]
        /// −2 log-likelihood of the intercept (and offset) alone.
        public let nullDeviance: Double
        private let hasIntercept: Bool
    }

    /// A coefficient: the change of the log odds for one unit of its column.
    public struct Term: Sendable, Equatable {
        /// Maximum-likelihood estimate.
        public let coefficient: Double
        /// From the inverse of the information at the maximum.
        public let standardError: Double

        /// Wald's statistic of no effect.
        public var z: Double { coefficient / standardError }

        /// Two-sided p-value of Wald's statistic.
        public var p: Double { NormalDistribution.twoSidedP(z) }

        /// The odds ratio of one unit with Wald limits on the log scale.
        public func oddsRatio(level: Double = 0.95) -> Estimate {
            let half = NormalDistribution.criticalValue(level: level) * standardError
            let limits = Interval(
                lower: exp(coefficient - half),
                upper: exp(coefficient + half),
                level: level,
                method: .waldLogOdds
            )
            return .value(exp(coefficient), interval: limits)
        }
    }
}

extension LogisticRegression.Fit {
    init(of model: LogisticRegression, at position: LogisticRegression.Position) {
        let beta = model.design.coefficients(position.gamma)
        let information = model.derivatives(at: position.predictor).information
        let inner = Cholesky(information, tolerance: 1e-13)?.inverse ?? []
        covariance = model.design.covariance(inner)
        let standardErrors = model.design.standardErrors(inner)
        var terms = Array<Result<LogisticRegression.Term, NotEstimable>>(
            repeating: .failure(.undefined("the other columns determine this one")),
            count: model.termCount
        )
        for (place, column) in model.design.kept.enumerated() where place < standardErrors.count {
            terms[column] = .success(.init(coefficient: beta[place], standardError: standardErrors[place]))
        }
        self.terms = terms
        logLikelihood = position.logLikelihood
        rank = model.rank
        fitted = position.predictor.map { 1 / (1 + exp(-$0)) }
        nullDeviance = model.nullDeviance ?? -2 * position.logLikelihood
        hasIntercept = model.hasIntercept
    }

    /// −2 log-likelihood.
    public var deviance: Double { -2 * logLikelihood }

    /// Akaike's criterion: the deviance and twice the number of coefficients.
    public var aic: Double { deviance + 2 * Double(rank) }

    /// Whether all columns together are of any use: how far the deviance lies below that of the intercept alone.
    ///
    /// Degrees of freedom are the coefficients that exist beside the intercept; without any there is nothing to test.
    public var likelihoodRatioTest: Result<ChiSquareTest, NotEstimable> {
        let df = rank - (hasIntercept ? 1 : 0)
        guard df > 0 else { return .failure(.undefined("no predictor varies")) }
        return .success(ChiSquareTest(nullDeviance - deviance, degreesOfFreedom: df))
    }
}

extension IntervalMethod {
    /// Symmetric on the logarithm of the odds ratio.
    public static let waldLogOdds = IntervalMethod("Wald, log odds")
}
