import Foundation
import RiskModel
import TrialService

/// A model of either family: one that scores recordings, or one that predicts the time to an event.
enum AnyModel {
    case recordings(RiskModel)
    case survival(DeepCoxModel)

    /// A model from its weights and its card, which lies beside them where it is not named; the card says which family.
    static func load(weights: String, card: String?) throws -> AnyModel {
        let path = try card ?? ModelFile.foundCard(besideWeights: weights)
        let about = try ModelFile.naming(path) { try ModelCard(json: InputFile.read(path, limit: 1 << 20)) }
        guard about.survival != nil else { return .recordings(try ModelFile.model(weights: weights, card: path)) }
        return .survival(try ModelFile.deepCox(weights: weights, card: path))
    }

    /// A model inside the program.
    static func shipped(id: String) throws -> AnyModel {
        let cards = try ModelCard.shipped
        guard let card = cards.first(where: { $0.id == id }) else {
            throw RiskModelError.unknownModel(id, known: cards.map(\.id))
        }
        return card.survival == nil ? .recordings(try .shipped(id: id)) : .survival(try .shipped(id: id))
    }

    var card: ModelCard {
        switch self {
        case .recordings(let model): model.card
        case .survival(let model): model.card
        }
    }

    /// As a trial scores with it.
    var forTrial: any TrialModel {
        switch self {
        case .recordings(let model): model
        case .survival(let model): model
        }
    }

    /// Architecture and size in one line.
    var summary: String {
        switch self {
        case .recordings(let model): model.shape.summary
        case .survival(let model): model.shape.summary
        }
    }

    /// How far what this machine computes is from what the card notes; nil where it notes nothing.
    func checkReference() throws -> Double? {
        switch self {
        case .recordings(let model): try model.checkReference()
        case .survival(let model): try model.checkReference()
        }
    }
}

extension DeepCoxShape {
    /// One line for a terminal.
    var summary: String {
        "\(Self.architecture) of \(folds) fold\(folds == 1 ? "" : "s"), layers "
            + widths.map(String.init).joined(separator: "→") + ", \(parameterCount) parameters"
    }
}
