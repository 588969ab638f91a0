import ArgumentParser
import Foundation
import RiskModel
import Trial
import TrialService
import TrialStore

struct TrialCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trial",
        abstract: "Makes a trial from a protocol, and shows it.",
        discussion: """
              stratum trial init discovery-shd
              stratum trial show
            """,
        subcommands: [TrialInitCommand.self, TrialShowCommand.self]
    )
}

struct TrialInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a trial from a shipped protocol or a file.",
        discussion: """
            The protocol is checked line by line, stored with its SHA-256 and released at its sites. The weights of the \
            enrolling model are pinned: no others may stratify the trial.

              stratum trial init discovery-shd
              stratum trial init my-protocol.yaml --id my-trial --weights model.safetensors --card model.json
            """
    )

    @Argument(help: "A shipped protocol's id, or a YAML file.", completion: .shippedProtocols)
    var plan: String

    @Option(name: .long, help: "The trial's id (default: the protocol's).")
    var id: String?

    @OptionGroup var model: ModelOptions
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let plan = try TrialProtocol.named(self.plan)
        guard let trial = TrialID(rawValue: id ?? plan.id.rawValue) else {
            throw ValidationError("--id: use lower-case letters, digits and hyphens")
        }
        let model = try self.model.load(default: plan.indexTest.model)
        try await acting.withService(creating: true) { service in
            try await service.addTrial(plan, as: trial, model: model.card)
            print("Trial \(trial.rawValue): protocol \(plan.id) version \(plan.version), SHA-256 \(plan.sha256)")
            print("Enrolling model \(plan.indexTest.model), weights SHA-256 \(model.weightsDigest.hex)")
            if let remark = plan.remarkOnTiers(of: model.card) { Failure.note(remark) }
            print("Next: give people their roles, for example")
            print(
                "  stratum account grant alice coordinator --trial \(trial.rawValue) "
                    + "--site \(plan.sites[0].code.rawValue)\(acting.repeated)"
            )
        }
    }
}

struct TrialShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a trial's protocol as it was stored.",
        discussion: """
              stratum trial show --trial discovery-shd
              stratum trial show --yaml
            """
    )

    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    @Flag(name: .long, help: "Print JSON.")
    var json = false

    @Flag(name: .long, help: "Print the protocol's YAML, byte for byte.")
    var yaml = false

    func run() async throws {
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let (plan, stored) = try await service.trialProtocol(of: id)
            if yaml { return print(stored.source, terminator: "") }
            let summary = TrialSummary(id, plan, stored.weightsDigest.hex)
            print(json ? try JSONText.of(summary) : summary.text)
        }
    }
}

/// What a person wants to know of a trial at a glance.
struct TrialSummary: Encodable {
    let trial: String
    let title: String
    let protocolVersion: Int
    let protocolSha256: String
    let enrollingModel: String
    let weightsSha256: String
    let sites: [String]
    let criteria: [String]
    let checklist: [String]
    let cutPointSets: [String]
    /// What the index test reads at admission; empty where it reads an ECG.
    let inputs: [String]
    /// The words of `follow-up record`; empty where the trial ends in an echocardiogram.
    let endings: [String]

    init(_ trial: TrialID, _ plan: TrialProtocol, _ weights: String) {
        self.trial = trial.rawValue
        title = plan.title
        protocolVersion = plan.version
        protocolSha256 = plan.sha256
        enrollingModel = plan.enrollingCutPointSet.model
        weightsSha256 = weights
        sites = plan.sites.map { "\($0.code.rawValue) \($0.name) (\($0.timeZone.identifier))" }
        criteria = plan.eligibility.criteria.map(\.title)
        checklist = plan.eligibility.checklist.map(\.text)
        cutPointSets = plan.cutPointSets.map { set in
            let cuts = set.cutPoints.map { "\($0)" }.joined(separator: ", ")
            let boundary = set.boundary == .below ? ", each cut in the tier below it" : ""
            return "\(set.id): \(set.model) \(set.output) at \(cuts) (\(set.status.rawValue)\(boundary))"
        }
        inputs = plan.indexTest.inputs.map { "\($0.name): \($0.title), \($0.rule)" }
        endings =
            (plan.followUp?.kinds.map { "\($0): \(plan.followUp?.title ?? "")" } ?? [])
            + (plan.followUp?.censoring.map { "\($0): left without it" } ?? [])
    }

    var text: String {
        func list(_ title: String, _ items: [String]) -> String {
            ([title] + items.map { "  \($0)" }).joined(separator: "\n")
        }
        return """
            \(title)
            trial \(trial), protocol version \(protocolVersion), SHA-256 \(protocolSha256)
            enrolling model \(enrollingModel), weights SHA-256 \(weightsSha256)
            \(list("Sites", sites))
            \(list("Eligible", criteria))
            \(list("Asked before consent", checklist))
            \(list("Cut points", cutPointSets))
            """
                + (inputs.isEmpty ? "" : "\n" + list("Read at admission", inputs))
                + (endings.isEmpty ? "" : "\n" + list("Follow-up ends in", endings))
    }
}
