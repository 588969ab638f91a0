import ArgumentParser
import Foundation
import PostgreSQL
import Trial
import TrialService
import TrialStore

struct AdmissionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admission",
        abstract: "Enters patients by what was measured at admission, and again during the stay.",
        discussion: """
            For trials whose index test reads values and not an ECG. The first set of an admission is what makes the \
            tier; later ones are the patient's course (`stratum report trend`). Nothing here shows a score.

              stratum admission record --site WUH --admitted 2020-02-01 Age=63 NLR=9.1 …
              stratum admission import admissions.csv
            """,
        subcommands: [AdmissionRecordCommand.self, AdmissionImportCommand.self]
    )
}

struct AdmissionRecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Enters one dated set of inputs of one patient.",
        discussion: """
            Who it is, is asked for, or read from standard input, a line each: record number, family name, given name, \
            day of birth; the last three may be empty. What stands on a command line, others on the machine can read. \
            Inputs are written name=value, as the protocol names them; one that is left out is missing. Other values of \
            the same moment are a correction: they need --reason, and what was there stays.

              stratum admission record --site WUH --admitted 2020-02-01 Age=63 NLR=9.1 Lactate.dehydrogenase=411
              stratum admission record --site WUH --admitted 2020-02-01 --measured 2020-02-04T07:00:00+08:00 NLR=14
            """
    )

    @Argument(help: "Inputs as name=value.") var inputs: [String]
    @Option(name: .long, help: "Code of the site.", completion: .shippedSites) var site: String
    @Option(name: .long, help: "Day of admission.", transform: Day.typed) var admitted: Day
    @Option(
        name: .long,
        help: "When they were measured: 2025-03-09 (at the site) or 2025-03-09T14:30:00Z (default: day of admission).",
        transform: Moment.typed
    )
    var measured: Moment?
    @Option(name: .long, help: "female or male.") var sex: Eligibility.Sex?
    @Option(name: .long, help: "Why values that are there are wrong.") var reason: String?
    @OptionGroup var trial: TrialOption
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        if let reason { try TypedText.check(reason, "--reason", limit: 500) }
        guard inputs.allSatisfy({ $0.contains("=") }) else {
            throw ValidationError("inputs are written name=value, such as Age=63")
        }
    }

    func run() async throws {
        let identity = try Self.askIdentity()
        try await acting.withService { service in
            let id = try await trial.resolve(service)
            let plan = try await service.trialProtocol(of: id).protocol
            guard plan.indexTest.entry == .admission else { throw ServiceError.takesNoAdmissions(id) }
            guard let code = SiteCode(rawValue: site), let place = plan.sites.first(where: { $0.code == code }) else {
                let known = plan.sites.map(\.code.rawValue).joined(separator: ", ")
                throw ValidationError("--site: give a site of the protocol, which has \(known)")
            }
            let fields = plan.indexTest.inputs
            let pairs = inputs.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                return (field: parts[0], text: parts[1])
            }
            let values = try InputValues(from: pairs, fields: fields)
            guard !values.values.isEmpty else { throw ValidationError("give at least one input, such as Age=63") }
            let result = try await service.admit(
                [
                    TrialService.AdmissionLine(
                        identity: identity,
                        site: code,
                        sex: sex,
                        admittedOn: admitted.date,
                        measuredAt: (measured ?? .day(admitted.calendarDate)).date(in: place.timeZone),
                        values: values
                    )
                ],
                in: id,
                reason: reason
            )
            print(result.unchanged == 1 ? "unchanged: it is there already" : result.new == 1 ? "recorded" : "corrected")
            values.queries(fields).forEach(Failure.note)
            let missing = values.missing(of: fields)
            if !missing.isEmpty { Failure.note("missing: \(missing.joined(separator: ", "))") }
        }
    }

    /// Asks on a terminal; reads the same lines where there is none.
    private static func askIdentity() throws -> PatientIdentity {
        func ask(_ what: String) throws -> String? {
            if isatty(STDIN_FILENO) == 1 { FileHandle.standardError.write(Data("\(what): ".utf8)) }
            let text = readLine()?.trimmingCharacters(in: .whitespaces) ?? ""
            guard !text.isEmpty else { return nil }
            try TypedText.check(text, what.lowercased(), limit: 200)
            return text
        }
        guard let number = try ask("Record number") else {
            throw Failure.refuse("no record number was given", code: Failure.usage)
        }
        let (family, given, birth) = (try ask("Family name"), try ask("Given name"), try ask("Day of birth"))
        guard birth.map({ Day(argument: $0) != nil }) ?? true else {
            throw ValidationError("day of birth: give a day of the calendar as YYYY-MM-DD, or nothing")
        }
        return PatientIdentity(recordNumber: number, familyName: family, givenName: given, birthDate: birth)
    }
}

extension Eligibility.Sex: ExpressibleByArgument {}

struct AdmissionImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Enters a table of admissions and of what was measured.",
        discussion: """
            Columns: record_number, site, admitted_on (2025-03-09); optional measured_at (a day, or 2025-03-09T14:30:00Z; \
            without it the day of admission), family_name, given_name, birth_date, sex; and one column an input, named \
            as in the protocol; an empty field is missing. Several lines of a patient are several sets. A file with \
            wrong lines is refused whole, each line with its reason. Bringing a line again changes nothing.

              stratum admission import admissions.csv
              stratum admission import corrected.csv --reason "units of bilirubin were wrong"
            """
    )

    @OptionGroup var table: TableImport

    func run() async throws {
        try await table.run { bytes, service, id, plan in
            guard plan.indexTest.entry == .admission else { throw ServiceError.takesNoAdmissions(id) }
            let read = try AdmissionFile.read(bytes, name: table.file, plan: plan)
            let result = try await service.admit(read.lines, in: id, reason: table.reason)
            return TableImport.Outcome(counts: Counts(result), remarks: read.remarks)
        }
    }

    private struct Counts: Encodable, CustomStringConvertible {
        let new: Int
        let unchanged: Int
        let corrected: Int

        init(_ result: TrialService.AdmissionResult) {
            (new, unchanged, corrected) = (result.new, result.unchanged, result.corrected)
        }

        var description: String { "\(new) sets of inputs are new, \(unchanged) unchanged, \(corrected) corrected" }
    }
}
