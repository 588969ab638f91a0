import ArgumentParser
import Foundation
import RiskModel

struct DeepCoxFitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: DeepCoxShape.architecture,
        abstract: "Fits networks and a Cox model of the time to an event to a cohort with follow-up.",
        discussion: """
            The cohort is a CSV file, a patient a line: `time` in days, `event` 1 or 0 for censored, and measurements; \
            columns row_id, source, reason and true_predictor are passed over. Every patient needs every value. With \
            --cut it is the participants of a trial that ends in follow-up: the inputs at admission and how follow-up \
            ended, as the data cut has them; who lacks either is left out and counted. Each \
            network is trained without one fold of the patients; the Cox model of inputs and deep score is fitted to \
            the scores of those left out, and its C-index corrected by bootstrap. Tiers hold at most 5 % of the events \
            below the first cut, and at most 5 % of the others above the second, unless --tiers says otherwise.

            The same cohort, seed and kind of processor give the same bytes, however many threads run.

            Examples:
              stratum simulate admissions --patients 5000 --seed 2025 --output admissions.csv
              stratum model fit deep-cox --cohort admissions.csv --output critical-illness-local.safetensors
              stratum model fit deep-cox --cohort all.csv --select --seed 7 --output chosen.safetensors
              stratum model fit deep-cox --cut 1 --as sam --output covid-2.safetensors
            """
    )

    @OptionGroup var source: SurvivalSource
    @Option(help: "CSV file of other patients, to measure the model on.", completion: .file(extensions: ["csv"]))
    var unseen: String?
    @Option(
        help: ArgumentHelp("Columns to use, with commas (default: all that measure something).", valueName: "a,b,…")
    )
    var inputs: String?
    @Flag(help: "Choose inputs from these columns by a LASSO Cox model with 10-fold cross-validation.") var select =
        false
    @Option(help: "Networks, each trained without one fold, 2 to 20.") var folds = 5
    @Option(help: ArgumentHelp("Values of the layers between inputs and output.", valueName: "27,12"))
    var layers = "27,12"
    @Option(help: ArgumentHelp("Days at which probabilities are given, ascending.", valueName: "5,10,30"))
    var days = "5,10,30"
    @Option(help: ArgumentHelp("Probabilities by the last day at which low and medium end.", valueName: "low,medium"))
    var tiers: String?
    @Option(help: "Bootstrap samples for the optimism of the C-index, 20 to 10000.") var resamples = 200
    @Option(help: "Decides folds, first weights and samples.") var seed: UInt64 = 1
    @Option(help: "What happens to a patient, in words.") var event = "ICU admission, invasive ventilation or death"
    @Option(help: "Name of the outcome, in lower case; labels of outputs add the day.") var outcome = "critical_illness"
    @Option(help: "Id of the model (default: the name of the output).") var id: String?
    @Option(help: "One line about the model for people.") var title: String?
    @Option(help: "For whom and what the model is meant (default: that nobody has judged it yet).")
    var intendedUse: String?
    @Option(help: "File of the weights, ending in .safetensors; the card goes beside it, ending in .json.")
    var output: String
    @Flag(help: "Write over files that are there.") var force = false

    private var cardOutput: String { ModelFile.card(besideWeights: output) }

    func validate() throws {
        guard output.hasSuffix(".safetensors") else { throw ValidationError("--output must end in .safetensors") }
        guard (2...20).contains(folds) else { throw ValidationError("--folds must be 2 to 20") }
        guard (20...10_000).contains(resamples) else { throw ValidationError("--resamples must be 20 to 10000") }
        guard modelID.wholeMatch(of: /[a-z0-9][a-z0-9._-]{0,63}/) != nil else {
            throw ValidationError("--id: use lower-case letters, digits, hyphens, dots and underscores, 64 at most")
        }
        guard outcome.wholeMatch(of: /[a-z][a-z0-9_]{0,40}/) != nil else {
            throw ValidationError("--outcome: use lower-case letters, digits and underscores, 41 at most")
        }
        for name in columns ?? [] where SurvivalCohortFile.reserved.contains(name) {
            throw ValidationError("--inputs: \(name) is no measurement; leave it out")
        }
        for words in [event, title ?? "", intendedUse ?? ""] where words.count > 400 {
            throw ValidationError("--event, --title and --intended-use: use 400 letters at most each")
        }
        _ = try settings()
    }

    private var columns: [String]? {
        inputs.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
    private var modelID: String { id ?? ModelFile.id(ofWeights: output) }

    /// - Throws: `ValidationError` naming the option.
    func settings() throws -> DeepCoxFit.Settings {
        let hidden = try Self.numbers(layers, "--layers", 1...1024, atMost: 8)
        let days = try Self.numbers(days, "--days", 1...36_500, atMost: 12)
        guard zip(days, days.dropFirst()).allSatisfy(<) else { throw ValidationError("--days must ascend") }
        let cuts = try tiers.map { text in
            let cuts = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
            guard cuts.count == 2, cuts[0] > 0, cuts[0] < cuts[1], cuts[1] < 1 else {
                throw ValidationError("--tiers: give two ascending probabilities such as 0.0275,0.311")
            }
            return cuts
        }
        return .init(folds: folds, hidden: hidden, days: days, cuts: cuts, resamples: resamples, seed: seed)
    }

    private static func numbers(_ text: String, _ option: String, _ range: ClosedRange<Int>, atMost: Int) throws
        -> [Int]
    {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (1...atMost).contains(numbers.count), numbers.allSatisfy(range.contains)
        else {
            throw ValidationError(
                "\(option): give 1 to \(atMost) whole numbers from \(range.lowerBound) to \(range.upperBound) with commas"
            )
        }
        return numbers
    }

    func run() async throws {
        for path in [output, cardOutput] {
            try OutputFile.check(path)
            if !force { try OutputFile.refuseExisting(path) }
        }
        let found = try await source.read(columns, for: "model fit \(DeepCoxShape.architecture)")
        let others = try unseen.map { try SurvivalCohortFile.read($0, inputs: columns) }
        let selection = try select ? selected(from: found) : nil
        let patients = try selection.map { try found.cohort.keeping($0.names) } ?? found.cohort
        let fit = try fit(patients, named: found.name)
        let card = try fit.card(
            description(patients, of: found.origin),
            selection: selection,
            unseen: others.map { ($0, name(unseen)) }
        )
        try OutputFile.write(fit.weights.safetensors(inputs: patients.names), to: output)
        try OutputFile.write(card.json, to: cardOutput)
        print(DeepCoxFitText.text(fit, card: card, selection: selection), terminator: "")
        for path in [output, cardOutput] { Failure.note("wrote \(path)") }
    }

    private func selected(from found: SurvivalSource.Patients) throws -> InputSelection {
        let line = ProgressLine("Choosing inputs")
        defer { line.finish() }
        return try ModelFile.naming(found.name) {
            try InputSelection(from: found.cohort, seed: seed) { line.update($0, of: $1) }
        }
    }

    private func fit(_ patients: SurvivalCohort, named name: String) throws -> DeepCoxFit {
        let (training, resampling) = (ProgressLine("Training"), ProgressLine("Resampling"))
        defer {
            training.finish()
            resampling.finish()
        }
        let known = try DeepCoxModel.shippedCards.flatMap { $0.survival?.inputs ?? [] }
        return try ModelFile.naming(name) {
            try DeepCoxFit(patients, describedBy: known, event: event, settings: settings()) { stage, done, total in
                switch stage {
                case .training: training.update(done, of: total)
                case .resampling: resampling.update(done, of: total)
                }
            }
        }
    }

    private func description(_ patients: SurvivalCohort, of origin: String) -> DeepCoxFit.Description {
        .init(
            id: modelID,
            title: title ?? "Time to \(outcome.replacing("_", with: " ")), fitted to \(patients.count) patients",
            intendedUse: intendedUse
                ?? "Risk of \(event) in patients like those it was fitted to. Nobody has judged this model yet: not for "
                + "patients until somebody who answers for it says otherwise.",
            outcome: outcome,
            population: "\(patients.count) patients, \(patients.events) events, of \(origin)"
        )
    }

    private func name(_ path: String?) -> String {
        URL(fileURLWithPath: path ?? "").lastPathComponent.printable(limit: 120)
    }
}
