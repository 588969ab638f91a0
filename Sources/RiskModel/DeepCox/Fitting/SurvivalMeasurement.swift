import Biostatistics
import Foundation

extension ModelCard.Survival {
    /// Measures linear predictors, one a patient, against what became of them; optimism is taken off the C-index.
    func measured(
        _ predictors: [Double],
        linear: [Double]?,
        optimism: Double? = nil,
        on followUp: FollowUp,
        population: String
    ) -> Performance {
        let days = baseline.map { Double($0.day) }
        let areas = TimeDependentAUC.at(days, followUp.censoredPastTheirTimes, risk: predictors)
        let measures = zip(baseline, areas).map { point, area in
            let risks = predictors.map { -expm1(-point.cumulativeHazard * exp($0)) }
            return Self.day(point.day, risks, area.estimate.point, followUp)
        }
        return Performance(
            population: population,
            patients: followUp.count,
            events: followUp.events.count { $0 },
            concordance: Self.rounded(Concordance.harrell(followUp, risk: predictors).estimate.point ?? 0.5)
                - (optimism.map(Self.rounded) ?? 0),
            linearConcordance: linear.map {
                Self.rounded(Concordance.harrell(followUp, risk: $0).estimate.point ?? 0.5)
            },
            optimism: optimism.map(Self.rounded),
            days: measures
        )
    }

    private static func day(_ day: Int, _ risks: [Double], _ area: Double?, _ followUp: FollowUp) -> Day {
        let mean = risks.reduce(0, +) / Double(max(1, risks.count))
        let found = try? SurvivalCalibration.of(risks, at: Double(day), followUp, groups: 1).get()
        let interval = found?.observedOverExpected.interval
        return Day(
            day: day,
            auc: area.map(rounded),
            expected: rounded(mean),
            observed: found?.overall.observed.point.map(rounded),
            ratio: interval.map { Interval(rounded($0.lower), rounded($0.upper)) }
        )
    }

    /// Four decimals: more would be noise of the sample.
    private static func rounded(_ value: Double) -> Double { (value * 1e4).rounded() / 1e4 }
}

extension DeepCoxModel {
    /// Measures the model on patients it was not fitted to.
    ///
    /// - Parameters:
    ///   - cohort: With a column for every input of the model.
    ///   - linear: Coefficients of a Cox model of the inputs alone, in units of scaled inputs, to measure beside it.
    ///   - population: Whose patients these are, for a card.
    /// - Returns: A line for the card.
    /// - Throws: ``RiskModelError`` naming the row and the input that is missing or not to be used.
    public func performance(
        on cohort: SurvivalCohort,
        linear: [Double]? = nil,
        population: String
    ) throws -> ModelCard.Survival.Performance {
        let patients = try cohort.keeping(survival.inputs.map(\.name))
        let predictors = try patients.rows.enumerated().map { place, row in
            do {
                return try score(row).linearPredictor
            } catch RiskModelError.wrongInput(let reason) {
                throw RiskModelError.wrongInput(reason: "row \(place + 1): \(reason)")
            }
        }
        let beside = linear.map { coefficients in
            patients.rows.map { row in
                zip(zip(survival.inputs, row), coefficients).reduce(0) { $0 + $1.0.0.scaled($1.0.1) * $1.1 }
            }
        }
        return survival.measured(predictors, linear: beside, on: cohort.followUp, population: population)
    }
}
