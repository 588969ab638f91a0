import ArgumentParser
import Foundation
import Trial
import TrialService
import TrialStore

struct AuditListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists entries of the audit trail, newest first, as far as your role may see them.",
        discussion: """
              stratum audit list --subject NYP-0042
              stratum audit list --table identity.patient --since 2026-03-01 --json
            """
    )

    @Option(name: .long, help: "Only entries of this participant.") var subject: SubjectNumber?
    @Option(name: .long, help: ArgumentHelp("Only entries of this table.", valueName: "schema.table"))
    var table: String?
    @Option(name: .long, help: ArgumentHelp("Only what this account did.", valueName: "account")) var by: String?
    @Option(name: .long, help: "Only entries from this day (UTC) or moment on.", transform: Moment.typed)
    var since: Moment?
    @Option(name: .long, help: "The most entries to list, 1 to 10000.") var limit = 100
    @Flag(name: .long, help: "Print JSON, with all values.") var json = false
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit must be 1 to 10000") }
    }

    func run() async throws {
        var filter = AuditStore.Filter()
        filter.table = table
        filter.actor = by
        filter.since = since?.date(in: .gmt)
        filter.limit = limit
        let wanted = filter
        let entries: [AuditStore.Entry] = try await acting.withService { (service: TrialService) in
            guard let subject else { return try await service.trail(wanted) }
            let id: TrialID = try await trial.resolve(service)
            return try await service.trail(wanted, of: (number: subject, trial: id))
        }
        let lines: [AuditLine] = try entries.map { try AuditLine($0) }
        if json { return print(try JSONText.of(lines)) }
        for line in lines { print(line.text) }
        if lines.isEmpty { Failure.note("no entry that your role may see") }
    }
}

/// An entry for reading.
struct AuditLine: Encodable {
    let entry: Int
    let at: String
    let actor: String
    let role: String
    let request: String?
    let reason: String?
    let trial: String?
    let site: String?
    let operation: String
    let table: String
    let key: AuditValue
    let old: AuditValue?
    let new: AuditValue?

    init(_ entry: AuditStore.Entry) throws {
        self.entry = entry.id
        at = entry.at.formatted(.iso8601)
        actor = entry.actor
        role = entry.role.hasPrefix("stratum_") ? String(entry.role.dropFirst(8)) : entry.role
        request = entry.request
        reason = entry.reason
        trial = entry.trial
        site = entry.site
        operation = entry.operation
        table = entry.table
        key = try AuditValue(json: entry.key)
        old = try entry.old.map(AuditValue.init(json:))
        new = try entry.new.map(AuditValue.init(json:))
    }

    /// One line, and one more for each value that was changed.
    var text: String {
        let head = [
            String(entry).padding(8), at, "\(actor) (\(role))".padding(34), (site ?? "").padding(6),
            operation.padding(8), table.padding(26), "reason: \(reason ?? "none")",
        ]
        return ([head.joined(separator: " ")] + changes.map { "         " + $0 })
            .map(\.printable).joined(separator: "\n")
    }

    private var changes: [String] {
        guard case .object(let before)? = old, case .object(let after)? = new else { return [key.text] }
        let fields = Set(before.keys).union(after.keys).sorted()
        return [key.text] + fields.map { "\($0): \((before[$0] ?? .null).text) → \((after[$0] ?? .null).text)" }
    }
}
