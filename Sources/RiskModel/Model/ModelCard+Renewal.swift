public import Biostatistics

extension ModelCard {
    /// What made a version of a model out of an earlier one, and what came of it.
    public struct Renewal: Codable, Sendable, Equatable {
        /// The recalibration or re-fit in words.
        public var method: String
        /// Id of the earlier version.
        public var parent: String
        /// SHA-256 of its weights, 64 hexadecimal digits.
        public var parentWeightsSHA256: String
        /// Decides the folds of the cross-validation.
        public var seed: UInt64
        /// Parts of the cross-validation.
        public var folds: Int
        /// Whose recordings they were.
        public var population: String
        /// How recordings were weighted; nil where each stands for itself.
        public var weighting: String?
        /// Labelled recordings.
        public var recordings: Int
        /// What was left out or not carried over, and why.
        public var remarks: [String]
        /// In the order of the model's outputs.
        public var outputs: [Output]
    }
}

extension ModelCard.Renewal {
    /// What became of one output.
    public struct Output: Codable, Sendable, Equatable {
        /// As in ``ModelCard/outputs``.
        public var label: String
        /// Why it is as it was, bit for bit; nil where it was renewed.
        public var unchanged: String?
        /// Recordings with a known label.
        public var recordings: Int
        /// Recordings with the condition.
        public var events: Int
        /// Of a recalibration: new logit = intercept + slope · old logit.
        public var intercept: Double?
        /// See ``intercept``.
        public var slope: Double?
        /// Of a re-fit: weight of the squared distance from the recalibrated old layer.
        public var penalty: Double?
        /// The earlier version on these recordings.
        public var before: Calibration?
        /// The renewal, each recording predicted by a fit that had not seen it.
        public var after: Calibration?
    }

    /// Figures and reliability curve of one output.
    public struct Calibration: Codable, Sendable, Equatable {
        /// Mean squared distance of outcome and prediction.
        public var brier: Figure
        /// Observed over expected events.
        public var observedOverExpected: Figure
        /// Intercept at slope 1.
        public var inTheLarge: Figure
        /// Recalibration slope.
        public var slope: Figure
        /// Intercept beside the slope.
        public var intercept: Figure
        /// Area under the ROC curve.
        public var auroc: Figure
        /// The reliability curve, lowest predictions first.
        public var groups: [Group]
    }

    /// An estimate with its 95 % limits; nil where there is none.
    public struct Figure: Codable, Sendable, Equatable {
        /// The estimate.
        public var value: Double?
        /// Lower limit.
        public var lower: Double?
        /// Upper limit.
        public var upper: Double?
    }

    /// Recordings of like prediction.
    public struct Group: Codable, Sendable, Equatable {
        /// Recordings.
        public var recordings: Int
        /// With the condition.
        public var events: Int
        /// Mean prediction.
        public var predicted: Double
        /// Share with the condition.
        public var observed: Figure
    }
}

extension ModelCard.Renewal.Calibration {
    /// Measures predictions against labels.
    ///
    /// - Parameters:
    ///   - logits: One a recording.
    ///   - labels: One a recording.
    ///   - weights: One a recording; nil where each stands for itself.
    init(logits: [Double], labels: [Bool], weights: [Double]?) {
        let scored = ScoredOutcomes(
            probabilities: logits.map { RiskOutput(label: "", logit: $0, prior: nil).probability },
            outcomes: labels
        )
        let figures = scored.calibrationFigures(weights: weights)
        brier = .init(figures.brier)
        observedOverExpected = .init(figures.observedOverExpected)
        inTheLarge = .init(figures.inTheLarge)
        slope = .init(figures.slope)
        intercept = .init(figures.intercept)
        auroc = .init(figures.auroc)
        // Ten recordings at least stand behind a dot.
        let curve = try? scored.reliability(groups: max(1, min(10, labels.count / 10)), weights: weights).get()
        groups = (curve ?? []).map { group in
            ModelCard.Renewal.Group(
                recordings: group.count,
                events: group.events,
                predicted: ModelCard.Renewal.Figure.rounded(group.predicted),
                observed: .init(group.observed)
            )
        }
    }

    /// The figures as estimates.
    public var figures: CalibrationFigures {
        CalibrationFigures(
            brier: brier.estimate,
            observedOverExpected: observedOverExpected.estimate,
            inTheLarge: inTheLarge.estimate,
            slope: slope.estimate,
            intercept: intercept.estimate,
            auroc: auroc.estimate
        )
    }

    /// The reliability curve.
    public var reliability: [ReliabilityGroup] {
        groups.map { group in
            ReliabilityGroup(
                count: group.recordings,
                events: group.events,
                predicted: group.predicted,
                observed: group.observed.estimate
            )
        }
    }
}

extension ModelCard.Renewal.Figure {
    /// Rounded to six decimals: more say nothing, and fewer bits could differ between machines.
    init(_ estimate: Estimate) {
        value = estimate.point.map(Self.rounded)
        lower = estimate.interval.map { Self.rounded($0.lower) }
        upper = estimate.interval.map { Self.rounded($0.upper) }
    }

    static func rounded(_ value: Double) -> Double { (value * 1e6).rounded() / 1e6 }

    fileprivate var estimate: Estimate {
        guard let value else { return .notEstimable(.undefined("not estimable in these recordings")) }
        guard let lower, let upper else { return .value(value, interval: nil) }
        return .value(value, interval: Interval(lower: lower, upper: upper, level: 0.95, method: .stored))
    }
}

extension IntervalMethod {
    /// Read from a card, which does not say.
    fileprivate static let stored = IntervalMethod("as the card states")
}
