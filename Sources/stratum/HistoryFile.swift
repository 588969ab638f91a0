import CSV
import Electrocardiogram
import Foundation
import PostgreSQL
import Trial
import TrialService
import TrialStore

/// The history file of `candidates screen`: what the sites' records say of patients.
///
/// It is taken whole or not at all. A line left out would make what it says unknown, and most criteria let a patient
/// pass of whom nothing is known.
enum HistoryFile {
    /// One thing wrong in a file; values are not repeated, for they say who somebody is.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let file: String
        /// 1-based; the header is line 1.
        let line: Int
        let why: String

        var description: String { "\(file):\(line): \(why)" }
    }

    /// Every line that is wrong.
    struct Faults: Error, Equatable, CustomStringConvertible {
        let file: String
        /// By line; never empty.
        let faults: [Fault]
        /// Lines after the header.
        let lines: Int

        var description: String {
            let refused = Set(faults.map(\.line)).count
            return "\(file): \(refused) of \(lines) lines refused; nothing was kept and nobody screened"
        }
    }

    static let columns = [
        "record_number", "site", "last_echo_date", "known_diseases", "care_setting", "life_expectancy_under_one_year",
    ]

    /// Reads every line, or none.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: as faults name it.
    ///   - sites: codes of the protocol; nil where any will do.
    ///   - latest: no echocardiogram can be later.
    /// - Returns: the lines after the header.
    /// - Throws: ``Fault`` where it is no such table, ``Faults`` with every line that is wrong.
    static func read(
        _ bytes: Data,
        name: String,
        sites: Set<SiteCode>? = nil,
        latest: CalendarDate? = CalendarDate.tomorrow
    ) throws -> [TrialService.HistoryLine] {
        let table = try table(bytes, name: name)
        var reader = HistoryLineReader(header: table.header, sites: sites, latest: latest)
        let lines = table.records.compactMap { reader.line($0) }
        let faults = reader.faults.map { Fault(file: name, line: $0.line, why: $0.why) }
        guard faults.isEmpty else { throw Faults(file: name, faults: faults, lines: table.records.count) }
        return lines
    }

    private static func table(_ bytes: Data, name: String) throws -> CSVTable {
        let table: CSVTable
        do {
            table = try CSVReader().read(Array(bytes))
        } catch {
            throw Fault(file: name, line: error.line ?? 1, why: error.explanation)
        }
        for column in ["record_number", "site"] where !table.header.contains(column) {
            let advice = table.advice(missing: column)
            throw Fault(file: name, line: 1, why: "column \(column) is missing: \(advice)")
        }
        for column in table.header where !columns.contains(column) {
            Failure.note("\(name): column \(column) is not known and not used")
        }
        return table
    }
}

/// Reads one line after another and collects what is wrong.
private struct HistoryLineReader {
    let header: [String]
    let sites: Set<SiteCode>?
    let latest: CalendarDate?
    private(set) var faults: [(line: Int, why: String)] = []
    private var seen: [String: Int] = [:]

    init(header: [String], sites: Set<SiteCode>?, latest: CalendarDate?) {
        self.header = header
        self.sites = sites
        self.latest = latest
    }

    /// Nil where a field is wrong, and then a fault was added.
    mutating func line(_ record: CSVTable.Record) -> TrialService.HistoryLine? {
        let before = faults.count
        let number = field("record_number", record)
        if number == nil { fail(record, "record_number: is empty: fill it in") }
        let site = site(record)
        let history = ScreeningStore.History(
            lastEcho: lastEcho(record),
            neverEchoed: field("last_echo_date", record) == "never",
            knownDiseases: diseases(record),
            careSetting: careSetting(record),
            lifeExpectancyUnderOneYear: flag("life_expectancy_under_one_year", record)
        )
        guard faults.count == before, let number, let site else { return nil }
        let key = "\(site.rawValue) \(number)"
        if let first = seen[key] { fail(record, "the same patient as on line \(first): keep one line") }
        seen[key] = record.line
        return TrialService.HistoryLine(recordNumber: number, site: site, history: history)
    }

    private mutating func fail(_ record: CSVTable.Record, _ why: String) { faults.append((record.line, why)) }

    private func field(_ column: String, _ record: CSVTable.Record) -> String? {
        header.firstIndex(of: column).map { record.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private mutating func site(_ record: CSVTable.Record) -> SiteCode? {
        guard let site = field("site", record).flatMap(SiteCode.init(rawValue:)) else {
            fail(record, "site: give a site code such as NYP")
            return nil
        }
        if let sites, !sites.contains(site) {
            fail(
                record,
                "site: not in the protocol, which has \(sites.map(\.rawValue).sorted().joined(separator: ", "))"
            )
        }
        return site
    }

    private mutating func lastEcho(_ record: CSVTable.Record) -> PostgresDate? {
        guard let text = field("last_echo_date", record), text != "never" else { return nil }
        guard let day = Day(argument: text) else {
            fail(record, "last_echo_date: give a day such as 2025-03-09, or never")
            return nil
        }
        if let latest, day.calendarDate > latest { fail(record, "last_echo_date: lies in the future: correct it") }
        return day.date
    }

    private mutating func diseases(_ record: CSVTable.Record) -> [String]? {
        guard let text = field("known_diseases", record) else { return nil }
        guard text != "none" else { return [] }
        let codes = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        if codes.contains(where: { $0.wholeMatch(of: /[a-z][a-z0-9-]*/) == nil }) {
            fail(record, "known_diseases: give codes such as aortic-stenosis with ; between them, or none")
        }
        return codes
    }

    private mutating func careSetting(_ record: CSVTable.Record) -> String? {
        guard let text = field("care_setting", record) else { return nil }
        if Eligibility.CareSetting(rawValue: text) == nil {
            let known = Eligibility.CareSetting.allCases.map(\.rawValue).joined(separator: ", ")
            fail(record, "care_setting: give one of \(known), or nothing")
        }
        return text
    }

    private mutating func flag(_ column: String, _ record: CSVTable.Record) -> Bool? {
        switch field(column, record) {
        case nil: return nil
        case "1": return true
        case "0": return false
        default:
            fail(record, "\(column): give 1, 0 or nothing")
            return nil
        }
    }
}
