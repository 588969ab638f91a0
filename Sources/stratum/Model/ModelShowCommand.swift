import ArgumentParser
import Foundation
import Reporting
import RiskModel

struct ModelShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Prints a model's card and the size of its network.",
        discussion: """
              stratum model show shd-simulated --json
              stratum model show echonext.safetensors
            """
    )

    @Argument(help: "A model's id, as `model list` prints it, or weights with their card.", completion: .shippedModels)
    var model: String
    @Flag(help: "Print the card as JSON.") var json = false

    func run() async throws {
        let (card, network) = try found()
        guard !json else { return print(try JSONText.of(card)) }
        print(card.summary(of: network))
        guard let report = RenewalReport(card) else { return }
        print("\n" + RenewalText.text(report, coloured: isatty(STDOUT_FILENO) == 1), terminator: "")
    }

    /// The card, and the size of the network; a published model may be inside the program as its card alone.
    private func found() throws -> (ModelCard, String) {
        if model.hasSuffix(".safetensors") {
            let loaded = try AnyModel.load(weights: model, card: nil)
            return (loaded.card, loaded.summary)
        }
        if let card = try DeepCoxModel.shippedCards.first(where: { $0.id == model }), !card.hasShippedWeights {
            return (card, "\(card.architecture), its weights not part of this program")
        }
        let loaded = try AnyModel.shipped(id: model)
        return (loaded.card, loaded.summary)
    }
}

extension ModelCard {
    var caution: String { notForPatients ? "  (not for patients)" : "" }

    /// The card for a terminal.
    func summary(of network: String) -> String {
        let heading = ["\(id): \(title)\(caution)", intendedUse, "Fitted on: \(fitting.description)"]
        let origin = ["Architecture \(network); preprocessing \(preprocessing)", "Weights \(weightsSHA256)"]
        let points = operatingPoints.map { "  \($0.output) ≥ \($0.threshold)  \($0.name) (\($0.source))" }
        let figures = performance.map { line in
            let area = line.auroc.map { String(format: "%.3f", $0) } ?? "NE"
            return "  \(line.output)  AUROC \(area), \(line.events)/\(line.recordings)  \(line.population)"
        }
        let outputs =
            ["Outputs:"]
            + outputs.map { output in
                "  \(output.label)" + (output.prior.map { "  recalibrated with prior \($0)" } ?? "")
            }
        let sections = [
            points.isEmpty ? [] : ["Operating points:"] + points, figures.isEmpty ? [] : ["Performance:"] + figures,
        ]
        return (heading + origin + outputs + (survival?.lines ?? []) + sections.joined()).joined(separator: "\n")
    }
}
