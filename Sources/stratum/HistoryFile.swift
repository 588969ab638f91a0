import CSV
import Foundation
import PostgreSQL
import Trial
import TrialService
import TrialStore

/// The history file of `candidates screen`: what the sites' records say of patients.
enum HistoryFile {
    /// The first thing wrong in a file; values are not repeated, for they say who somebody is.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let file: String
        /// 1-based; the header is line 1.
        let line: Int
        let why: String

        var description: String { "\(file):\(line): \(why)" }
    }

    static let columns = [
        "record_number", "site", "last_echo_date", "known_diseases", "care_setting", "life_expectancy_under_one_year",
    ]

    /// Reads every line, or none.
    ///
    /// - Throws: ``Fault`` with line, column and remedy.
    static func read(_ bytes: Data, name: String) throws -> [TrialService.HistoryLine] {
        let table: CSVTable
        do {
            table = try CSVReader().read(Array(bytes))
        } catch {
            throw Fault(file: name, line: error.line ?? 1, why: error.explanation)
        }
        for column in ["record_number", "site"] where !table.header.contains(column) {
            throw Fault(file: name, line: 1, why: "column \(column) is missing")
        }
        for column in table.header where !columns.contains(column) {
            Failure.note("\(name): column \(column) is not known and not used")
        }
        return try table.records.map { try line($0, header: table.header, name: name) }
    }

    private static func line(
        _ record: CSVTable.Record,
        header: [String],
        name: String
    ) throws -> TrialService.HistoryLine {
        func field(_ column: String) -> String? {
            header.firstIndex(of: column).map { record.fields[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        }
        func wrong(_ column: String, _ rule: String) -> Fault {
            Fault(file: name, line: record.line, why: "\(column): \(rule)")
        }
        guard let number = field("record_number") else { throw wrong("record_number", "is empty") }
        guard let site = field("site").flatMap(SiteCode.init(rawValue:)) else {
            throw wrong("site", "give a site code such as NYP")
        }
        var history = ScreeningStore.History()
        if field("last_echo_date") == "never" {
            history.neverEchoed = true
        } else if let text = field("last_echo_date") {
            guard let day = Day(argument: text) else {
                throw wrong("last_echo_date", "give a day such as 2025-03-09, or never")
            }
            history.lastEcho = day.date
        }
        let diseases = field("known_diseases")?.split(separator: ";").map(String.init)
        history.knownDiseases = diseases == ["none"] ? [] : diseases
        history.careSetting = field("care_setting")
        switch field("life_expectancy_under_one_year") {
        case nil: break
        case "1": history.lifeExpectancyUnderOneYear = true
        case "0": history.lifeExpectancyUnderOneYear = false
        default: throw wrong("life_expectancy_under_one_year", "give 1, 0 or nothing")
        }
        return TrialService.HistoryLine(recordNumber: number, site: site, history: history)
    }
}
