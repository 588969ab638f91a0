extension TimeDependentAUC {
    /// What all times share.
    struct Calculation {
        let followUp: FollowUp
        let ranks: DenseRanks
        let censoring: CensoringDistribution
        /// The distinct time of each patient.
        let places: [Int]

        init(_ followUp: FollowUp, _ risk: [Double]) {
            self.followUp = followUp
            ranks = DenseRanks(risk)
            censoring = CensoringDistribution(RiskTable(followUp))
            places = DenseRanks(followUp.times).ranks.map(Int.init)
        }

        func auc(at time: Double, level: Double) -> TimeDependentAUC {
            let cases = places.indices.filter { followUp.events[$0] && followUp.times[$0] <= time }
            let controls = places.indices.filter { followUp.times[$0] > time }
            guard !cases.isEmpty, !controls.isEmpty else {
                let reason = NotEstimable.undefined(cases.isEmpty ? "no case by this time" : "no control at this time")
                return result(time, cases, controls, .notEstimable(reason), nil, .notEstimable(reason))
            }
            let below = kernel(controls)
            let weights = cases.map { 1 / censoring.points[places[$0]].before }
            let auc = weightedMean(below, of: cases, weights) / Double(controls.count)
            let error = Jackknife(
                auc: auc,
                cases: zip(cases, weights).map { .init(patient: $0, weight: $1, below: below[Int(ranks.ranks[$0])]) },
                controls: controls,
                last: censoring.points.partitioningIndex { $0.time > time }
            ).standardError(self)
            let reach = NormalDistribution.criticalValue(level: level) * error
            let interval = Interval(
                lower: max(0, auc - reach),
                upper: min(1, auc + reach),
                level: level,
                method: .timeDependentWald
            )
            return result(
                time,
                cases,
                controls,
                .value(auc, interval: interval),
                error,
                atEvent(below, cases, controls)
            )
        }

        private func atEvent(_ below: [Double], _ cases: [Int], _ controls: [Int]) -> Estimate {
            let weights = cases.map { 1 / censoring.points[places[$0]].after }
            guard weights.allSatisfy(\.isFinite) else {
                return .notEstimable(.zeroDenominator("the probability to be uncensored at an event"))
            }
            return .value(weightedMean(below, of: cases, weights) / Double(controls.count), interval: nil)
        }

        private func weightedMean(_ below: [Double], of cases: [Int], _ weights: [Double]) -> Double {
            let products = zip(cases, weights).lazy.map { below[Int(ranks.ranks[$0])] * $1 }
            return CompensatedSum.of(products) / CompensatedSum.of(weights)
        }

        /// For each rank, how many of the patients have a lower one; half of those with the same.
        private func kernel(_ patients: [Int]) -> [Double] { kernel(patients.map { ($0, 1) }) }

        func kernel(_ patients: [(Int, Double)]) -> [Double] {
            var own = [Double](repeating: 0, count: ranks.count)
            for (patient, weight) in patients { own[Int(ranks.ranks[patient])] += weight }
            var lower = 0.0
            return own.map { own in
                defer { lower += own }
                return lower + 0.5 * own
            }
        }

        private func result(
            _ time: Double,
            _ cases: [Int],
            _ controls: [Int],
            _ estimate: Estimate,
            _ error: Double?,
            _ atEvent: Estimate
        ) -> TimeDependentAUC {
            TimeDependentAUC(
                time: time,
                cases: cases.count,
                controls: controls.count,
                estimate: estimate,
                standardError: error,
                weightedAtEvent: atEvent
            )
        }
    }
}
