import Foundation

extension CoxModel {
    /// The cumulative hazard over time of a patient with given covariates, in one stratum.
    public struct CumulativeHazard: Sendable {
        /// Event times in ascending order.
        public let times: [Double]
        /// The cumulative hazard from each of these times on.
        public let values: [Double]
        /// The last time at which anybody of the stratum was followed.
        public let lastTime: Double

        /// The cumulative hazard at a time; not estimable beyond the last follow-up.
        public func value(at time: Double) -> Result<Double, NotEstimable> {
            guard time <= lastTime else { return .failure(.beyondFollowUp) }
            let place = times.partitioningIndex { $0 > time }
            return .success(place > 0 ? values[place - 1] : 0)
        }

        /// exp(−H): the probability to be free of the event at a time.
        public func survival(at time: Double) -> Result<Double, NotEstimable> { value(at: time).map { exp(-$0) } }
    }

    /// The cumulative hazard of a patient with these covariates, one curve a stratum in ascending order of strata.
    ///
    /// With all covariates 0 it is the baseline, R `basehaz(fit, centered = FALSE)`. Increments are those of the tie
    /// handling: Σ 1/(risk set less the share of tied events gone) after Efron, d/risk set after Breslow.
    public func cumulativeHazards(_ covariates: [Double]) -> [CumulativeHazard] {
        precondition(covariates.count == coefficients.count, "one value a covariate")
        let predictor = covariates.indices.reduce(0) {
            $0 + scaled[$1] * (covariates[$1] - data.means[$1]) / data.scales[$1]
        }
        let risk = exp(predictor)
        var (times, increments) = (data.strata.map { _ in [Double]() }, data.strata.map { _ in [Double]() })
        CoxSweep(data: data, ties: ties).visit(scaled) { event in
            times[event.stratum].append(event.time)
            increments[event.stratum].append(event.hazard)
        }
        return data.strata.indices.map { stratum in
            var sum = CompensatedSum()
            let values = increments[stratum].reversed().map { increment in
                sum.add(increment)
                return sum.value * risk
            }
            let last = FollowUpKey(bits: data.keys[data.strata[stratum].upperBound - 1]).time
            return CumulativeHazard(times: times[stratum].reversed(), values: values, lastTime: last)
        }
    }
}
