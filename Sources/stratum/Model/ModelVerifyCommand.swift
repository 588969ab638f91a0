import ArgumentParser
import Foundation
import RiskModel

struct ModelVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Holds a model's weights against its card.",
        discussion: """
            Checks that the weights are the ones the card describes, to the bit, that there is an output for every \
            label, and that this machine computes the logits the card notes, to 1e-5, or 1e-9 for a deep-cox. Exit code \
            65 where anything differs.

              stratum model verify echonext.safetensors
              stratum model verify shd-simulated
            """
    )

    @Argument(help: "Weights as safetensors, or a shipped model's id.", completion: .file(extensions: ["safetensors"]))
    var model: String
    @Option(help: "The card (default: beside the weights, ending in .json).") var card: String?

    func run() async throws {
        let model = try loaded()
        print("\(model.card.id): \(model.summary)")
        print("weights \(model.card.weightsSHA256): the card's")
        if let difference = try ModelFile.naming(self.model, model.checkReference) {
            print("reference logits: largest difference \(difference)")
        } else {
            print("reference logits: the card notes none, so what this machine computes was not held against anything")
        }
    }

    private func loaded() throws -> AnyModel {
        guard card != nil || model.hasSuffix(".safetensors") else { return try .shipped(id: model) }
        return try .load(weights: model, card: card)
    }
}
