import Foundation

/// A Cox model as scales of points, which are added up by hand and turned into probabilities.
///
/// The construction is that of R's rms: the term that moves the linear predictor most over its axis spans 100 points,
/// every other term spans its share, and each is 0 where its axis raises the predictor least. Source: Harrell,
/// Regression Modeling Strategies; `rms::nomogram`.
public struct Nomogram: Sendable, Equatable {
    /// The scale of one input, or of the deep score.
    public struct Axis: Sendable, Equatable {
        /// As in the card; `DL.feature` for the deep score.
        public let name: String
        /// For people.
        public let label: String
        /// Such as `U/L`; nil where there is none.
        public let unit: String?
        /// Which values it takes.
        public let kind: ModelCard.Survival.Kind
        /// What is drawn.
        public let range: ModelCard.Survival.Interval
        /// Coefficient of one unit as measured.
        public let coefficient: Double
        /// Points of one unit; below 0 where larger values lower the risk.
        public let pointsPerUnit: Double

        /// Points of a value; below 0 or above the largest beyond the axis, where the scale goes on as it is.
        public func points(of value: Double) -> Double {
            pointsPerUnit * (value - (coefficient < 0 ? range.upper : range.lower))
        }

        /// Points at the end of the axis that has more.
        public var largestPoints: Double { abs(pointsPerUnit) * (range.upper - range.lower) }
    }

    /// The name of the deep score's axis.
    public static let deepScoreName = "DL.feature"

    /// The inputs in network order, then the deep score.
    public let axes: [Axis]
    /// Points of one unit of the linear predictor.
    public let pointsPerPredictor: Double
    /// The linear predictor of 0 points.
    public let predictorAtZero: Double
    private let survival: ModelCard.Survival

    /// - Throws: ``RiskModelError/malformedCard(reason:)`` where no term has a coefficient.
    public init(_ survival: ModelCard.Survival) throws {
        let spans = survival.terms.map { abs($0.coefficient) * ($0.range.upper - $0.range.lower) }
        guard let largest = spans.max(), largest > 0 else {
            throw RiskModelError.malformedCard(reason: "no input has a coefficient that a nomogram could show")
        }
        let scale = 100 / largest
        axes = survival.terms.map { term in
            Axis(
                name: term.name,
                label: term.label,
                unit: term.unit,
                kind: term.kind,
                range: term.range,
                coefficient: term.coefficient,
                pointsPerUnit: scale * term.coefficient
            )
        }
        pointsPerPredictor = scale
        predictorAtZero = axes.reduce(survival.predictorOfZeros) { sum, axis in
            sum + axis.coefficient * (axis.coefficient < 0 ? axis.range.upper : axis.range.lower)
        }
        self.survival = survival
    }

    /// The linear predictor of a total.
    public func linearPredictor(total: Double) -> Double { total / pointsPerPredictor + predictorAtZero }

    /// Probability of the event by each day of the card's baseline.
    public func probabilities(total: Double) -> [Double] { survival.probabilities(at: linearPredictor(total: total)) }

    /// The total at which the event has a probability, strictly between 0 and 1, by a day of the baseline.
    public func total(probability: Double, at baseline: ModelCard.Survival.Baseline) -> Double {
        let predictor = log(-log1p(-probability) / baseline.cumulativeHazard)
        return (predictor - predictorAtZero) * pointsPerPredictor
    }

    /// Points at the ends of all axes that have more.
    public var largestTotal: Double { axes.reduce(0) { $0 + $1.largestPoints } }
}

extension ModelCard.Survival {
    /// One summand of the linear predictor, in units as measured.
    fileprivate struct Term {
        let name: String
        let label: String
        let unit: String?
        let kind: Kind
        let range: Interval
        let coefficient: Double
    }

    fileprivate var terms: [Term] {
        inputs.map { input in
            Term(
                name: input.name,
                label: input.label,
                unit: input.unit,
                kind: input.kind,
                range: input.axis,
                coefficient: input.coefficientPerUnit
            )
        } + [
            Term(
                name: Nomogram.deepScoreName,
                label: "Deep score",
                unit: nil,
                kind: .continuous,
                range: deepScore.axis,
                coefficient: deepScore.coefficient
            )
        ]
    }

    /// The linear predictor where every term as measured is 0.
    fileprivate var predictorOfZeros: Double {
        inputs.reduce(0) { $0 - $1.coefficientPerUnit * ($1.mean ?? 0) }
    }
}
