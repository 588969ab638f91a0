/// A prepared recording of which it is known what an echocardiogram found.
public struct LabelledRecording: Sendable {
    /// What the network sees.
    public let input: PreparedInput
    /// Whether each condition was found, in the order of the model's outputs; nil where that is unknown.
    public let labels: [Bool?]
    /// Whose recording it is: recordings of one patient stay together in cross-validation.
    public let patient: String
    /// The tier a trial drew the patient from; nil where nobody was drawn.
    public let stratum: String?

    /// A recording with its labels.
    public init(input: PreparedInput, labels: [Bool?], patient: String, stratum: String? = nil) {
        self.input = input
        self.labels = labels
        self.patient = patient
        self.stratum = stratum
    }
}

/// What a network's output layer sees of labelled recordings; the recordings themselves are not kept.
public struct LabelledFeatures: Sendable {
    /// Recordings whose features are computed together.
    private static let batch = 64

    private let network: ResNet1DTabular
    /// Patients that the tiers of the frame stand for; nil where recordings stand for themselves.
    let eligible: [String: Int]?
    private(set) var features: [[Float]] = []
    private(set) var labels: [[Bool?]] = []
    private(set) var patients: [String] = []
    private(set) var strata: [String?] = []

    /// No recordings yet.
    ///
    /// - Parameters:
    ///   - weights: The network whose features they are.
    ///   - eligible: Eligible patients of the closed frame by tier, where a trial drew its participants by tier.
    /// - Throws: ``RiskModelError/engine(reason:)``.
    public init(of weights: ResNetWeights, eligible: [String: Int]? = nil) throws {
        network = try ResNet1DTabular(weights)
        self.eligible = eligible
    }

    /// Adds recordings, in their order.
    ///
    /// - Throws: ``RiskModelError/wrongInput(reason:)`` when an input or its labels have the wrong size.
    public mutating func add(_ recordings: [LabelledRecording]) throws {
        guard recordings.allSatisfy({ $0.labels.count == network.shape.outputs }) else {
            throw RiskModelError.wrongInput(reason: "a recording has not a label, known or not, for every output")
        }
        for start in stride(from: 0, to: recordings.count, by: Self.batch) {
            let group = recordings[start..<min(start + Self.batch, recordings.count)]
            features += try network.features(
                waveforms: group.flatMap(\.input.waveform),
                tabular: group.flatMap(\.input.tabular)
            )
        }
        labels += recordings.map(\.labels)
        patients += recordings.map(\.patient)
        strata += recordings.map(\.stratum)
    }

    /// How many recordings.
    public var count: Int { labels.count }

    /// How many patients each of these recordings stands for, with mean 1; nil where each stands for itself.
    ///
    /// N/n of its tier: N eligible in the closed frame, n of these recordings. Source: Horvitz and Thompson, J Am Stat
    /// Assoc 47 (1952) 663.
    func weights(of rows: [Int]) -> [Double]? {
        guard let eligible else { return nil }
        let verified = Dictionary(grouping: rows.map { strata[$0] ?? "" }, by: \.self).mapValues(\.count)
        let weights = rows.map { row in
            let stratum = strata[row] ?? ""
            return Double(eligible[stratum] ?? 0) / Double(verified[stratum] ?? 1)
        }
        let mean = weights.reduce(0, +) / Double(max(1, rows.count))
        return mean > 0 ? weights.map { $0 / mean } : weights
    }
}
