import ArgumentParser
import Electrocardiogram
import Foundation
import RiskModel

struct NomogramCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nomogram",
        abstract: "Adds a patient's points up on a model's nomogram, or draws it to be used with ruler and pencil.",
        discussion: """
            Every input is given as name=value, named as the model's card names it (`stratum model show`). Printed are \
            the points of each, their total, the probability by each day and the tier. What is not given is missing: \
            with --reference it is drawn from a cohort by predictive mean matching, marked, and the probabilities have \
            the interval in which the middle 95 % of the draws lie. More than 3 missing are warned of, more than 5 \
            refused. Points beyond an axis go on as they began. In place of values, --input and --row name a CSV table and \
            the row_id of one patient in it.

            For the drawing a card is enough.

              stratum nomogram --weights covid.safetensors Age=67 NLR=8.2 … --reference cohort.csv
              stratum nomogram --weights covid.safetensors --input patients.csv --row 17
              stratum nomogram --card covid.json --draw nomogram.pdf
            """
    )

    @Option(help: "Weights of a deep-cox as safetensors.", completion: .file(extensions: ["safetensors"]))
    var weights: String?
    @Option(help: "Id of a deep-cox inside the program, in place of --weights.") var model: String?
    @Option(help: "The card (default: beside the weights, ending in .json).", completion: .file(extensions: ["json"]))
    var card: String?
    @Argument(help: "The patient's values as name=value.") var values: [String] = []
    @Option(help: "Patients as CSV, as `model score` takes them.", completion: .file(extensions: ["csv"]))
    var input: String?
    @Option(help: ArgumentHelp("The patient of --input.", valueName: "row_id")) var row: String?
    @OptionGroup(title: "Missing inputs") var imputation: ImputationOptions
    @Option(help: "Draw the sheet, A4: a file ending in .svg or .pdf.") var draw: String?
    @Flag(help: "Replace --draw where it is there already.") var force = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard weights == nil || model == nil, model == nil || card == nil,
            weights != nil || model != nil || card != nil
        else { throw ValidationError("give --weights with or without --card, or --model, or --card alone to draw") }
        guard (input == nil) == (row == nil) else { throw ValidationError("--input and --row go together") }
        guard input == nil || values.isEmpty else {
            throw ValidationError("give values as name=value or by --input and --row, not both")
        }
        guard draw != nil || isReading else {
            throw ValidationError("give values as name=value, or --input and --row, or --draw")
        }
        guard draw.map({ $0.hasSuffix(".svg") || $0.hasSuffix(".pdf") }) ?? true else {
            throw ValidationError("--draw must end in .svg or .pdf")
        }
        guard !isReading || weights != nil || model != nil else {
            throw ValidationError("a patient's deep score needs the network: give --weights or --model")
        }
    }

    /// Whether a patient is given.
    private var isReading: Bool { !values.isEmpty || input != nil }

    func run() async throws {
        if let draw { try drawSheet(draw) }
        guard isReading else { return }
        let loaded = try weights.map { try ModelFile.deepCox(weights: $0, card: card) } ?? .shipped(id: model ?? "")
        let patient = try patient(loaded.survival.inputs)
        let reading = try NomogramReading(
            loaded,
            values: patient.values,
            imputation: try imputation.load(for: loaded),
            row: patient.number
        )
        if reading.isMuchImputed {
            Failure.note("more than \(ImputedScore.warningLimit) inputs are imputed: trust the probabilities little")
        }
        print(json ? try JSONText.of(reading) : reading.text(loaded.card))
    }

    private func drawSheet(_ path: String) throws {
        if !force { try OutputFile.refuseExisting(path) }
        try OutputFile.check(path)
        let sheet = try NomogramSheet(found())
        try OutputFile.write(path.hasSuffix(".svg") ? Data(sheet.svg().utf8) : sheet.pdf(), to: path)
        Failure.note("wrote \(path)")
    }

    /// The card, for which no weights are needed.
    private func found() throws -> ModelCard {
        if let model {
            let cards = try DeepCoxModel.shippedCards
            guard let card = cards.first(where: { $0.id == model }) else {
                throw RiskModelError.unknownModel(model, known: cards.map(\.id))
            }
            return card
        }
        let path = try card ?? ModelFile.foundCard(besideWeights: weights ?? "")
        return try ModelFile.naming(path) { try ModelCard(json: InputFile.read(path, limit: 1 << 20)) }
    }

    /// The values in the order of the inputs; nil where one is missing.
    private func patient(_ inputs: [ModelCard.Survival.Input]) throws -> (number: Int, values: [Double?]) {
        guard let input, let row else { return (0, try typed(inputs)) }
        return try PatientRow.values(of: row, in: input, inputs.map(\.name))
    }

    private func typed(_ inputs: [ModelCard.Survival.Input]) throws -> [Double?] {
        var found: [String: Double] = [:]
        for word in values {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = Double(parts[1]) else {
                throw ValidationError("\(word): \(Self.advice(on: parts, inputs))")
            }
            guard inputs.contains(where: { $0.name == parts[0] }) else {
                let names = inputs.map(\.name).joined(separator: ", ")
                throw ValidationError("\(parts[0]): is no input of this model; they are \(names)")
            }
            guard found.updateValue(value, forKey: parts[0]) == nil else {
                throw ValidationError("\(parts[0]): is given twice")
            }
        }
        return inputs.map { found[$0.name] }
    }

    /// What is wrong with a word that is no name and number.
    private static func advice(on parts: [String], _ inputs: [ModelCard.Survival.Input]) -> String {
        guard parts.count == 2 else { return "write name=value, such as \(inputs[0].name)=1" }
        if parts[1].contains(",") { return "use a point as the decimal sign" }
        let isQuestion = inputs.first { $0.name == parts[0] }?.kind == .binary
        return isQuestion ? "write 0 for no or 1 for yes" : "give a number"
    }
}

extension NomogramReading {
    /// The reading for a terminal.
    fileprivate func text(_ card: ModelCard) -> String {
        let width = (lines.map(\.label.count).max() ?? 0) + 2
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        let terms = lines.map { line in
            let unit = line.unit.map { " \($0)" } ?? ""
            let value =
                line.isImputed
                ? "≈ \(Self.number(line.value, 2))\(unit), imputed" : "\(Self.number(line.value, 4))\(unit)"
            return "  \(padded(line.label, width))\(padded(value, 24))\(String(format: "%7.1f", line.points))"
        }
        let risks = risks.map { risk in
            let interval = risk.interval.map {
                "  (\(Self.percent($0.lower)) to \(Self.percent($0.upper)) over the draws)"
            }
            return "  by day \(risk.day): \(Self.percent(risk.probability))\(interval ?? "")"
        }
        let total = "  \(padded("Total points", width + 24))\(String(format: "%7.1f", self.total))"
        let tier = tier.map { ["Tier by day \(card.survival?.tiers?.day ?? 0): \($0)"] } ?? []
        return
            (["\(card.id): \(card.title)\(card.caution)"] + terms + [total]
            + ["Probability of \(card.survival?.event ?? "the event")"] + risks + tier).joined(separator: "\n")
    }

    private static func percent(_ probability: Double) -> String { String(format: "%.1f %%", 100 * probability) }

    /// As many decimals as there are, up to a limit.
    private static func number(_ value: Double, _ decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        let short = text.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
        return value == value.rounded() ? String(Int(value)) : String(short)
    }
}
