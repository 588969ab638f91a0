import Foundation

extension CoxModel {
    /// Fits by Newton's method to the last digits, halving steps that lose likelihood.
    ///
    /// Not estimable without events, where covariates depend on each other or do not vary among those at risk, and
    /// where the likelihood rises without end (`separated`): a covariate, or some sum of covariates, orders the events.
    /// Equals R `coxph(Surv(time, event) ~ x + strata(s), ties = "efron")`, whose standard errors belong to the last
    /// iteration but one. With Firth's penalty there is a maximum where the likelihood has none; likelihoods and tests
    /// are then of the penalised likelihood, standard errors from the information at its maximum. At least one covariate.
    public static func fit(
        _ data: CoxData,
        ties: TieHandling = .efron,
        penalty: CoxPenalty = .none
    ) -> Result<CoxModel, NotEstimable> {
        precondition(data.covariates > 0, "at least one covariate")
        guard data.events > 0 else { return .failure(.noEvents) }
        let sweep = CoxSweep(data: data, ties: ties, penalty: penalty)
        let null = sweep.derivatives(Array(repeating: 0, count: data.covariates))
        let information = null.matrix
        // In units of standard deviations each event brings information of about 1; rounding leaves 1e-16 of nothing.
        let varies = information.indices.allSatisfy { information[$0][$0] > 1e-12 * Double(data.events) }
        guard varies, let factor = Cholesky(information) else {
            return .failure(.noVariation(of: "a covariate, or a sum of covariates, among those at risk"))
        }
        let score = factor.quadraticForm(null.score)
        return maximum(sweep, from: null).map { found in
            CoxModel(data: data, ties: ties, null: null, score: score, found)
        }
    }

    /// The partial log likelihood where all coefficients are 0; 0 without events.
    public static func nullLogLikelihood(_ data: CoxData, ties: TieHandling = .efron) -> Double {
        CoxSweep(data: data, ties: ties).derivatives(Array(repeating: 0, count: data.covariates)).logLikelihood
    }

    private typealias Maximum = (coefficients: [Double], logLikelihood: Double, covariance: [[Double]])

    private init(data: CoxData, ties: TieHandling, null: CoxSweep.Derivatives, score: Double, _ found: Maximum) {
        let columns = found.coefficients.indices
        let covariance = columns.map { i in
            columns.map { j in found.covariance[i][j] / (data.scales[i] * data.scales[j]) }
        }
        let coefficients = columns.map {
            Coefficient(
                value: found.coefficients[$0] / data.scales[$0],
                standardError: covariance[$0][$0].squareRoot()
            )
        }
        let wald = Cholesky(found.covariance)?.quadraticForm(found.coefficients) ?? 0
        self.init(
            coefficients: coefficients,
            covariance: covariance,
            ties: ties,
            nullLogLikelihood: null.logLikelihood,
            logLikelihood: found.logLikelihood,
            likelihoodRatioTest: ChiSquareTest(
                2 * (found.logLikelihood - null.logLikelihood),
                degreesOfFreedom: columns.count
            ),
            waldTest: ChiSquareTest(wald, degreesOfFreedom: columns.count),
            scoreTest: ChiSquareTest(score, degreesOfFreedom: columns.count),
            data: data,
            scaled: found.coefficients
        )
    }

    private static func maximum(_ sweep: CoxSweep, from null: CoxSweep.Derivatives) -> Result<Maximum, NotEstimable> {
        var coefficients = Array(repeating: 0.0, count: sweep.data.covariates)
        var now = null
        let isPenalised = sweep.penalty != .none
        // A penalised likelihood is more curved than the information says, which makes each step a share of the way.
        let (steps, leastGain) = isPenalised ? (1000, 1e-22) : (100, 1e-14)
        let share = isPenalised ? Double(sweep.data.events) / Double(sweep.data.events + coefficients.count) : 1
        for _ in 0..<steps {
            guard let factor = Cholesky(now.matrix) else { return .failure(.separated("Cox model")) }
            let step = factor.solve(now.score).map { share * $0 }
            // Twice the likelihood that a quadratic would still gain.
            let gain = zip(step, now.score).reduce(0) { $0 + $1.0 * $1.1 }
            // So little to gain by so long a step: the likelihood is flat in a direction in which it still rises.
            if !isPenalised, gain < 1e-9, step.contains(where: { abs($0) > 0.1 }) {
                return .failure(.separated("Cox model"))
            }
            let next = improved(sweep, coefficients, step, now)
            (coefficients, now) = (next.coefficients, next.derivatives)
            if gain < leastGain {
                guard let inverse = Cholesky(now.matrix)?.inverse else { return .failure(.separated("Cox model")) }
                return .success((coefficients, now.logLikelihood, inverse))
            }
        }
        return .failure(.noConvergence("Cox model"))
    }

    /// The whole step, or so many halves of it that the likelihood does not fall.
    private static func improved(
        _ sweep: CoxSweep,
        _ coefficients: [Double],
        _ step: [Double],
        _ now: CoxSweep.Derivatives
    ) -> (coefficients: [Double], derivatives: CoxSweep.Derivatives) {
        var length = 1.0
        while length > 1e-9 {
            let tried = zip(coefficients, step).map { $0 + length * $1 }
            let there = sweep.derivatives(tried)
            let slack = 1e-12 * abs(now.logLikelihood)
            if there.logLikelihood.isFinite, there.logLikelihood >= now.logLikelihood - slack { return (tried, there) }
            length *= 0.5
        }
        return (coefficients, now)
    }
}
