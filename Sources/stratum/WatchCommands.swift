import ArgumentParser
import Foundation
import PostgreSQL
import Reporting
import Trial
import TrialService

/// The share that a model flags, month by month.
struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "The share a model flags, its scores and what the gate turns away, by site and month.",
        discussion: """
            A threshold that suits one place or year need not suit the next. No outcome is needed to see that: the share \
            flagged moves. Limits are exact binomial ones around the share of the first months; a month outside is \
            marked, and so is a run of eight on one side.

              stratum report drift
              stratum report drift --from 2025-01 --baseline 12 --html drift.html
              stratum report drift --digest 0a1b2c --threshold 0.6 --json
            """
    )

    @OptionGroup var watched: WatchOptions

    @Option(name: .long, help: "The first months of a site with anything to judge set its limits.")
    var baseline = 6

    @Option(
        name: .long,
        help: ArgumentHelp("The first month charted (default: the earliest, 60 months at most).", valueName: "2025-01"),
        transform: WatchOptions.month
    )
    var from: CalendarMonth?

    @OptionGroup var output: ReportOutput

    func run() async throws {
        let plan = try DriftReport.Plan(baselineMonths: baseline, from: from)
        try await output.emit("drift") { purpose in
            let tally = try await watched.acting.withService { service in
                try await service.drift(of: watched.trial.resolve(service), watched.question, for: purpose)
            }
            return Rendering(try DriftReport(tally, plan: plan))
        }
    }
}

/// A model that scored beside routine care.
struct SilentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "silent",
        abstract: "Whom a model flagged beside routine care, who was echoed later, and what was found.",
        discussion: """
            Each patient counts by the first recording that the model scored; echocardiograms of routine care come by \
            `stratum echo import`. Sensitivity is that among those who were echoed, and of nobody else.

              stratum report silent
              stratum report silent --digest 0a1b2c --threshold 0.6 --days 180
              stratum report silent --outcome vhd --html silent.html
            """
    )

    @OptionGroup var watched: WatchOptions

    @Option(name: .long, help: "An echocardiogram counts up to so many days after the recording, 1 to 3650.")
    var days = 365

    @Option(name: .long, help: "What an echocardiogram is asked for (default: the protocol's primary outcome).")
    var outcome: Outcome?

    @Option(name: .long, help: "Two-sided confidence level of every interval (default: the protocol's).")
    var level: Double?

    @OptionGroup var output: ReportOutput

    func validate() throws {
        guard (1...3650).contains(days) else { throw ValidationError("--days \(days): give 1 to 3650") }
        guard level.map((0.5..<1).contains) ?? true else {
            throw ValidationError("--level \(level ?? 0): give a number from 0.5 to below 1, such as 0.95")
        }
    }

    func run() async throws {
        try await output.emit("silent") { purpose in
            try await watched.acting.withService { service in
                let trial = try await watched.trial.resolve(service)
                let plan = try await service.trialProtocol(of: trial).protocol.analysisPlan
                let tally = try await service.silent(
                    of: trial,
                    watched.question,
                    within: days,
                    asOf: Self.today,
                    for: purpose
                )
                // Of a trial that ends in follow-up the service has refused before this.
                guard let outcome = outcome ?? plan.primaryOutcome else {
                    throw ValidationError("the protocol names no primary outcome: name one with --outcome")
                }
                return Rendering(try SilentReport(tally, outcome: outcome, level: level ?? plan.level))
            }
        }
    }

    /// The day in Greenwich.
    private static var today: PostgresDate {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date())
        return PostgresDate(year: parts.year ?? 0, month: parts.month ?? 1, day: parts.day ?? 1)
    }
}

/// Which model is watched, and from which score on it flags.
struct WatchOptions: ParsableArguments {
    @Option(name: .long, help: "A released model's id (default: the protocol's).", completion: .shippedModels)
    var model: String?

    @Option(
        name: .long,
        help: ArgumentHelp("First digits of its weights' SHA-256, as `stratum model releases` shows.", valueName: "hex")
    )
    var digest: String?

    @Option(name: .long, help: "The score from which on it flags (default: where the protocol's top tier begins).")
    var threshold: Double?

    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    var question: TrialService.WatchQuestion { .init(model: model, digest: digest, threshold: threshold) }

    func validate() throws {
        guard threshold.map((0...1).contains) ?? true else {
            throw ValidationError("--threshold \(threshold ?? 0): give a score from 0 to 1, such as 0.6")
        }
        guard digest.map({ $0.wholeMatch(of: /[0-9a-f]{4,64}/) != nil }) ?? true else {
            throw ValidationError("--digest: give the first 4 to 64 small hexadecimal digits")
        }
    }

    static func month(_ text: String) throws -> CalendarMonth {
        guard let month = CalendarMonth(text) else {
            throw ValidationError("give a month as YYYY-MM, such as 2025-03")
        }
        return month
    }
}
