import CSV
import Electrocardiogram
import Foundation
import Trial
import TrialService

/// The file of `echo import`: what echocardiograms of routine care showed.
///
/// It is taken whole or not at all: a line left out would make its patient one who was never echoed.
enum RoutineEchoFile {
    /// Every line that is wrong.
    struct Faults: Error, Equatable, CustomStringConvertible {
        let file: String
        /// By line; never empty.
        let faults: [HistoryFile.Fault]
        /// Lines after the header.
        let lines: Int

        var description: String {
            "\(file): \(Set(faults.map(\.line)).count) of \(lines) lines refused; nothing was kept"
        }
    }

    private static let required = ["record_number", "site", "performed_on"]
    private static let findings = EchoStudy.Field.allCases.map(\.rawValue) + [EchoValidation.imageQualityName]

    /// Reads every line, or none.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: as faults name it.
    ///   - sites: codes of the protocol.
    ///   - latest: no echocardiogram can be later.
    /// - Returns: the lines after the header, and what deserves a second look, by line and field.
    /// - Throws: ``HistoryFile/Fault`` where it is no such table, ``Faults`` with every line that is wrong.
    static func read(
        _ bytes: Data,
        name: String,
        sites: Set<SiteCode>,
        latest: CalendarDate? = CalendarDate.tomorrow
    ) throws -> (lines: [TrialService.RoutineEchoLine], remarks: [String]) {
        let table = try table(bytes, name: name)
        var reader = LineReader(header: table.header, sites: sites, latest: latest)
        let lines = table.records.compactMap { reader.line($0) }
        let faults = reader.faults.map { HistoryFile.Fault(file: name, line: $0.line, why: $0.why) }
        guard faults.isEmpty else { throw Faults(file: name, faults: faults, lines: table.records.count) }
        return (lines, reader.remarks.map { "\(name):\($0.line): \($0.why)" })
    }

    private static func table(_ bytes: Data, name: String) throws -> CSVTable {
        let table: CSVTable
        do {
            table = try CSVReader().read(Array(bytes))
        } catch {
            throw HistoryFile.Fault(file: name, line: error.line ?? 1, why: error.explanation)
        }
        for column in required where !table.header.contains(column) {
            let advice = table.advice(missing: column)
            throw HistoryFile.Fault(file: name, line: 1, why: "column \(column) is missing: \(advice)")
        }
        guard table.header.contains(where: findings.contains) else {
            let known = findings.joined(separator: ", ")
            throw HistoryFile.Fault(file: name, line: 1, why: "no column is a finding: name any of \(known)")
        }
        for column in table.header where !(required + findings).contains(column) {
            Failure.note("\(name): column \(column) is not known and not used")
        }
        return table
    }

    /// Reads one line after another and collects what is wrong.
    private struct LineReader {
        let header: [String]
        let sites: Set<SiteCode>
        let latest: CalendarDate?
        private(set) var faults: [(line: Int, why: String)] = []
        private(set) var remarks: [(line: Int, why: String)] = []
        private var seen: [String: Int] = [:]

        init(header: [String], sites: Set<SiteCode>, latest: CalendarDate?) {
            (self.header, self.sites, self.latest) = (header, sites, latest)
        }

        /// Nil where a field is wrong, and then a fault was added.
        mutating func line(_ record: CSVTable.Record) -> TrialService.RoutineEchoLine? {
            let before = faults.count
            let number = field("record_number", record)
            if number == nil { fail(record, "record_number: is empty: fill it in") }
            let (site, day, echo) = (site(record), day(record), echo(record))
            guard faults.count == before, let number, let site, let day, let echo else { return nil }
            let key = "\(site.rawValue) \(day.calendarDate) \(number)"
            if let first = seen[key] {
                fail(record, "the same patient and day as on line \(first): keep one line")
            }
            seen[key] = record.line
            return .init(recordNumber: number, site: site, performedOn: day.date, echo: echo)
        }

        private mutating func fail(_ record: CSVTable.Record, _ why: String) { faults.append((record.line, why)) }

        private func field(_ column: String, _ record: CSVTable.Record) -> String? {
            header.firstIndex(of: column).map { record.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        }

        private mutating func site(_ record: CSVTable.Record) -> SiteCode? {
            let site = field("site", record).flatMap(SiteCode.init(rawValue:))
            guard let site, sites.contains(site) else {
                let known = sites.map(\.rawValue).sorted().joined(separator: ", ")
                fail(record, "site: give a site of the protocol, which has \(known)")
                return nil
            }
            return site
        }

        private mutating func day(_ record: CSVTable.Record) -> Day? {
            guard let day = field("performed_on", record).flatMap(Day.init(argument:)) else {
                fail(record, "performed_on: give a day such as 2025-03-09")
                return nil
            }
            if let latest, day.calendarDate > latest {
                fail(record, "performed_on: lies in the future: correct it")
            }
            return day
        }

        private mutating func echo(_ record: CSVTable.Record) -> EchoStudy? {
            let pairs = findings.compactMap { name in field(name, record).map { (field: name, text: $0) } }
            guard !pairs.isEmpty else {
                // Under a rule that calls what is absent normal, an empty line would make a healthy heart.
                fail(record, "names no finding: fill them in, or leave the line out")
                return nil
            }
            do {
                let echo = try EchoValidation.study(from: pairs)
                for query in EchoValidation.queries(about: echo) {
                    remarks.append((record.line, "\(query.field.rawValue): \(query.text)"))
                }
                return echo
            } catch {
                for fault in error.faults { fail(record, fault.description) }
                return nil
            }
        }
    }
}
