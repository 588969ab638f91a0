import ArgumentParser
import CSV
import Foundation
import Trial
import TrialService
import TrialStore

struct CandidatesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candidates",
        abstract: "Screens patients into the frame, and lists whom to contact.",
        discussion: """
              stratum candidates screen --history history.csv
              stratum candidates list
              stratum candidates find
              stratum candidates duplicates
            """,
        subcommands: [
            CandidatesListCommand.self, CandidatesFindCommand.self, CandidatesScreenCommand.self,
            CandidatesDuplicatesCommand.self,
        ],
        defaultSubcommand: CandidatesListCommand.self
    )
}

struct CandidatesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the participants of your sites in the order of contact.",
        discussion: """
            The order is shuffled across tiers: neither a place in the list nor its length tells anything.

              stratum candidates list --state consented
            """
    )

    @Option(name: .long, help: "Only those in this state, such as sampled or consented.") var state: ParticipantState?
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        try await acting.withService { service in
            let candidates = try await service.candidates(of: try await trial.resolve(service), state: state)
            try CandidateLine.print(candidates, json: json)
            guard candidates.isEmpty, !json else { return }
            Failure.note("nobody on the list; a data manager draws places with `stratum draw`")
        }
    }
}

extension ParticipantState: ExpressibleByArgument {}

extension String {
    /// Filled with blanks up to a width.
    func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

struct CandidatesScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Judges every scored patient against the criteria, into the open frame.",
        discussion: """
            Screening again replaces the open frame, nothing else. The history file has the columns record_number, site \
            and any of last_echo_date (2025-03-09, or never), known_diseases (codes separated by ;, or none), care_setting, \
            life_expectancy_under_one_year (1 or 0). An empty field is unknown. A file with wrong lines is refused whole, \
            each line with its reason, and nobody is screened.

              stratum candidates screen --history history.csv
            """
    )

    @Option(
        name: .long,
        help: ArgumentHelp("What the sites' records say.", valueName: "history.csv"),
        completion: .file(extensions: ["csv"])
    )
    var history: String?
    @Option(
        name: .long,
        help: "The day on which eligibility is judged; not later than today (default: now).",
        transform: Moment.typed
    )
    var on = Moment.now
    @Flag(name: .long, help: "Print JSON.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func run() async throws {
        let bytes = try history.map { try InputFile.read($0, limit: CSVLimits.usual.bytes) }
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let sites = Set(try await service.trialProtocol(of: id).protocol.sites.map(\.code))
            if let lines = try bytes.map({ try HistoryFile.read($0, name: history ?? "", sites: sites) }) {
                let known = try await service.keepHistory(lines)
                Failure.note("\(known) of \(lines.count) history lines are of patients with a recording")
            }
            // Noon in Greenwich is the same day at nearly every site.
            let day = if case .day = on { on.date(in: .gmt).addingTimeInterval(43_200) } else { on.date(in: .gmt) }
            let result = try await service.screen(id, on: day)
            if json { return print(try JSONText.of(Summary(result))) }
            print("Frame \(result.frame): \(result.eligible) eligible")
            for (reason, count) in result.ineligible.sorted(by: { $0.key < $1.key }) {
                print("  not eligible: \(reason) \(count)")
            }
        }
    }

    private struct Summary: Encodable {
        let frame: Int
        let eligible: Int
        let ineligible: [String: Int]

        init(_ result: TrialService.ScreeningResult) {
            frame = result.frame
            eligible = result.eligible
            ineligible = result.ineligible
        }
    }
}
