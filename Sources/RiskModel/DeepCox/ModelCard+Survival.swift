extension ModelCard {
    /// What a `deep-cox` model is beside its weights: inputs, coefficients, baseline hazard and tiers.
    ///
    /// lp = Σ βₖ·zₖ + β·deep score, not centred; P(t) = 1 − exp(−H₀(t)·exp(lp)). The outputs of the card are P at the
    /// days of ``baseline``, in order, and their labels end in the day: `critical_illness_30d`.
    public struct Survival: Codable, Sendable, Equatable {
        /// What the probabilities are of, in words, such as `ICU admission, invasive ventilation or death`.
        public var event: String
        /// In the order in which the network takes them.
        public var inputs: [Input]
        /// How the deep score enters the linear predictor.
        public var deepScore: DeepScore
        /// The cumulative baseline hazard, days ascending.
        public var baseline: [Baseline]
        /// Bands of the probability at one of the days; nil where nobody stated any.
        public var tiers: Tiers?
        /// How well the model foretells the event, and on whom that was measured; nil where nobody measured it.
        public var performance: [Performance]?

        /// A section; it is checked with its card.
        public init(
            event: String,
            inputs: [Input],
            deepScore: DeepScore,
            baseline: [Baseline],
            tiers: Tiers? = nil,
            performance: [Performance]? = nil
        ) {
            self.event = event
            self.inputs = inputs
            self.deepScore = deepScore
            self.baseline = baseline
            self.tiers = tiers
            self.performance = performance
        }
    }
}

extension ModelCard.Survival {
    /// One input of the network and of the linear predictor.
    public struct Input: Codable, Sendable, Equatable {
        /// Its column in files, such as `Lactate.dehydrogenase`.
        public var name: String
        /// For people, such as `Lactate dehydrogenase`.
        public var label: String
        /// Such as `U/L`; nil where it has none.
        public var unit: String?
        /// Which values it takes.
        public var kind: Kind
        /// Subtracted before use; nil where the input is used as it is.
        public var mean: Double?
        /// Divides the difference from the mean; there where ``mean`` is.
        public var sd: Double?
        /// Cox coefficient of one scaled unit.
        public var coefficient: Double
        /// Values outside are refused as mistakes; both ends may occur.
        public var limits: Interval
        /// What a nomogram draws.
        public var axis: Interval

        /// An input; without mean and standard deviation it is used as it is.
        public init(
            name: String,
            label: String,
            unit: String? = nil,
            kind: Kind,
            mean: Double? = nil,
            sd: Double? = nil,
            coefficient: Double,
            limits: Interval,
            axis: Interval
        ) {
            self.name = name
            self.label = label
            self.unit = unit
            self.kind = kind
            self.mean = mean
            self.sd = sd
            self.coefficient = coefficient
            self.limits = limits
            self.axis = axis
        }

        /// z = (x − mean)/sd, or x itself.
        public func scaled(_ value: Double) -> Double {
            guard let mean, let sd else { return value }
            return (value - mean) / sd
        }

        /// Cox coefficient of one unit of the value as measured: β/sd.
        public var coefficientPerUnit: Double { coefficient / (sd ?? 1) }
    }

    /// Which values an input takes.
    public enum Kind: String, Codable, Sendable {
        /// 0 or 1.
        case binary
        /// 0, 1, 2, …
        case count
        /// Any number.
        case continuous
    }

    /// From one number to a larger one.
    public struct Interval: Codable, Sendable, Equatable {
        /// The lower end.
        public var lower: Double
        /// The upper end.
        public var upper: Double

        /// An interval; the ends are checked with the card.
        public init(_ lower: Double, _ upper: Double) {
            self.lower = lower
            self.upper = upper
        }

        /// Whether a number lies in it, ends included.
        public func contains(_ value: Double) -> Bool { value >= lower && value <= upper }
    }

    /// The network's output as a term of the linear predictor.
    public struct DeepScore: Codable, Sendable, Equatable {
        /// Cox coefficient of the mean over the folds.
        public var coefficient: Double
        /// What a nomogram draws.
        public var axis: Interval

        /// A term.
        public init(coefficient: Double, axis: Interval) {
            self.coefficient = coefficient
            self.axis = axis
        }
    }

    /// The cumulative baseline hazard at one day.
    public struct Baseline: Codable, Sendable, Equatable {
        /// Days since entry.
        public var day: Int
        /// H₀ at that day.
        public var cumulativeHazard: Double

        /// A point of the baseline.
        public init(day: Int, cumulativeHazard: Double) {
            self.day = day
            self.cumulativeHazard = cumulativeHazard
        }
    }

    /// Bands of the probability of the event by one day.
    public struct Tiers: Codable, Sendable, Equatable {
        /// A day of the baseline.
        public var day: Int
        /// Lowest first.
        public var bands: [Band]

        /// Bands at a day.
        public init(day: Int, bands: [Band]) {
            self.day = day
            self.bands = bands
        }

        /// The band of a probability, 0...1.
        public func label(for probability: Double) -> String { bands[place(of: probability)].label }

        /// The place of that band, from 0 for the lowest.
        func place(of probability: Double) -> Int {
            bands.firstIndex { $0.upTo.map { probability <= $0 } ?? true } ?? bands.count - 1
        }
    }

    /// One band: above the one before it, up to its own end and that included.
    public struct Band: Codable, Sendable, Equatable {
        /// Such as `low`.
        public var label: String
        /// The largest probability in it; nil for the last.
        public var upTo: Double?

        /// A band; without an end it is the last.
        public init(_ label: String, upTo: Double? = nil) {
            self.label = label
            self.upTo = upTo
        }
    }
}
