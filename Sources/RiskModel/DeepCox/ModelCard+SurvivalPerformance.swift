extension ModelCard.Survival {
    /// How well a model foretells the event, on one set of patients.
    public struct Performance: Codable, Sendable, Equatable {
        /// Whose patients, and whether the model had seen them.
        public var population: String
        /// How many.
        public var patients: Int
        /// How many had the event.
        public var events: Int
        /// Harrell's C of the linear predictor.
        public var concordance: Double
        /// The same of a Cox model of the inputs alone, fitted to the same patients as the model.
        public var linearConcordance: Double?
        /// What the C-index gains by being measured on the patients of the fit, already taken off; nil on others.
        public var optimism: Double?
        /// One a day of the baseline.
        public var days: [Day]

        /// A line of the performance table.
        public init(
            population: String,
            patients: Int,
            events: Int,
            concordance: Double,
            linearConcordance: Double? = nil,
            optimism: Double? = nil,
            days: [Day]
        ) {
            self.population = population
            self.patients = patients
            self.events = events
            self.concordance = concordance
            self.linearConcordance = linearConcordance
            self.optimism = optimism
            self.days = days
        }
    }

    /// Discrimination and calibration at one day.
    public struct Day: Codable, Sendable, Equatable {
        /// Days since entry.
        public var day: Int
        /// Cumulative/dynamic AUC; nil where it is not estimable.
        public var auc: Double?
        /// Mean predicted probability.
        public var expected: Double
        /// One minus the Kaplan–Meier estimate; nil where it is not estimable.
        public var observed: Double?
        /// Limits of observed over expected, 95 %.
        public var ratio: Interval?

        /// A day.
        public init(day: Int, auc: Double?, expected: Double, observed: Double?, ratio: Interval?) {
            self.day = day
            self.auc = auc
            self.expected = expected
            self.observed = observed
            self.ratio = ratio
        }
    }
}
