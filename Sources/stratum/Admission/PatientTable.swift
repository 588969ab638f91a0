import CSV
import Electrocardiogram
import Foundation
import Trial

/// A file with one line a patient, or a patient and moment, taken whole or not at all.
///
/// Reads one line after another and collects what is wrong; values are not repeated, for they say who somebody is.
struct PatientTable {
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

    let name: String
    let sites: Set<SiteCode>
    /// Nothing can be later.
    let latest: CalendarDate?
    private let table: CSVTable
    private var faults: [HistoryFile.Fault] = []
    private var seen: [String: Int] = [:]

    /// The names of the columns.
    var header: [String] { table.header }

    /// - Throws: ``HistoryFile/Fault`` where it is no table, or a column that is needed is missing.
    init(
        _ bytes: Data,
        name: String,
        sites: Set<SiteCode>,
        required: [String],
        known: [String],
        latest: CalendarDate? = CalendarDate.tomorrow
    ) throws {
        (self.name, self.sites, self.latest) = (name, sites, latest)
        do {
            table = try CSVReader().read(Array(bytes))
        } catch {
            throw HistoryFile.Fault(file: name, line: error.line ?? 1, why: error.explanation)
        }
        for column in required where !table.header.contains(column) {
            let advice = table.advice(missing: column)
            throw HistoryFile.Fault(file: name, line: 1, why: "column \(column) is missing: \(advice)")
        }
        for column in table.header where !(required + known).contains(column) {
            Failure.note("\(name): column \(column) is not known and not used")
        }
    }

    /// Reads every line; one for which `read` gives nil has added a fault.
    ///
    /// - Throws: ``Faults`` with every line that is wrong.
    mutating func lines<Line>(_ read: (inout PatientTable, CSVTable.Record) -> Line?) throws -> [Line] {
        let lines = table.records.compactMap { read(&self, $0) }
        guard faults.isEmpty else { throw Faults(file: name, faults: faults, lines: table.records.count) }
        return lines
    }

    mutating func fail(_ record: CSVTable.Record, _ why: String) {
        faults.append(HistoryFile.Fault(file: name, line: record.line, why: why))
    }

    /// Nil for an empty field, and for a column that is not there.
    func field(_ column: String, _ record: CSVTable.Record) -> String? {
        header.firstIndex(of: column).map { record.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }

    mutating func recordNumber(_ record: CSVTable.Record) -> String? {
        let number = field("record_number", record)
        if number == nil { fail(record, "record_number: is empty: fill it in") }
        return number
    }

    mutating func site(_ record: CSVTable.Record) -> SiteCode? {
        let site = field("site", record).flatMap(SiteCode.init(rawValue:))
        guard let site, sites.contains(site) else {
            let known = sites.map(\.rawValue).sorted().joined(separator: ", ")
            fail(record, "site: give a site of the protocol, which has \(known)")
            return nil
        }
        return site
    }

    mutating func day(_ column: String, _ record: CSVTable.Record) -> Day? {
        guard let day = field(column, record).flatMap(Day.init(argument:)) else {
            fail(record, "\(column): give a day such as 2025-03-09")
            return nil
        }
        guard latest.map({ day.calendarDate <= $0 }) ?? true else {
            fail(record, "\(column): lies in the future: correct it")
            return nil
        }
        return day
    }

    mutating func moment(_ column: String, _ record: CSVTable.Record) -> Moment? {
        guard let text = field(column, record), text != "now", let moment = Moment(argument: text) else {
            fail(record, "\(column): give a day such as 2025-03-09, or day, time and zone as 2025-03-09T14:30:00Z")
            return nil
        }
        return moment
    }

    /// One of the words of an enumeration; nil and no fault for an empty field.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ column: String,
        _ record: CSVTable.Record,
        of type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        guard let text = field(column, record) else { return nil }
        let word = Word(rawValue: text)
        if word == nil {
            fail(record, "\(column): give \(Word.allCases.map(\.rawValue).joined(separator: ", ")) or nothing")
        }
        return word
    }

    /// Refuses the second line of what there can be only one of.
    mutating func refuseRepeat(_ record: CSVTable.Record, of key: String, _ what: String) {
        if let first = seen[key] { fail(record, "the same \(what) as on line \(first): keep one line") }
        seen[key] = record.line
    }
}
