import ArgumentParser
import Foundation
import RiskModel
import Synchronization
import Trial
import TrialService
import TrialStore

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Scores what is queued, until it is stopped.",
        discussion: """
            An import queues every recording for the models that work at its site. Any number of workers, on any number \
            of hosts that reach the database, take recordings from the queue; each recording is assessed once by the \
            same weights, whatever dies. A worker that ends lets others have what it held after the lease. What fails \
            is tried again after 2, 4, 8 and 16 seconds, alone, and then set aside with its reason.

              stratum work --as ingest
              stratum work --until-empty --as ingest
              stratum work queue --as ingest
              stratum work status --as ingest
              stratum work retry --as ingest
            """,
        subcommands: [Run.self, Queue.self, Status.self, Retry.self],
        defaultSubcommand: Run.self
    )

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Scores what is queued (what `stratum work` does).",
            discussion: """
                  stratum work --until-empty --as ingest
                  stratum work --weights echonext.safetensors --card echonext.json --as ingest
                """
        )

        @OptionGroup var model: ModelOptions
        @OptionGroup var acting: ActingOptions

        @Flag(name: .long, help: "End when nothing is left.")
        var untilEmpty = false

        @Option(name: .long, help: "How many recordings the network takes at once, 1 to 256.")
        var batch = 32

        @Option(name: .long, help: "Seconds after which others may take what this worker has not finished, 5 to 3600.")
        var lease = 60

        func validate() throws {
            guard (1...256).contains(batch) else { throw ValidationError("--batch must be 1 to 256") }
            guard (5...3600).contains(lease) else { throw ValidationError("--lease must be 5 to 3600") }
        }

        func run() async throws {
            let models = try self.model.loadAll()
            let pace = ScoringPace(batch: batch, lease: Double(lease))
            try await acting.withService { service in
                let log = WorkLog()
                let result = try await service.work(models: models, pace: pace, untilEmpty: untilEmpty) { log.note($0) }
                log.finish()
                print(ScoringSummary(result).text)
            }
        }
    }

    struct Queue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Queues the whole registry for the models released at its sites, and counts how far they are.",
            discussion: """
                After a release at sites that have old recordings. What has a result is not queued, and nothing is \
                assessed twice by the same weights, so running this again is harmless and shows the progress.

                  stratum work queue --as ingest
                """
        )

        @OptionGroup var acting: ActingOptions
        @Flag(name: .long, help: "Print JSON.") var json = false

        func run() async throws {
            try await acting.withService { service in
                let models = try await service.queueRegistry().map(RegistryLine.init)
                guard !json else { return print(try JSONText.of(models)) }
                if models.isEmpty { print("No model is released at the sites of this account.") }
                for model in models { print(model.text) }
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows how much is queued, and what was set aside.",
            discussion: "Example: stratum work status --as ingest"
        )

        @OptionGroup var acting: ActingOptions
        @Flag(name: .long, help: "Print JSON.") var json = false

        func run() async throws {
            try await acting.withService { service in
                let status = try await QueueStatus(service)
                print(json ? try JSONText.of(status) : status.text)
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets workers try again what was set aside.",
            discussion: "Example: stratum work retry --as ingest"
        )

        @OptionGroup var acting: ActingOptions

        func run() async throws {
            try await acting.withService { service in
                print("\(try await service.retryScorings()) put back into the queue")
            }
        }
    }
}

/// Tells on standard error how a worker gets on: a line that moves on a terminal, else one when it falls idle.
private final class WorkLog: Sendable {
    private let line = ProgressLine("Scoring")
    private let last = Mutex((finished: -1, setAside: 0))

    func note(_ event: TrialService.WorkEvent) {
        switch event {
        case .progress(let result, let left): line.update(result.finished, of: result.finished + left)
        case .idle(let result, let setAside):
            line.finish()
            let isNews = last.withLock { last in
                defer { last = (result.finished, setAside) }
                return last != (result.finished, setAside)
            }
            guard isNews else { return }
            let hint = setAside > 0 ? "; \(setAside) set aside, see `stratum work status`" : ""
            Failure.note("\(result.scored) scored, \(result.stratified) stratified, nothing left\(hint)")
        }
    }

    func finish() { line.finish() }
}

/// One model's way through the registry, for people and programs.
private struct RegistryLine: Encodable {
    struct Site: Encodable {
        let site: String
        let recordings: Int
        let scored: Int
        let turnedAway: Int
        let queued: Int
        let setAside: Int
    }

    let model: String
    let weightsSha256: String
    let added: Int
    let sites: [Site]

    init(_ coverage: TrialService.RegistryCoverage) {
        model = coverage.model
        weightsSha256 = coverage.weights.hex
        added = coverage.added
        sites = coverage.sites.map { site in
            Site(
                site: site.site.rawValue,
                recordings: site.recordings,
                scored: site.scored,
                turnedAway: site.refused,
                queued: site.queued,
                setAside: site.setAside
            )
        }
    }

    var text: String {
        let lines = sites.map { site in
            "  \(site.site): \(site.recordings) recordings, \(site.scored) scored, \(site.turnedAway) turned away, "
                + "\(site.queued) queued, \(site.setAside) set aside"
        }
        return (["\(model) \(weightsSha256.prefix(12))…: \(added) put into the queue"] + lines).joined(separator: "\n")
    }
}

/// The queue for people.
private struct QueueStatus: Encodable {
    struct Model: Encodable {
        let model: String
        let weightsSha256: String
        let waiting: Int
        let underWay: Int
        let pausing: Int
        let setAside: Int
    }

    struct SetAside: Encodable {
        let model: String
        let recording: String
        let site: String
        let attempts: Int
        let reason: String
        let since: Date
    }

    let models: [Model]
    let setAside: [SetAside]

    init(_ service: TrialService) async throws {
        models = try await service.scoringQueue().map { model, weights, state in
            Model(
                model: model,
                weightsSha256: weights.map { String(format: "%02x", $0) }.joined(),
                waiting: state.waiting,
                underWay: state.underWay,
                pausing: state.pausing,
                setAside: state.setAside
            )
        }
        setAside = try await service.setAsideScorings().map { job in
            SetAside(
                model: job.model,
                recording: job.recording.rawValue.uuidString.lowercased(),
                site: job.site.rawValue,
                attempts: job.attempts,
                reason: job.reason,
                since: job.since
            )
        }
    }

    var text: String {
        guard !models.isEmpty else { return "No model is released at the sites of this account." }
        let lines = models.map { model in
            "\(model.model) \(model.weightsSha256.prefix(12))…: \(model.waiting) waiting, \(model.underWay) under way, "
                + "\(model.pausing) pausing after a failure, \(model.setAside) set aside"
        }
        let aside = setAside.map { job in
            "  set aside: recording \(job.recording) at \(job.site), after \(job.attempts) attempt(s): \(job.reason)"
        }
        return (lines + aside).joined(separator: "\n")
    }
}
