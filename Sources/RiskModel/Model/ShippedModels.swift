import EmbeddedFile
import Foundation
import Models

extension RiskModel {
    /// The cards of the models inside the binary, by id.
    public static var shippedCards: [ModelCard] {
        get throws {
            try ShippedFile.all.filter { $0.name.hasSuffix(".json") }
                .map { try ModelCard(json: $0.contents) }
                .sorted { $0.id < $1.id }
        }
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
