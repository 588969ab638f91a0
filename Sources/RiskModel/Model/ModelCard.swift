public import Foundation

/// What a model is, what it is for, and how its outputs are to be read; stored as JSON beside the weights.
public struct ModelCard: Codable, Sendable, Equatable {
    /// Lower-case name such as `shd-simulated`; also the name of its files.
    public var id: String
    /// One line for people.
    public var title: String
    /// Such as `resnet1d-tabular`.
    public var architecture: String
    /// For whom and what the model is meant, in a sentence or two.
    public var intendedUse: String
    /// Whether the model must never decide about a patient.
    public var notForPatients: Bool
    /// SHA-256 over the architecture's tensors, 64 hexadecimal digits.
    public var weightsSHA256: String
    /// The version of the preprocessing the weights were fitted to.
    public var preprocessing: String
    /// What each logit stands for, in order; of a `deep-cox` the probability of the event by each day.
    public var outputs: [Output]
    /// Thresholds that somebody published or chose, with their source.
    public var operatingPoints: [OperatingPoint]
    /// Where the weights come from.
    public var fitting: Fitting
    /// How well the model does, and on whom that was measured.
    public var performance: [Performance]
    /// Recognises the network though an exporter folded it, 64 hexadecimal digits; nil where nobody noted it.
    public var fingerprint: String?
    /// What the network computes for an input of its own; nil where nobody noted it.
    public var reference: Reference?
    /// What made this version of an earlier one; nil for a model that was not renewed.
    public var renewal: Renewal?
    /// Inputs, coefficients and baseline hazard of a `deep-cox`; nil for other architectures.
    public var survival: Survival?

    /// A card; it is checked when a model is made with it.
    public init(
        id: String,
        title: String,
        architecture: String = ResNetShape.architecture,
        intendedUse: String,
        notForPatients: Bool,
        weightsSHA256: String,
        preprocessing: String,
        outputs: [Output],
        operatingPoints: [OperatingPoint] = [],
        fitting: Fitting,
        performance: [Performance] = [],
        fingerprint: String? = nil,
        reference: Reference? = nil,
        renewal: Renewal? = nil,
        survival: Survival? = nil
    ) {
        self.id = id
        self.title = title
        self.architecture = architecture
        self.intendedUse = intendedUse
        self.notForPatients = notForPatients
        self.weightsSHA256 = weightsSHA256
        self.preprocessing = preprocessing
        self.outputs = outputs
        self.operatingPoints = operatingPoints
        self.fitting = fitting
        self.performance = performance
        self.fingerprint = fingerprint
        self.reference = reference
        self.renewal = renewal
        self.survival = survival
    }

    /// One logit of the model.
    public struct Output: Codable, Sendable, Equatable {
        /// Such as `aortic_stenosis_moderate_severe`.
        public var label: String
        /// Prevalence π that recalibrates an output fitted with class weights; nil where it is calibrated as it is.
        public var prior: Double?

        /// An output; without a prior it is calibrated as it is.
        public init(label: String, prior: Double? = nil) {
            self.label = label
            self.prior = prior
        }
    }

    /// A threshold on a calibrated probability.
    public struct OperatingPoint: Codable, Sendable, Equatable {
        /// Such as `90 % sensitivity`.
        public var name: String
        /// The label of the output it applies to.
        public var output: String
        /// Positive at or above this probability.
        public var threshold: Double
        /// Who published or chose it, on which population.
        public var source: String

        /// A threshold with its source.
        public init(name: String, output: String, threshold: Double, source: String) {
            self.name = name
            self.output = output
            self.threshold = threshold
            self.source = source
        }
    }

    /// Where weights come from.
    public struct Fitting: Codable, Sendable, Equatable {
        /// Data and method in words.
        public var description: String
        /// The seed that reproduces the weights; nil where they were not fitted here.
        public var seed: UInt64?
        /// Recordings used.
        public var recordings: Int?

        /// An origin; without a seed the weights were not fitted here.
        public init(description: String, seed: UInt64? = nil, recordings: Int? = nil) {
            self.description = description
            self.seed = seed
            self.recordings = recordings
        }
    }

    /// Logits for an input of noise, by which another machine is held to the same results.
    public struct Reference: Codable, Sendable, Equatable {
        /// The version of the input: ``ReferenceInput/version`` or ``DeepCoxModel/referenceVersion``.
        public var input: String
        /// In the order of the outputs.
        public var logits: [Double]

