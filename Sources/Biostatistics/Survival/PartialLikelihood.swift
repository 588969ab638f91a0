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
        return (value, state.derivatives(self, curvature: false).slope)
    }

    /// The same with the curvature: minus the second derivative by each predictor alone, never negative.
    public func curvature(_ predictors: [Double]) -> (value: Double, slope: [Double], curvature: [Double]) {
        var state = State(self, predictors)
        let value = state.accumulate(self)
        let derivatives = state.derivatives(self, curvature: true)
        return (value, derivatives.slope, derivatives.curvature)
    }
}

extension PartialLikelihood {
    /// One evaluation, in sorted order.
    private struct State {
        /// exp(predictor − greatest predictor).
        private let risks: [Double]
        /// Σ over the events of the predictor less the greatest.
        private let sumOfEvents: Double
        /// By event time, over the steps of its tied events: Σ 1/total and Σ gone/total, then the same of squares.
        private var steps: [(all: Double, gone: Double, squared: Double, goneSquared: Double)]

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
            steps = Array(repeating: (0, 0, 0, 0), count: likelihood.times.count)
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
                    steps[index].squared += inverse * inverse
                    // (1 − gone)² = 1 − gone·(2 − gone): what tied events count less than the others.
                    steps[index].goneSquared += gone * (2 - gone) * inverse * inverse
                }
            }
            return value
        }

        /// From the first time on: the hazard that each patient has met.
        func derivatives(
            _ likelihood: PartialLikelihood,
            curvature wanted: Bool
        ) -> (slope: [Double], curvature: [Double]) {
            var slope = [Double](repeating: 0, count: likelihood.count)
            var curvature = [Double](repeating: 0, count: wanted ? likelihood.count : 0)
            var (hazard, squared) = (0.0, 0.0)
            func set(_ place: Int, _ hazard: Double, _ squared: Double, event: Bool) {
                let patient = likelihood.order[place]
                let expected = risks[place] * hazard
                slope[patient] = (event ? 1 : 0) - expected
                if wanted { curvature[patient] = max(0, expected - risks[place] * risks[place] * squared) }
            }
            var place = 0
            for (time, step) in zip(likelihood.times, steps) {
                while place < time.start {
                    set(place, hazard, squared, event: false)
                    place += 1
                }
                hazard += step.all
                squared += step.squared
                while place < time.start + time.deaths {
                    set(place, hazard - step.gone, squared - step.goneSquared, event: true)
                    place += 1
                }
            }
            while place < likelihood.count {
                set(place, hazard, squared, event: false)
                place += 1
            }
            return (slope, curvature)
        }
    }
}
