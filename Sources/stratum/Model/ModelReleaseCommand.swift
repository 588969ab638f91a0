import ArgumentParser
import Foundation
import RiskModel
import Trial
import TrialService
import TrialStore

struct ModelReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Lets a model work at sites of a trial.",
        discussion: """
            The enrolling model is released at every site when a trial is made. A further model is active where the \
            protocol has cut points for it: its scores become tiers beside the enrolling ones. With --shadow it scores \
            silently: nothing follows from its scores.

              stratum model release --model shd-simulated --site NYP --reason "site opened"
              stratum model release --weights new.safetensors --card new.json --shadow --reason "compare with version 1"
            """
    )

    @OptionGroup var target: ModelReleaseTarget

    @Flag(name: .long, help: "Score silently.")
    var shadow = false

    func run() async throws { try await target.enter(shadow ? .shadow : .active) }
}

struct ModelWithdrawCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Ends the work of a model at sites of a trial; its scores stay.",
        discussion: "Example: stratum model withdraw --model shd-simulated --site NYP --reason \"drift\""
    )

    @OptionGroup var target: ModelReleaseTarget

    func run() async throws { try await target.enter(.withdrawn) }
}

struct ModelReleasesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "releases",
        abstract: "Lists which models work where, and since when.",
        discussion: "Example: stratum model releases --trial discovery-shd"
    )

    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
        try await acting.withService { service in
            let releases = try await service.releases(of: trial.resolve(service)).map(Line.init)
            guard !json else { return print(try JSONText.of(releases)) }
            for line in releases {
                let day = line.since.formatted(.iso8601.year().month().day())
                print("\(line.site)  \(line.model) \(line.weightsSha256.prefix(12))…  \(line.mode) since \(day)")
            }
        }
    }

    private struct Line: Encodable {
        let site: String
        let model: String
        let weightsSha256: String
        let mode: String
        let since: Date

        init(_ release: ModelReleaseStore.Release) {
            site = release.site.rawValue
            model = release.model
            weightsSha256 = release.weights.map { String(format: "%02x", $0) }.joined()
            mode = release.mode.rawValue
            since = release.since
        }
    }
}

/// Which model, where, and why.
struct ModelReleaseTarget: ParsableArguments {
    @OptionGroup var model: ModelOptions
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    @Option(name: .long, help: "Code of a site; may be given several times (default: all of the trial).")
    var site: [String] = []

    @Option(name: .long, help: "Why; it stands in the audit trail.")
    var reason: String

    func validate() throws {
        guard !reason.allSatisfy(\.isWhitespace), reason.utf8.count <= 500 else {
            throw ValidationError("--reason: give one, of 500 bytes at most")
        }
    }

    func enter(_ mode: ModelReleaseStore.Mode) async throws {
        let sites = try site.map { code in
            guard let site = SiteCode(rawValue: code) else { throw ValidationError("--site \(code): no site code") }
            return site
        }
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            let card = try model.load(default: plan.indexTest.model).card
            let entered = try await service.release(
                mode,
                of: card,
                at: sites.isEmpty ? nil : sites,
                in: id,
                reason: reason
            )
            let names = entered.map(\.rawValue).sorted().joined(separator: ", ")
            print("\(card.id): " + (entered.isEmpty ? "\(mode.rawValue) already" : "\(mode.rawValue) at \(names)"))
        }
    }
}
