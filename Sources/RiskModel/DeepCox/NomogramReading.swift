/// What a nomogram says of one patient: points, total, probabilities and tier.
public struct NomogramReading: Codable, Sendable, Equatable {
    /// One line that is added up.
    public struct Line: Codable, Sendable, Equatable {
        /// As in the card.
        public let name: String
        /// For people.
        public let label: String
        /// Such as `U/L`; nil where there is none.
        public let unit: String?
        /// As measured; of an imputed input the mean of the draws.
        public let value: Double
        /// Points of that value.
        public let points: Double
        /// Whether the input was missing.
        public let isImputed: Bool
    }

    /// The risk by one day.
    public struct Risk: Codable, Sendable, Equatable {
        /// Days since entry.
        public let day: Int
        /// Probability of the event; of a patient with imputed inputs the mean of the draws.
        public let probability: Double
        /// Where the middle 95 % of the draws lie; nil where nothing was drawn.
        public let interval: ModelCard.Survival.Interval?
    }

    /// The inputs in network order, then the deep score.
    public let lines: [Line]
    /// Sum of the points.
    public let total: Double
    /// One for each day of the card's baseline.
    public let risks: [Risk]
    /// The card's tier; nil where it has none.
    public let tier: String?
    /// Whether more inputs were imputed than go without a warning.
    public let isMuchImputed: Bool

    /// Reads the nomogram of a model for a patient.
    ///
    /// - Parameters:
    ///   - model: gives the deep score as well.
    ///   - values: as measured, in the order of the inputs; nil where one is missing.
    ///   - imputation: fills in what is missing.
    ///   - row: of a table the patient's row, from 0, so that the same values are drawn as where the table is scored.
    /// - Throws: ``RiskModelError/wrongInput(reason:)`` naming the inputs that are missing or not to be used.
    public init(_ model: DeepCoxModel, values: [Double?], imputation: Imputation?, row: Int = 0) throws {
        let nomogram = try Nomogram(model.survival)
        let inputs = model.survival.inputs
        precondition(values.count == inputs.count, "not as many values as inputs")
        for (input, value) in zip(inputs, values) {
            guard let value, let fault = input.fault(of: value) else { continue }
            throw RiskModelError.wrongInput(reason: input.explanation(of: fault))
        }
        let missing = values.indices.filter { values[$0] == nil }
        var measured = values.map { $0 ?? .nan }
        let (deepScore, predictor): (Double, Double)
        if missing.isEmpty {
            let score = try model.score(measured)
            (deepScore, predictor, tier) = (score.deepScore, score.linearPredictor, score.tier)
            risks = zip(model.survival.baseline, score.probabilities).map {
                Risk(day: $0.day, probability: $1, interval: nil)
            }
        } else {
            guard let imputation else {
                let names = missing.map { inputs[$0].name }.joined(separator: ", ")
                let limit = ImputedScore.limit
                let remedy =
                    missing.count > limit
                    ? "at most \(limit) of \(inputs.count) may be imputed from a reference cohort; measure more of them"
                    : "measure \(missing.count == 1 ? "it" : "them"), or give a reference cohort"
                throw RiskModelError.wrongInput(reason: "missing \(names); \(remedy)")
            }
            let score = try imputation.score(measured, missing: missing, by: model, row: row)
            (deepScore, predictor, tier) = (score.deepScore, score.linearPredictor, score.tier)
            for (place, mean) in zip(score.imputed, score.meanValues) { measured[place] = mean }
            risks = model.survival.baseline.indices.map { day in
                Risk(
                    day: model.survival.baseline[day].day,
                    probability: score.probabilities[day],
                    interval: score.intervals[day]
                )
            }
        }
        isMuchImputed = missing.count > ImputedScore.warningLimit
        lines = zip(nomogram.axes, measured + [deepScore]).enumerated().map { place, entry in
            Line(
                name: entry.0.name,
                label: entry.0.label,
                unit: entry.0.unit,
                value: entry.1,
                points: entry.0.points(of: entry.1),
                isImputed: missing.contains(place)
            )
        }
        total = (predictor - nomogram.predictorAtZero) * nomogram.pointsPerPredictor
    }
}
