import ArgumentParser
import Foundation
import Reporting
import RiskModel

/// Which model is renewed, by which recordings, and where the new version goes.
struct RenewalOptions: ParsableArguments {
    @Argument(help: "A shipped model's id, or weights with their card beside them.", completion: .shippedModels)
    var model: String

    @OptionGroup var source: LabelledSource

    @Option(help: "File of the new weights, ending in .safetensors; the card goes beside it, ending in .json.")
    var output: String

    @Option(help: "Id of the new version (default: the old id and the next number).") var id: String?

    @Option(
        name: .customLong("outcome"),
        help: ArgumentHelp("Only this output; may be repeated (default: all).", valueName: "shd")
    )
    var outcomes: [String] = []

    @Option(help: "Decides the folds of the cross-validation.") var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Draw reliability curves before and after.", valueName: "file.svg"))
    var plot: String?

    @Flag(help: "Print the new card as JSON instead of tables.") var json = false
    @Flag(help: "Write over files that are there.") var force = false

    func validate() throws {
        guard output.hasSuffix(".safetensors") else { throw ValidationError("--output must end in .safetensors") }
        guard id.map({ $0.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,63}/) != nil }) ?? true else {
            throw ValidationError("--id: use lower-case letters, digits, hyphens, dots and underscores, 64 at most")
        }
        guard plot?.lowercased().hasSuffix(".svg") ?? true else { throw ValidationError("--plot must end in .svg") }
        let inputs = isFile ? [model, ModelFile.card(besideWeights: model)] : []
        for path in outputs where inputs.contains(where: { ModelFile.isSame($0, path) }) {
            throw ValidationError("\(path): is the model itself, which stays; name another file")
        }
    }

    private var isFile: Bool { model.hasSuffix(".safetensors") }
    private var cardOutput: String { ModelFile.card(besideWeights: output) }
    private var outputs: [String] { [output, cardOutput] + [plot].compactMap(\.self) }

    /// Makes the new version, writes it and prints what changed.
    ///
    /// Nothing is written unless everything was computed.
    func renew(by method: ModelRenewal.Method) async throws {
        for path in outputs {
            try OutputFile.check(path)
            if !force { try OutputFile.refuseExisting(path) }
        }
        let (weights, card) = try parent()
        for outcome in outcomes where !card.outputs.contains(where: { $0.label == outcome }) {
            let known = card.outputs.map(\.label).joined(separator: ", ")
            throw ValidationError("--outcome \(outcome.printable(limit: 80)): \(card.id) has the outputs \(known)")
        }
        let purpose = "model \(method == .refit ? "refit" : "calibrate") of \(card.id)"
        let labelled = try await source.read(for: card, weights, purpose: purpose)
        let renewed = try await ModelRenewal(
            of: weights,
            card: card,
            id: id,
            by: method,
            outputs: outcomes.isEmpty ? nil : Set(outcomes),
            on: labelled.features,
            population: labelled.population,
            weighting: labelled.weighting,
            remarks: labelled.remarks,
            seed: seed
        )
        guard let report = RenewalReport(renewed.card) else { return }
        try OutputFile.write(renewed.weights.safetensors, to: output)
        try OutputFile.write(renewed.card.json, to: cardOutput)
        if let plot { try OutputFile.write(ReliabilityFigure(report).svg, to: plot) }
        let text = RenewalText.text(report, coloured: isatty(STDOUT_FILENO) == 1)
        print(json ? try JSONText.of(renewed.card) + "\n" : text, terminator: "")
        for path in outputs { Failure.note("wrote \(path)") }
        if !card.notForPatients {
            Failure.note("\(cardOutput): says not for patients until somebody who answers for the model changes it")
        }
    }

    private func parent() throws -> (ResNetWeights, ModelCard) {
        guard isFile else { return (try RiskModel.shippedWeights(id: model), try RiskModel.shipped(id: model).card) }
        let weights = try ModelFile.naming(model) { try ResNetWeights(safetensors: InputFile.read(model)) }
        return (weights, try ModelFile.model(weights: model, card: nil).card)
    }
}
