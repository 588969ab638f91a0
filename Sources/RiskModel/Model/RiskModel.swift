public import Foundation

/// A network with its card, ready to assess prepared recordings.
///
/// May be shared by any number of tasks.
public struct RiskModel: Sendable {
    /// What the model is and how its outputs are read.
    public let card: ModelCard
    private let network: ResNet1DTabular

    /// Joins weights with the card that describes them.
    ///
    /// - Throws: ``RiskModelError`` when the digest or number of outputs differs from the card's.
    public init(weights: ResNetWeights, card: ModelCard) throws {
        try card.validate()
        guard card.architecture == ResNetShape.architecture else {
            throw RiskModelError.malformedCard(reason: "architecture \(card.architecture) is unknown")
        }
        guard weights.digest == card.weightsSHA256 else {
            throw RiskModelError.weightsDiffer(model: card.id, expected: card.weightsSHA256, found: weights.digest)
        }
        guard weights.shape.outputs == card.outputs.count else {
            let reason = "\(card.outputs.count) outputs, but the weights have \(weights.shape.outputs)"
            throw RiskModelError.malformedCard(reason: reason)
        }
        self.card = card
        network = try ResNet1DTabular(weights)
    }

    /// Loads a safetensors file and its card.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor or the field at fault.
    public init(safetensors: Data, card: Data) throws {
        try self.init(weights: ResNetWeights(safetensors: safetensors), card: ModelCard(json: card))
    }

    /// Assesses recordings; as many results as inputs, in their order.
    ///
    /// - Throws: ``RiskModelError`` when an input has the wrong size or a value is not finite.
    public func assess(_ inputs: [PreparedInput]) throws -> [RiskOutputs] {
        for input in inputs {
            guard input.waveform.count == ResNetShape.samples * ResNetShape.leads,
                input.tabular.count == ResNetShape.tabularCount
            else { throw RiskModelError.wrongInput(reason: "a prepared recording has the wrong size") }
        }
        let logits = try network.logits(waveforms: inputs.flatMap(\.waveform), tabular: inputs.flatMap(\.tabular))
        return zip(inputs, logits).map(outputs)
    }

    /// The network's width and number of outputs.
    public var shape: ResNetShape { network.shape }

    private func outputs(_ input: PreparedInput, _ logits: [Float]) -> RiskOutputs {
        let outputs = zip(card.outputs, logits).map { output, logit in
            RiskOutput(label: output.label, logit: Double(logit), prior: output.prior)
        }
        return RiskOutputs(inputDigest: input.digest, outputs: outputs)
    }
}
