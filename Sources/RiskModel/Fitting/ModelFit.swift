/// A model fitted from prepared recordings and their labels: a random network and a regression on its features.
///
/// Meant for demonstration and tests; a model for patients is trained elsewhere and imported.
public struct ModelFit: Sendable {
    /// Most recordings that set the batch normalisation.
    private static let calibrationLimit = 64
    /// Recordings whose features are computed together.
    private static let batch = 64

    /// The fitted network.
    public let weights: ResNetWeights
    /// For the card: method, seed and number of recordings.
    public let fitting: ModelCard.Fitting
    /// For the card: discrimination of each output, cross-validated.
    public let performance: [ModelCard.Performance]
    /// The penalty chosen for each output.
    public let penalties: [Double]

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - inputs: At least ten prepared recordings.
    ///   - labels: For each recording whether it has each condition, in the order of `outputs`.
    ///   - outputs: Labels such as `shd`.
    ///   - width: Channels of the stem, 1...256.
    ///   - seed: Decides the convolutions and the folds.
    ///   - population: Whose recordings these are, for the card.
    /// - Throws: ``RiskModelError`` when recordings and labels do not match or the fit does not settle.
    public init(
        inputs: [PreparedInput],
        labels: [[Bool]],
        outputs: [String],
        width: Int,
        seed: UInt64,
        population: String
    ) throws {
        let shape = try ResNetShape(width: width, outputs: outputs.count)
        guard inputs.count == labels.count, labels.allSatisfy({ $0.count == outputs.count }) else {
            throw RiskModelError.cannotFit(reason: "each recording needs a label for each output")
        }
        let spacing = max(1, inputs.count / Self.calibrationLimit)
        let sample = Array(stride(from: 0, to: inputs.count, by: spacing).prefix(Self.calibrationLimit))
        let network = try RandomNetwork.weights(
            shape: shape,
            seed: seed,
            calibratedOn: sample.map { inputs[$0].waveform }
        )
        let layer = try OutputLayerFit.fit(
            features: Self.features(of: inputs, network),
            labels: labels,
            seed: seed
        )
        weights = try network.replacingOutput(weight: layer.tensors.weight, bias: layer.tensors.bias)
        fitting = ModelCard.Fitting(
            description: "\(population); seeded random convolutions of width \(width), batch normalisation set from "
                + "\(sample.count) recordings, output layer by ridge logistic regression",
            seed: seed,
            recordings: inputs.count
        )
        performance = outputs.enumerated().map { index, output in
            Self.performance(output, layer.heldOutLogits.map { $0[index] }, labels.map { $0[index] }, population)
        }
        penalties = layer.penalties
    }

    private static func features(of inputs: [PreparedInput], _ weights: ResNetWeights) throws -> [[Float]] {
        let network = try ResNet1DTabular(weights)
        return try stride(from: 0, to: inputs.count, by: batch).flatMap { start in
            let group = inputs[start..<min(start + batch, inputs.count)]
            return try network.features(waveforms: group.flatMap(\.waveform), tabular: group.flatMap(\.tabular))
        }
    }

    private static func performance(
        _ output: String,
        _ logits: [Double],
        _ labels: [Bool],
        _ population: String
    ) -> ModelCard.Performance {
        ModelCard.Performance(
            output: output,
            auroc: AreaUnderROC.of(scores: logits, labels: labels),
            recordings: labels.count,
            events: labels.count { $0 },
            population: "\(population); \(OutputLayerFit.folds)-fold cross-validation of the output layer"
        )
    }
}
