import ArgumentParser
import Electrocardiogram
import Foundation
import RiskModel
import Trial

/// Where labelled recordings come from: a folder of a cohort, or a trial.
struct LabelledSource: ParsableArguments {
    /// What was read, and how it stands in the card.
    struct Labelled {
        let features: LabelledFeatures
        let population: String
        let weighting: String?
        let remarks: [String]
    }

    @Option(
        help: ArgumentHelp("A folder with ecg/ and echo.csv, as `stratum simulate` writes it.", valueName: "folder"),
        completion: .directory
    )
    var cohort: String?

    @Option(help: "A data cut of a trial, by its number.") var cut: Int?

    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard (cohort == nil) != (cut == nil) else {
            throw ValidationError("give labelled recordings: either --cohort or --cut")
        }
        guard cut != nil || (trial.trial == nil && acting.account == nil && acting.data == nil) else {
            throw ValidationError("--trial, --as and --data belong to --cut")
        }
        guard cut.map((1...Int(Int32.max)).contains) ?? true else {
            throw ValidationError("--cut \(cut ?? 0): data cuts are numbered from 1")
        }
    }

    /// Reads every recording and what the network makes of it.
    ///
    /// - Throws: exit code 65 with what does not fit, 77 where the account may not.
    func read(for card: ModelCard, _ weights: ResNetWeights, purpose: String) async throws -> Labelled {
        guard card.preprocessing == EchoNextPreprocessing.version else {
            throw Failure.refuse(
                "\(card.id): was fitted to preprocessing \(card.preprocessing.printable(limit: 40)), this program has "
                    + "\(EchoNextPreprocessing.version); give a model fitted to that",
                code: Failure.badData
            )
        }
        if let cohort { return try await CohortLabels(folder: cohort).read(for: card, weights) }
        return try await acting.withService { service in
            let id = try await trial.resolve(service)
            let labels = TrialLabels(service: service, trial: id, cut: cut, purpose: purpose)
            return try await labels.read(for: card, weights)
        }
    }
}

/// Recordings that are left out, by reason.
struct LeftOut: Sendable {
    private var counts: [String: Int] = [:]

    mutating func add(_ reason: String, _ count: Int = 1) { counts[reason, default: 0] += count }

    /// A sentence for the card; none where nothing was left out.
    var remarks: [String] {
        guard !counts.isEmpty else { return [] }
        let reasons = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return ["Left out: \(reasons.joined(separator: ", "))"]
    }
}

/// A recording that is ready for a network, or why it is left out.
enum Readiness: Sendable {
    case ready(PreparedInput)
    case leftOut(String)

    /// The gate decides, as before a model scores.
    init(_ recording: Recording) {
        if let reason = QualityGate.reasons(for: recording).first {
            self = .leftOut(reason.rawValue)
        } else if let input = try? EchoNextPreprocessing.prepare(recording) {
            self = .ready(input)
        } else {
            self = .leftOut("not-preparable")
        }
    }
}

extension OutcomeDefinition {
    /// Labels of an echocardiogram in the order of a model's outputs; nil for one that is unknown or no outcome.
    func labels(of echo: EchoStudy, for card: ModelCard) -> [Bool?] {
        let labels = labels(of: echo)
        return card.outputs.map { output in Outcome(rawValue: output.label).flatMap { labels[$0] } }
    }
}
