extension TimeDependentAUC.Calculation {
    /// The derivative of the AUC by the weight of each patient, the censoring distribution's included.
    struct Jackknife {
        struct Case {
            let patient: Int
            let weight: Double
            /// Controls with a lower risk, half of those with the same.
            let below: Double
        }

        let auc: Double
        let cases: [Case]
        let controls: [Int]
        /// Distinct times up to the horizon.
        let last: Int

        func standardError(_ shared: TimeDependentAUC.Calculation) -> Double {
            let total = cases.reduce(0) { $0 + $1.weight }
            let expected = auc * Double(controls.count)
            var influence = weightInfluence(shared, expected: expected)
            for one in cases { influence[one.patient] += one.weight * (one.below - expected) }
            let lower = shared.kernel(cases.map { ($0.patient, $0.weight) })
            for control in controls {
                influence[control] += total - lower[Int(shared.ranks.ranks[control])] - auc * total
            }
            let scale = total * Double(controls.count)
            let squares = influence.reduce(0) { $0 + ($1 / scale) * ($1 / scale) }
            // The derivatives add up to nothing: n/(n − 1) for their variance, as riskRegression has it.
            let count = Double(influence.count)
            return (squares * count / (count - 1)).squareRoot()
        }

        /// What each patient changes through G: censorings raise the weights of later cases, being at risk lowers
        /// them.
        private func weightInfluence(_ shared: TimeDependentAUC.Calculation, expected: Double) -> [Double] {
            let points = shared.censoring.points
            var later = [Double](repeating: 0, count: points.count + 1)
            for one in cases { later[shared.places[one.patient]] += one.weight * (one.below - expected) }
            for place in points.indices.reversed() { later[place] += later[place + 1] }
            // By distinct time: what a censoring there adds, and what being at risk up to there has taken.
            var (jump, drift) = ([Double](repeating: 0, count: points.count), [0.0])
            for (place, point) in points.enumerated() {
                let remaining = point.atRisk - point.censored
                let counts = place < last && remaining > 0
                jump[place] = counts ? later[place + 1] / remaining : 0
                drift.append(
                    drift[place] + (counts ? later[place + 1] * point.censored / (point.atRisk * remaining) : 0)
                )
            }
            return shared.places.indices.map { patient in
                let place = shared.places[patient]
                return shared.followUp.events[patient] ? -drift[place] : jump[place] - drift[place + 1]
            }
        }
    }
}
