public import Foundation

extension TensorFlowCheckpoint {
    /// Finds or completes the card to keep beside the weights.
    ///
    /// - Parameters:
    ///   - json: The operator's card; architecture, preprocessing, digest and reference are filled in where they are
    ///     missing. Without it the card inside the program that names these weights.
    ///   - id: The model's id where the operator's card has none.
    /// - Returns: A card that these weights answer to; nil where there is none.
    /// - Throws: ``RiskModelError`` naming the field that is missing or does not fit the weights.
    public func card(describedBy json: Data?, id: String) throws -> ModelCard? {
        let stated = try json.map { json in
            try ModelCard(
                json: json,
                filling: [
                    "id": id, "architecture": DeepCoxShape.architecture, "weightsSHA256": weights.digest,
                    "preprocessing": DeepCoxModel.preprocessing, "operatingPoints": [Any](), "performance": [Any](),
                ]
            )
        }
        guard var card = try stated ?? ModelCard.shipped(weightsSHA256: weights.digest) else { return nil }
        let model = try DeepCoxModel(weights: weights, card: card)
        if try model.checkReference() == nil { card.reference = model.reference() }
        return card
    }
}
