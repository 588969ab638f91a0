import ArgumentParser
import Foundation
import RiskModel
import TrialService

/// Which model runs: a shipped one by its id, or weights and card from files.
struct ModelOptions: ParsableArguments {
    @Option(name: .long, help: "A shipped model's id (default: the protocol's).", completion: .shippedModels)
    var model: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Weights of a model of your own.", valueName: "file.safetensors"),
        completion: .file(extensions: ["safetensors"])
    )
    var weights: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Its card.", valueName: "file.json"),
        completion: .file(extensions: ["json"])
    )
    var card: String?

    func validate() throws {
        guard (weights == nil) == (card == nil) else {
            throw ValidationError("--weights and --card go together")
        }
    }

    /// The model that the options name, else every shipped one whose weights are in the program.
    func loadAll() throws -> [any TrialModel] {
        guard model == nil, weights == nil else { return [try load(default: "")] }
        return try ModelCard.shipped.filter(\.hasShippedWeights).map { try AnyModel.shipped(id: $0.id).forTrial }
    }

    func load(default id: String) throws -> any TrialModel {
        if let weights { return try AnyModel.load(weights: weights, card: card).forTrial }
        return try AnyModel.shipped(id: model ?? id).forTrial
    }
}
