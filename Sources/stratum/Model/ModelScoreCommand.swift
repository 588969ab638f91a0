import ArgumentParser
import Foundation
import RiskModel

struct ModelScoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Runs a model on a table of patients, or weights on preprocessed ECGs.",
        discussion: """
              stratum model score --weights covid.safetensors --input patients.csv --output scores.csv
              stratum model score --weights weights.safetensors --waveform X.npy --tabular T.npy
              stratum model score --weights weights.safetensors --data-set echonext --split test

            A deep-cox takes a CSV table with a column row_id and one for each input, named as its card names them \
            (`stratum model show`), in any order. Every row comes out in its place: row_id, the deep score, the linear \
            predictor, the probability by each day and the tier, in the shortest digits that read back to the same \
            number; where there are none, the column reason holds the code and the input: missing, not-a-number, \
            not-0-or-1, not-whole, out-of-limits. The last line on standard error counts them; the exit code is 0 all the \
            same, since every row has come out. Limits are in the card. A row_id that occurs again is remarked. `-` stands for standard input and output.

            With --reference missing inputs are drawn from a cohort by predictive mean matching; scores are means of \
            the draws, further columns hold where the middle 95 % of the draws lie, and which inputs were drawn. More \
            than 3 are warned of, more than 5 refused: too-many-missing. What is the same in the whole cohort cannot be \
            drawn: constant-in-reference.

            The ECG network prints a JSON array of logits a row. X.npy is (N, 2500, 12) or (N, 1, 2500, 12), T.npy is \
            (N, 7), both float32 or float64 in C order. A data set is a folder as PhysioNet publishes EchoNext; it is \
            read row by row and gives a CSV table of its metadata with the logits as further columns.
            """
    )

    @Option(help: "Weights as safetensors.", completion: .file(extensions: ["safetensors"])) var weights: String?
    @Option(help: "Id of a deep-cox inside the program, in place of --weights.") var model: String?
    @Option(help: "The card of a deep-cox (default: beside the weights, ending in .json).") var card: String?
    @Option(help: "Patients as CSV; - is standard input.", completion: .file(extensions: ["csv"])) var input: String?
    @Option(help: "Where the patients' scores go; - is standard output.") var output: String?
    @Flag(help: "Replace --output where it is there already.") var force = false
    @OptionGroup(title: "Missing inputs") var imputation: ImputationOptions
    @Option(help: "Preprocessed waveforms as npy.") var waveform: String?
    @Option(help: "Scaled tabular values as npy.") var tabular: String?
    @Option(name: .customLong("data-set"), help: "A folder with the EchoNext data set.", completion: .directory)
    var dataSet: String?
    @Option(help: "Which part of the data set: train, val or test.") var split = "test"

    func validate() throws {
        let ways = [input != nil, waveform != nil || tabular != nil, dataSet != nil].count { $0 }
        guard ways == 1, (waveform == nil) == (tabular == nil) else {
            throw ValidationError("give --input, or --waveform and --tabular, or --data-set")
        }
        guard (weights == nil) != (model == nil) else { throw ValidationError("give --weights or --model") }
        guard (input == nil) == (output == nil) else { throw ValidationError("--input and --output go together") }
        guard input != nil || (model == nil && card == nil) else {
            throw ValidationError("--model and --card go with --input")
        }
        guard imputation.reference == nil || input != nil else {
            throw ValidationError("--reference goes with --input")
        }
        guard card == nil || weights != nil else { throw ValidationError("--card goes with --weights") }
    }

    func run() async throws {
        if let input, let output { return try scorePatients(input, output) }
        guard let weights else { return }
        let network = try ModelFile.naming(weights) {
            try ResNet1DTabular(ResNetWeights(safetensors: InputFile.read(weights)))
        }
        if let dataSet { return try DataSetScores(folder: dataSet, split: split).print(by: network) }
        guard let waveform, let tabular else { return }
        let waveforms = try array(waveform)
        let values = try array(tabular)
        try check((waveform, waveforms), (tabular, values))
        let logits = try network.logits(waveforms: waveforms.values, tabular: values.values)
        print(try Self.json(logits))
    }

    private func scorePatients(_ input: String, _ output: String) throws {
        if output != StreamedFile.standard {
            if !force { try OutputFile.refuseExisting(output) }
            try OutputFile.check(output)
            guard !ModelFile.isSame(input, output) else {
                throw ValidationError("--output \(output): is the input; name another file")
            }
        }
        let loaded =
            try weights.map { try ModelFile.deepCox(weights: $0, card: card) } ?? DeepCoxModel.shipped(id: model ?? "")
        let filled = try imputation.load(for: loaded)
        try PatientScores(model: loaded, imputation: filled, input: input, output: output).run()
    }

    private func array(_ path: String) throws -> NumPyArray {
        try ModelFile.naming(path) { try NumPyArray(file: InputFile.read(path, limit: Self.arrayLimit)) }
    }

    /// Waveforms of 10,000 recordings have 1.2 GB.
    private static let arrayLimit = 2 << 30

    private func check(
        _ waveforms: (path: String, array: NumPyArray),
        _ tabular: (path: String, array: NumPyArray)
    ) throws {
        let rows = tabular.array.shape.first ?? 0
        guard tabular.array.shape == [rows, 7] else {
            let reason = "\(tabular.path) has shape \(tabular.array.shape), expected [N, 7]"
            throw RiskModelError.wrongInput(reason: reason)
        }
        guard [[rows, 2500, 12], [rows, 1, 2500, 12]].contains(waveforms.array.shape) else {
            let reason = "\(waveforms.path) has shape \(waveforms.array.shape), expected [\(rows), 2500, 12]"
            throw RiskModelError.wrongInput(reason: reason)
        }
    }

    /// Each number is the shortest that reads back to the same float32.
    static func json(_ logits: [[Float]]) throws -> String {
        guard logits.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
            throw RiskModelError.wrongInput(reason: "a logit overflows; the weights do not suit this input")
        }
        let rows = logits.map { "[" + $0.map(\.description).joined(separator: ",") + "]" }
        return "[" + rows.joined(separator: ",\n ") + "]"
    }
}
