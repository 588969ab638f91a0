/// The mean squared distance between predicted survival and what happened, at one or more times.
public struct SurvivalBrier: Sendable, Equatable {
    /// One time.
    public struct Score: Sendable, Equatable {
        /// The time t.
        public let time: Double
        /// Of the predictions; smaller is better.
        public let brier: Estimate
        /// Of the Kaplan–Meier estimate as everybody's prediction.
        public let null: Estimate
        /// Index of prediction accuracy: 1 − brier/null.
        public let accuracyIndex: Estimate
        /// Weights 1/G(T) at events instead of 1/G(T−), as scikit-survival has it.
        public let weightedAtEvent: Estimate
    }

    /// One score a time.
    public let scores: [Score]
    /// The area under the scores by trapezoids, divided by the length of time; needs two times.
    public let integrated: Estimate
    /// The same of the Kaplan–Meier estimate.
    public let integratedNull: Estimate
}

extension SurvivalBrier {
    /// Scores predictions of survival, weighted by the inverse probability to be uncensored.
    ///
    /// BS(t) = (1/n) [Σ over events with T ≤ t of Ŝ(t)²/G(T−) + Σ over T > t of (1 − Ŝ(t))²/G(t)], Ŝ the patient's
    /// predicted probability in 0...1 to be free of the event at t: `predictions[k]` has one a patient for `times[k]`.
    /// Times are in ascending order. Not estimable at the last follow-up and beyond, unless all had the event by then.
    /// Equals R `riskRegression::Score(metrics = "Brier", cens.method = "ipcw")`. Sources: Graf, Schmoor, Sauerbrei and
    /// Schumacher, Statistics in Medicine 18 (1999) 2529; Kattan and Gerds, Diagn Progn Res 2 (2018) 7.
    public static func of(_ predictions: [[Double]], at times: [Double], _ followUp: FollowUp) -> SurvivalBrier {
        precondition(predictions.count == times.count, "one list of predictions a time")
        precondition(predictions.allSatisfy { $0.count == followUp.count }, "one prediction a patient")
        precondition(zip(times, times.dropFirst()).allSatisfy { $0 < $1 }, "times ascend")
        let table = RiskTable(followUp)
        let (curve, censoring) = (KaplanMeier(table), CensoringDistribution(table))
        let scores = zip(times, predictions).map { time, predicted in
            score(predicted, at: time, followUp, curve, censoring)
        }
        return SurvivalBrier(
            scores: scores,
            integrated: integrate(scores.map(\.brier), over: times),
            integratedNull: integrate(scores.map(\.null), over: times)
        )
    }

    private static func score(
        _ predicted: [Double],
        at time: Double,
        _ followUp: FollowUp,
        _ curve: KaplanMeier,
        _ censoring: CensoringDistribution
    ) -> Score {
        let step: KaplanMeier.Step
        switch curve.step(at: time) {
        case .success(let found) where found.survival == 0 || time < (curve.lastTime ?? 0): step = found
        case .success: return Score(time: time, reason: .beyondFollowUp)
        case .failure(let reason): return Score(time: time, reason: reason)
        }
        let null = Array(repeating: step.survival, count: predicted.count)
        let weights = Weights(followUp, censoring, time)
        let (brier, nullBrier) = (weights.mean(predicted), weights.mean(null))
        let atEvent = Weights(followUp, censoring, time, atEvent: true).mean(predicted)
        return Score(
            time: time,
            brier: .value(brier, interval: nil),
            null: .value(nullBrier, interval: nil),
            accuracyIndex: nullBrier > 0
                ? .value(1 - brier / nullBrier, interval: nil)
                : .notEstimable(.zeroDenominator("the Brier score of the Kaplan–Meier estimate")),
            weightedAtEvent: atEvent.isFinite
                ? .value(atEvent, interval: nil)
                : .notEstimable(.zeroDenominator("the probability to be uncensored at an event"))
        )
    }

    private static func integrate(_ scores: [Estimate], over times: [Double]) -> Estimate {
        if let missing = scores.first(where: { $0.point == nil }) { return missing }
        guard let first = times.first, let last = times.last, last > first else {
            return .notEstimable(.tooFew("times", needed: 2))
        }
        let values = scores.compactMap(\.point)
        var area = 0.0
        for (place, next) in zip(times.indices, times.indices.dropFirst()) {
            area += 0.5 * (times[next] - times[place]) * (values[next] + values[place])
        }
        return .value(area / (last - first), interval: nil)
    }

    /// What each patient counts at a time, and whether the event was seen by then.
    private struct Weights {
        private let weights: [Double]
        private let hadEvent: [Bool]

        init(_ followUp: FollowUp, _ censoring: CensoringDistribution, _ time: Double, atEvent: Bool = false) {
            let beyond = 1 / censoring.at(time)
            hadEvent = followUp.times.map { $0 <= time }
            weights = zip(followUp.times, followUp.events).map { own, event in
                if own > time { return beyond }
                guard event else { return 0 }
                return 1 / (atEvent ? censoring.at(own) : censoring.before(own))
            }
        }

        /// Of the squared distances to 0 for those with the event and to 1 for those free of it.
        func mean(_ predicted: [Double]) -> Double {
            let terms = weights.indices.lazy.map { patient -> Double in
                let distance = hadEvent[patient] ? predicted[patient] : 1 - predicted[patient]
                return weights[patient] > 0 ? weights[patient] * distance * distance : 0
            }
            return CompensatedSum.of(terms) / Double(predicted.count)
        }
    }
}

extension SurvivalBrier.Score {
    fileprivate init(time: Double, reason: NotEstimable) {
        self.time = time
        (brier, null, accuracyIndex) = (.notEstimable(reason), .notEstimable(reason), .notEstimable(reason))
        weightedAtEvent = .notEstimable(reason)
    }
}
