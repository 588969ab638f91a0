import CSV
import Foundation

/// One patient of a table whose columns are named as a model's inputs.
enum PatientRow {
    private static let identifier = "row_id"

    /// - Parameters:
    ///   - row: the patient's `row_id`.
    ///   - path: the table.
    ///   - names: of the inputs, which are columns in any order.
    /// - Returns: the row's number, from 0, and the values in the order of the names; nil for an empty field or `NA`.
    /// - Throws: exit code 65 with the line, the column and the remedy.
    static func values(of row: String, in path: String, _ names: [String]) throws -> (number: Int, values: [Double?]) {
        let table = try PatientFile.table(path)
        func place(_ name: String) throws -> Int {
            guard let place = table.header.firstIndex(of: name) else {
                throw refusal(path, "line 1: column \(name) is missing: \(table.advice(missing: name))")
            }
            return place
        }
        let key = try place(identifier)
        let places = try names.map(place)
        let found = table.records.indices.filter { table.records[$0].fields[key] == row }
        guard let number = found.first, found.count == 1 else {
            let lines = found.map { "\(table.records[$0].line)" }.joined(separator: ", ")
            let shown = row.printable(limit: 80)
            throw refusal(
                path,
                found.isEmpty
                    ? "no row has the row_id \(shown): name one that is there"
                    : "row_id \(shown) is on lines \(lines): keep one"
            )
        }
        let record = table.records[number]
        let values = try zip(names, places).map { name, place -> Double? in
            let field = record.fields[place]
            guard !field.isEmpty, field != "NA" else { return nil }
            guard let value = Double(field) else {
                let hint = field.contains(",") ? "use a point as the decimal sign" : "give a number"
                throw refusal(path, "line \(record.line): \(name): \(hint)")
            }
            return value
        }
        return (number, values)
    }

    private static func refusal(_ path: String, _ why: String) -> any Error {
        Failure.refuse("\(path): \(why)", code: Failure.badData)
    }
}
