import EmbeddedFile
import Foundation
import Models

extension ModelCard {
    /// The cards inside the binary, of every architecture, by id.
    public static var shipped: [ModelCard] {
        get throws {
            try ShippedFile.all.filter { $0.name.hasSuffix(".json") }
                .map { try ModelCard(json: $0.contents) }
                .sorted { $0.id < $1.id }
        }
    }

    /// Whether the weights lie inside the binary as well; others' weights never do.
    public var hasShippedWeights: Bool { ShippedFile.named("\(id).safetensors") != nil }

    /// The card inside the binary that describes weights of this digest; nil where there is none.
    public static func shipped(weightsSHA256: String) throws -> ModelCard? {
        try shipped.first { $0.weightsSHA256 == weightsSHA256 }
    }
}

extension RiskModel {
    /// The cards of the models inside the binary that score recordings, by id.
    public static var shippedCards: [ModelCard] {
        get throws { try ModelCard.shipped.filter { $0.architecture == ResNetShape.architecture } }
    }

    /// Loads a model inside the binary.
    ///
    /// - Throws: ``RiskModelError/unknownModel(_:known:)``, or why the model cannot be loaded.
    public static func shipped(id: String) throws -> RiskModel {
        guard let card = ShippedFile.named("\(id).json"), let weights = ShippedFile.named("\(id).safetensors") else {
            throw RiskModelError.unknownModel(id, known: try shippedCards.map(\.id))
        }
        return try RiskModel(safetensors: weights, card: card)
    }

    /// The weights of a model inside the binary, for a new version of it.
    ///
    /// - Throws: ``RiskModelError/unknownModel(_:known:)``, or why they cannot be read.
    public static func shippedWeights(id: String) throws -> ResNetWeights {
        guard let weights = ShippedFile.named("\(id).safetensors") else {
            throw RiskModelError.unknownModel(id, known: try shippedCards.map(\.id))
        }
        return try ResNetWeights(safetensors: weights)
    }
}

extension DeepCoxModel {
    /// The cards inside the binary of models that predict time to an event, by id.
    ///
    /// A published model may be there as a card alone, which the operator's own copy of its weights is held against.
    public static var shippedCards: [ModelCard] {
        get throws { try ModelCard.shipped.filter { $0.architecture == DeepCoxShape.architecture } }
    }

    /// Loads a model inside the binary.
    ///
    /// - Throws: ``RiskModelError/unknownModel(_:known:)``, ``RiskModelError/notShipped(model:weightsSHA256:)`` where
    ///   only the card is inside, or why the model cannot be loaded.
    public static func shipped(id: String) throws -> DeepCoxModel {
        let cards = try shippedCards
        guard let card = cards.first(where: { $0.id == id }) else {
            guard try !RiskModel.shippedCards.contains(where: { $0.id == id }) else {
                throw RiskModelError.wrongInput(
                    reason: "\(id) reads ECGs; values of patients are for a \(DeepCoxShape.architecture)"
                )
            }
            throw RiskModelError.unknownModel(id, known: cards.map(\.id))
        }
        guard let weights = ShippedFile.named("\(id).safetensors") else {
            throw RiskModelError.notShipped(model: id, weightsSHA256: card.weightsSHA256)
        }
        return try DeepCoxModel(weights: DeepCoxWeights(safetensors: weights), card: card)
    }
}

/// A file of the folder `Models`, as it was when the binary was built.
private struct ShippedFile {
    let name: String
    let contents: Data

    static var all: [ShippedFile] {
        let shelf = models_shelf()
        return (0..<shelf.count).map { index in
            let file = shelf.files[index]
            return ShippedFile(name: String(cString: file.name), contents: Data(bytes: file.bytes, count: file.count))
        }
    }

    static func named(_ name: String) -> Data? {
        all.first { $0.name == name }?.contents
    }
}
