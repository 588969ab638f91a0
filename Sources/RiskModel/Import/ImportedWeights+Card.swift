import Crypto
public import Foundation

extension ImportedWeights {
    /// Makes the card to keep beside the weights.
    ///
    /// - Parameters:
    ///   - json: What the operator says of the model; architecture, digest, fingerprint and reference are filled in
    ///     where they are missing. Without it the card holds what is known, and that is not whom the model is for.
    ///   - id: The model's id where the operator's card has none.
    ///   - origin: Name and bytes of the file that was imported.
    /// - Returns: A card that these weights answer to, with their reference logits.
    /// - Throws: ``RiskModelError`` naming the field that is missing or does not fit the weights.
    public func card(describedBy json: Data?, id: String, origin: (name: String, bytes: Data)) throws -> ModelCard {
        var card = try json.map { try completed($0, id: id) } ?? minimal(id: id, origin: origin)
        guard card.fingerprint ?? weights.fingerprint == weights.fingerprint else {
            throw RiskModelError.malformedCard(reason: "fingerprint is another network's: \(card.fingerprint ?? "")")
        }
        card.fingerprint = weights.fingerprint
        let model = try RiskModel(weights: weights, card: card)
        if try model.checkReference() == nil { card.reference = try model.reference() }
        return card
    }

    private func completed(_ json: Data, id: String) throws -> ModelCard {
        try ModelCard(
            json: json,
            filling: [
                "id": id, "architecture": ResNetShape.architecture, "weightsSHA256": weights.digest,
                "preprocessing": EchoNextPreprocessing.version, "operatingPoints": [Any](), "performance": [Any](),
            ]
        )
    }

    private func minimal(id: String, origin: (name: String, bytes: Data)) -> ModelCard {
        let digest = SHA256.hash(data: origin.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return ModelCard(
            id: id,
            title: "Imported \(ResNetShape.architecture) of width \(weights.shape.width)",
            intendedUse:
                "Not stated: the weights were imported without a card. Whom the model is for, what its outputs "
                + "mean and which preprocessing it was fitted to must be stated before it decides anything.",
            notForPatients: true,
            weightsSHA256: weights.digest,
            preprocessing: EchoNextPreprocessing.version,
            outputs: (1...weights.shape.outputs).map { ModelCard.Output(label: "output_\($0)") },
            fitting: ModelCard.Fitting(
                description: "Imported from \(origin.name), \(format.rawValue), SHA-256 of the file \(digest)"
            )
        )
    }
}
