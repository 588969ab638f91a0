import Foundation

/// The proportional hazards model: λ(t | x) = λ₀(t) exp(βᵀx), each stratum with a λ₀ of its own.
///
/// Source: Cox, J R Stat Soc B 34 (1972) 187; Efron, J Am Stat Assoc 72 (1977) 557; Breslow, Biometrics 30 (1974) 89.
public struct CoxModel: Sendable {
    /// One covariate's effect.
    public struct Coefficient: Sendable, Equatable {
        /// β, the log hazard ratio for one unit more.
        public let value: Double
        /// From the information at the maximum.
        public let standardError: Double

        /// Wald's statistic: standard normal where β is 0.
        public var z: Double { value / standardError }
        /// Two-sided.
        public var p: Double { NormalDistribution.twoSidedP(z) }

        /// exp β with limits symmetric on the logarithmic scale.
        public func hazardRatio(level: Double = 0.95) -> Estimate {
            let reach = NormalDistribution.criticalValue(level: level) * standardError
            let interval = Interval(
                lower: exp(value - reach),
                upper: exp(value + reach),
                level: level,
                method: .hazardRatioWald
            )
            return .value(exp(value), interval: interval)
        }
    }

    /// One a covariate.
    public let coefficients: [Coefficient]
    /// Of the coefficients.
    public let covariance: [[Double]]
    /// How tied events were treated.
    public let ties: TieHandling
    /// Partial log likelihood where all coefficients are 0, with the penalty that the fit has.
    public let nullLogLikelihood: Double
    /// Partial log likelihood at the maximum, with the penalty that the fit has.
    public let logLikelihood: Double
    /// Twice the gain of log likelihood.
    public let likelihoodRatioTest: ChiSquareTest
    /// βᵀ V⁻¹ β.
    public let waldTest: ChiSquareTest
    /// By slope and information where all coefficients are 0: the log-rank test where the covariate is a group.
    public let scoreTest: ChiSquareTest
    /// What was fitted.
    let data: CoxData
    /// In units of standard deviations.
    let scaled: [Double]

    /// How many patients.
    public var observations: Int { data.observations }
    /// How many events.
    public var events: Int { data.events }

    /// βᵀ(x − mean of x) of each patient, in the order of the input.
    public var linearPredictors: [Double] {
        let sorted = CoxSweep(data: data, ties: ties).linearPredictors(scaled)
        var predictors = sorted
        for (place, patient) in data.order.enumerated() { predictors[Int(patient)] = sorted[place] }
        return predictors
    }
}

extension IntervalMethod {
    /// Symmetric on the logarithmic scale.
    public static let hazardRatioWald = IntervalMethod("Wald, log")
}

extension CoxModel {
    /// Harrell's C of the linear predictor, within strata.
    public var concordance: Concordance {
        let count = data.observations
        var (times, events) = ([Double](repeating: 0, count: count), [Bool](repeating: false, count: count))
        var strata = [Int](repeating: 0, count: count)
        for (stratum, range) in data.strata.enumerated() {
            for place in range {
                let key = FollowUpKey(bits: data.keys[place])
                let patient = Int(data.order[place])
                (times[patient], events[patient], strata[patient]) = (key.time, key.isEvent, stratum)
            }
        }
        return .harrell(FollowUp(times: times, events: events), risk: linearPredictors, strata: strata)
    }
}
