import ArgumentParser
import CSV
import Foundation
import Trial
import TrialService

struct FollowUpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "follow-up",
        abstract: "Records how participants' follow-up ended.",
        discussion: """
            For trials that end in follow-up: with an event, or without one and why. The protocol names the words \
            (`stratum trial show`).

              stratum follow-up record WUH-0042 intensive-care --on 2020-02-07
              stratum follow-up import follow-up.csv
            """,
        subcommands: [FollowUpRecordCommand.self, FollowUpImportCommand.self]
    )
}

struct FollowUpRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Records how one participant's follow-up ended.",
        discussion: """
            Recording it again is a correction: it needs --reason, and what was there stays.

              stratum follow-up record WUH-0042 intensive-care --on 2020-02-07
              stratum follow-up record WUH-0043 discharge --on 2020-02-11
            """
    )

    @Argument(help: "Subject number.") var subject: SubjectNumber
    @Argument(help: "The event, or why nobody watches any longer, as the protocol names them.") var ending: String
    @Option(name: .long, help: "Day of the event, or the last without it.", transform: Day.typed) var on: Day
    @Option(name: .long, help: "Why what was recorded is wrong.") var reason: String?
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        if let reason { try TypedText.check(reason, "--reason", limit: 500) }
    }

    func run() async throws {
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let remarks = try await service.recordFollowUp(
                ending,
                of: subject,
                in: id,
                endedOn: on.date,
                at: Date(),
                reason: reason
            )
            print("\(subject) follow-up ended")
            remarks.forEach { Failure.note("\(subject): \($0)") }
        }
    }
}

struct FollowUpImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Records how follow-up ended of many, as a data manager.",
        discussion: """
            Columns: record_number, site, ended_on (2025-03-09), ending (an event or a reason, in the protocol's words); \
            others are not used. A file with wrong lines is refused whole, each line with its reason. Bringing a line \
            again changes nothing; another ending of a patient is a correction and needs --reason.

              stratum follow-up import follow-up.csv
            """
    )

    @OptionGroup var table: TableImport

    func run() async throws {
        try await table.run { bytes, service, id, plan in
            guard let definition = plan.followUp else {
                throw ServiceError.endsOtherwise(id, asked: "follow-up", ending: plan.ending.name)
            }
            let lines = try Self.lines(bytes, name: table.file, sites: Set(plan.sites.map(\.code)), definition)
            let (result, remarks) = try await service.keepFollowUps(lines, in: id, at: Date(), reason: table.reason)
            return TableImport.Outcome(
                counts: Counts(result),
                remarks: remarks.map { "\(table.file):\($0.line): \($0.text)" }
            )
        }
    }

    private static func lines(
        _ bytes: Data,
        name: String,
        sites: Set<SiteCode>,
        _ definition: FollowUpDefinition
    ) throws -> [TrialService.FollowUpLine] {
        let required = ["record_number", "site", "ended_on", "ending"]
        var table = try PatientTable(bytes, name: name, sites: sites, required: required, known: [])
        return try table.lines { table, record -> TrialService.FollowUpLine? in
            let (number, site) = (table.recordNumber(record), table.site(record))
            let ended = table.day("ended_on", record)
            let ending = table.field("ending", record) ?? ""
            do {
                _ = try definition.ending(ending)
            } catch {
                table.fail(record, "ending: \(error)")
                return nil
            }
            guard let number, let site, let ended else { return nil }
            table.refuseRepeat(record, of: "\(site.rawValue) \(number)", "patient")
            return .init(line: record.line, recordNumber: number, site: site, endedOn: ended.date, ending: ending)
        }
    }

    private struct Counts: Encodable, CustomStringConvertible {
        let new: Int
        let unchanged: Int
        let corrected: Int
        let unknown: Int
        let notEnrolled: Int

        init(_ result: TrialService.FollowUpResult) {
            (new, unchanged, corrected) = (result.new, result.unchanged, result.corrected)
            (unknown, notEnrolled) = (result.unknown, result.notEnrolled)
        }

        var description: String {
            "\(new) ends of follow-up are new, \(unchanged) unchanged, \(corrected) corrected; "
                + "\(notEnrolled) of patients who are not enrolled, \(unknown) of nobody who is known"
        }
    }
}
