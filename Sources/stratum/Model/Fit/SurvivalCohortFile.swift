import Biostatistics
import CSV
import Foundation
import RiskModel

/// A cohort with follow-up as a CSV file: a patient a line, `time` in days and `event` 1 or 0 beside measurements.
enum SurvivalCohortFile {
    /// Columns that are no measurements; ``time`` and ``event`` must be there.
    static let reserved: Set<String> = [time, event, "row_id", "source", "reason", "true_predictor"]
    private static let time = "time"
    private static let event = "event"
    /// Days; more is a mistake.
    private static let longest = 36_500.0
    /// Faults that are printed.
    private static let shownFaults = 20

    /// Reads every line, or none.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - inputs: measurements to read; nil for every column that is not ``reserved``.
    /// - Returns: the patients, in the order of the file.
    /// - Throws: exit code 65, after the lines that are wrong, with what to do.
    static func read(_ path: String, inputs: [String]?) throws -> SurvivalCohort {
        let table = try PatientFile.table(path)
        let names = inputs ?? table.header.filter { !reserved.contains($0) }
        for name in [time, event] + names where !table.header.contains(name) {
            throw refusal(
                path,
                "line 1: column \(name.printable(limit: 80)) is missing: \(table.advice(missing: name))"
            )
        }
        guard !names.isEmpty else { throw refusal(path, "line 1: there is no column of measurements; add some") }
        var reader = LineReader(header: table.header, names: names)
        let lines = table.records.compactMap { reader.line($0) }
        guard reader.faults.isEmpty else {
            for fault in reader.faults.prefix(shownFaults) { Failure.note("\(path):\(fault)") }
            let more = reader.faults.count > shownFaults ? ", the first \(shownFaults) above" : ""
            throw refusal(
                path,
                "\(reader.faults.count) of \(table.records.count) lines refused\(more); nothing was fitted: correct them, "
                    + "impute what is missing, or leave the lines out"
            )
        }
        return try ModelFile.naming(path) {
            try SurvivalCohort(
                names: names,
                rows: lines.map(\.values),
                followUp: FollowUp(times: lines.map(\.time), events: lines.map(\.event))
            )
        }
    }

    private static func refusal(_ path: String, _ why: String) -> any Error {
        Failure.refuse("\(path): \(why)", code: Failure.badData)
    }

    /// One patient.
    private struct Line {
        let values: [Double]
        let time: Double
        let event: Bool
    }

    /// Reads one line after another and collects what is wrong, the first thing a line.
    private struct LineReader {
        private let places: [(name: String, place: Int)]
        private let timePlace: Int
        private let eventPlace: Int
        private(set) var faults: [String] = []

        init(header: [String], names: [String]) {
            places = names.compactMap { name in header.firstIndex(of: name).map { (name, $0) } }
            timePlace = header.firstIndex(of: SurvivalCohortFile.time) ?? 0
            eventPlace = header.firstIndex(of: SurvivalCohortFile.event) ?? 0
        }

        mutating func line(_ record: CSVTable.Record) -> Line? {
            guard let time = Double(record.fields[timePlace]), time > 0, time <= SurvivalCohortFile.longest else {
                return fail(record, SurvivalCohortFile.time, "give days above 0, at most 36500")
            }
            guard let event = ["0": false, "1": true][record.fields[eventPlace]] else {
                return fail(record, SurvivalCohortFile.event, "give 1 where the event ended the time, else 0")
            }
            var values: [Double] = []
            for (name, place) in places {
                guard let value = Double(record.fields[place]), value.isFinite else {
                    let isEmpty = record.fields[place].isEmpty
                    return fail(record, name, isEmpty ? "is missing" : "is no number")
                }
                values.append(value)
            }
            return Line(values: values, time: time, event: event)
        }

        private mutating func fail(_ record: CSVTable.Record, _ column: String, _ why: String) -> Line? {
            faults.append("\(record.line): \(column.printable(limit: 80)): \(why)")
            return nil
        }
    }
}