        /// Logits for a version of the input.
        public init(input: String, logits: [Double]) {
            self.input = input
            self.logits = logits
        }
    }

    /// Discrimination of one output on one population.
    public struct Performance: Codable, Sendable, Equatable {
        /// The label of the output.
        public var output: String
        /// Area under the ROC curve; nil where only one class was present.
        public var auroc: Double?
        /// Recordings in the population.
        public var recordings: Int
        /// Recordings with the condition.
        public var events: Int
        /// Whose recordings, and whether the model had seen them.
        public var population: String

        /// A line of the performance table.
        public init(output: String, auroc: Double?, recordings: Int, events: Int, population: String) {
            self.output = output
            self.auroc = auroc
            self.recordings = recordings
            self.events = events
            self.population = population
        }
    }
}

extension ModelCard {
    /// Largest card read, in bytes.
    static let sizeLimit = 1 << 20

    /// Reads and checks a card.
    ///
    /// - Throws: ``RiskModelError/malformedCard(reason:)`` naming the field.
    public init(json: Data) throws {
        guard json.count <= Self.sizeLimit else {
            throw RiskModelError.malformedCard(reason: "larger than \(Self.sizeLimit) bytes")
        }
        do {
            self = try JSONDecoder().decode(ModelCard.self, from: json)
        } catch let error as DecodingError {
            throw RiskModelError.malformedCard(reason: Self.reason(error))
        }
        try validate()
    }

    /// Reads a card in which fields may be missing that are known already; what it states itself stands.
    init(json: Data, filling known: [String: Any]) throws {
        guard json.count <= Self.sizeLimit,
            let stated = try? JSONSerialization.jsonObject(with: json) as? [String: Any]
        else { throw RiskModelError.malformedCard(reason: "not a JSON object of at most \(Self.sizeLimit) bytes") }
        let fields = stated.merging(known) { given, _ in given }
        try self.init(json: JSONSerialization.data(withJSONObject: fields))
    }

    /// The card as JSON with sorted keys: the same card gives the same bytes.
    public var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }

    /// - Throws: ``RiskModelError/malformedCard(reason:)`` naming the field.
    func validate() throws {
        func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws {
            guard condition else { throw RiskModelError.malformedCard(reason: reason()) }
        }
        let labels = outputs.map(\.label)
        try require(id.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,63}/) != nil, "id must be lower-case letters and digits")
        try require(weightsSHA256.wholeMatch(of: /[0-9a-f]{64}/) != nil, "weightsSHA256 must be 64 hexadecimal digits")
        try require(!labels.isEmpty && Set(labels).count == labels.count, "output labels must differ, at least one")
        try require(
            fingerprint.map { $0.wholeMatch(of: /[0-9a-f]{64}/) != nil } ?? true,
            "fingerprint must be 64 hexadecimal digits"
        )
        try require(
            reference.map { $0.logits.count == labels.count } ?? true,
            "reference must have a logit for every output"
        )
        for output in outputs {
            try require(
                Self.isPlain(output.label),
                "output label \(output.label) must have 1 to 100 characters on one line"
            )
            try require(output.prior.map { $0 > 0 && $0 < 1 } ?? true, "prior of \(output.label) must lie in (0, 1)")
        }
        for point in operatingPoints {
            try require(labels.contains(point.output), "operating point \(point.name) names an unknown output")
            try require((0...1).contains(point.threshold), "threshold of \(point.name) must lie in 0...1")
        }
        for line in performance {
            try require(labels.contains(line.output), "performance names an unknown output \(line.output)")
        }
        for output in renewal?.outputs ?? [] {
            try require(labels.contains(output.label), "renewal names an unknown output \(output.label)")
        }
        try validateSurvival()
    }

    /// Whether a name can stand in tables, on pages and in messages: 1 to 100 characters on one line.
    static func isPlain(_ name: String) -> Bool {
        (1...100).contains(name.count)
            && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }

    private static func reason(_ error: DecodingError) -> String {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            (context.codingPath + [last].compactMap(\.self)).map(\.stringValue).joined(separator: ".")
        }
        switch error {
        case .keyNotFound(let key, let context): return "\(path(context, key)) is missing"
        case .typeMismatch(_, let context): return "\(path(context)) has the wrong type"
        case .valueNotFound(_, let context): return "\(path(context)) is null"
        case .dataCorrupted(let context):
            let detail = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String
            return "not valid JSON" + (detail.map { " (\($0))" } ?? "")
        default: return "not valid JSON"
        }
    }
}
