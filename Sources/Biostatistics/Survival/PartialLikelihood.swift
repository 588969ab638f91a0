import Foundation

/// The partial log likelihood of a Cox model as a function of each patient's linear predictor, whatever computes it.
///
/// ``CoxModel`` knows only predictors that are linear in covariates; a network or a penalised fit needs the slope by
/// the predictor itself. Sorted once; each evaluation is O(n).
/// Sources: Efron, J Am Stat Assoc 72 (1977) 557; Simon, Friedman, Hastie and Tibshirani, J Stat Softw 39 (2011) 5.
public struct PartialLikelihood: Sendable {
    /// Patients of one distinct time at which events happened, in places of ``order``.
    private struct EventTime {
        /// The first of them, an event; all from here on are at risk.
        let start: Int
        let deaths: Int
    }

    /// How many patients.
    public let count: Int
    /// How many events.
    public let events: Int
    private let isEvent: [Bool]
    /// The place in the input of each patient, by time, events first.
    private let order: [Int]
    /// In ascending order of time.
    private let times: [EventTime]
    private let ties: TieHandling

    /// Sorts the patients.
    public init(_ followUp: FollowUp, ties: TieHandling = .efron) {
        var keys = followUp.keys
        var order = Array(0..<UInt32(followUp.count))
        RadixSort.sort(&keys, carrying: &order)
        self.order = order.map(Int.init)
        self.ties = ties
        count = keys.count
        isEvent = followUp.events
        events = followUp.events.count { $0 }
        times = TimeGroups(keys).groups.filter { !$0.events.isEmpty }.map {
            EventTime(start: $0.events.lowerBound, deaths: $0.events.count)
        }
    }

    /// The partial log likelihood at finite predictors, one a patient in the order of the input.
    public func value(_ predictors: [Double]) -> Double {
        var state = State(self, predictors)
        return state.accumulate(self)
    }

    /// The same with its slope by each predictor.
    public func slope(_ predictors: [Double]) -> (value: Double, slope: [Double]) {
        var state = State(self, predictors)
        let value = state.accumulate(self)
        return (value, state.slope(self))
    }
}

extension PartialLikelihood {
    /// The information of coefficients of some columns at given predictors: the full symmetric matrix.
    ///
    /// Σ over patients of their expected events times x xᵀ, less Σ over the steps of event times of m mᵀ, m the mean of
    /// the risk set.
    ///
    /// - Parameters:
    ///   - predictors: one a patient.
    ///   - slope: of the likelihood by each predictor, there.
    ///   - columns: of as many rows.
    ///   - chosen: the columns that are asked for.
    /// - Returns: as many rows and columns as are asked for.
    func information(
        _ predictors: [Double],
        _ slope: [Double],
        _ columns: ScaledColumns,
        _ chosen: [Int]
    ) -> [[Double]] {
        let expected = zip(isEvent, slope).map { ($0 ? 1 : 0) - $1 }
        let greatest = predictors.max() ?? 0
        let risks = order.map { exp(predictors[$0] - greatest) }
        let means = chosen.map { riskSetMeans(risks, columns.column($0)) }
        var matrix = Array(repeating: Array(repeating: 0.0, count: chosen.count), count: chosen.count)
        for i in chosen.indices {
            for j in 0...i {
                let product = zip(means[i], means[j]).reduce(0) { $0 + $1.0 * $1.1 }
                matrix[i][j] = columns.weightedProduct(chosen[i], chosen[j], expected) - product
                matrix[j][i] = matrix[i][j]
            }
        }
        return matrix
    }

    /// The mean of a covariate in the risk set, weighted by risk, at each step of each event time from the last back.
    private func riskSetMeans(_ risks: [Double], _ covariate: ArraySlice<Double>) -> [Double] {
        var means: [Double] = []
        means.reserveCapacity(events)
        let first = covariate.startIndex
        var (weight, sum) = (0.0, 0.0)
        var next = count
        for time in times.reversed() {
            for place in (time.start..<next).reversed() {
                weight += risks[place]
                sum += risks[place] * covariate[first + order[place]]
            }
            next = time.start
            var (tiedWeight, tiedSum) = (0.0, 0.0)
            for place in time.start..<time.start + time.deaths {
                tiedWeight += risks[place]
                tiedSum += risks[place] * covariate[first + order[place]]
            }
            for step in 0..<time.deaths {
                let gone = ties == .efron ? Double(step) / Double(time.deaths) : 0
                means.append((sum - gone * tiedSum) / (weight - gone * tiedWeight))
            }
        }
        return means
    }
}

extension PartialLikelihood {
    /// One evaluation, in sorted order.
    private struct State {
        /// exp(predictor − greatest predictor).
        private let risks: [Double]
        /// Σ over the events of the predictor less the greatest.
        private let sumOfEvents: Double
        /// By event time, over the steps of its tied events: Σ 1/total and Σ gone/total.
        private var steps: [(all: Double, gone: Double)]

        init(_ likelihood: PartialLikelihood, _ predictors: [Double]) {
            precondition(predictors.count == likelihood.count, "one predictor a patient")
            let greatest = predictors.max() ?? 0
            var risks = [Double](repeating: 0, count: predictors.count)
            for (place, patient) in likelihood.order.enumerated() { risks[place] = exp(predictors[patient] - greatest) }
            self.risks = risks
            var sum = 0.0
            for time in likelihood.times {
                for place in time.start..<time.start + time.deaths {
                    sum += predictors[likelihood.order[place]] - greatest
                }
            }
            sumOfEvents = sum
            steps = Array(repeating: (0, 0), count: likelihood.times.count)
        }

        /// From the last time back; returns the log likelihood.
        mutating func accumulate(_ likelihood: PartialLikelihood) -> Double {
            var value = sumOfEvents
            var atRisk = 0.0
            var next = likelihood.count
            for index in likelihood.times.indices.reversed() {
                let time = likelihood.times[index]
                for place in (time.start..<next).reversed() { atRisk += risks[place] }
                next = time.start
                var tied = 0.0
                for place in time.start..<time.start + time.deaths { tied += risks[place] }
                for step in 0..<time.deaths {
                    let gone = likelihood.ties == .efron ? Double(step) / Double(time.deaths) : 0
                    let total = atRisk - gone * tied
                    value -= log(total)
                    let inverse = 1 / total
                    steps[index].all += inverse
                    steps[index].gone += gone * inverse
                }
            }
            return value
        }

        /// From the first time on: each event less the hazard that its patient has met.
        func slope(_ likelihood: PartialLikelihood) -> [Double] {
            var slope = [Double](repeating: 0, count: likelihood.count)
            var hazard = 0.0
            func set(_ place: Int, _ hazard: Double, event: Bool) {
                slope[likelihood.order[place]] = (event ? 1 : 0) - risks[place] * hazard
            }
            var place = 0
            for (time, step) in zip(likelihood.times, steps) {
                while place < time.start {
                    set(place, hazard, event: false)
                    place += 1
                }
                hazard += step.all
                while place < time.start + time.deaths {
                    set(place, hazard - step.gone, event: true)
                    place += 1
                }
            }
            while place < likelihood.count {
                set(place, hazard, event: false)
                place += 1
            }
            return slope
        }
    }
}
