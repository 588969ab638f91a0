package import CSV

/// Why a report cannot be made.
///
/// The description is one line: file, line, field, what is wrong, what to do.
package enum ReportingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file is not a table.
    case notATable(file: String, CSVError)
    /// The file is a table that says something impossible or incomplete. A line of nil means the header or the whole.
    case badData(file: String, line: Int?, field: String?, DataProblem)
    /// Several rows say something impossible; each has its own error, by line.
    indirect case badRows(file: String, [ReportingError], rows: Int)
    /// What was asked for does not fit the data; the text says what to ask instead.
    case badRequest(String)
    /// A template of the binary is missing or broken: a defect of the build.
    case badTemplate(name: String)

    package var description: String {
        switch self {
        case .notATable(let file, let error):
            Self.place(file: file, line: error.line, field: nil) + error.explanation
        case .badData(let file, let line, let field, let problem):
            Self.place(file: file, line: line, field: field) + problem.explanation
        case .badRows(let file, let refused, let rows):
            "\(file): \(refused.count) of \(rows) \(rows == 1 ? "row" : "rows") refused; no report was made"
        case .badRequest(let text): text
        case .badTemplate(let name): "the report template \(name) cannot be used: rebuild stratum"
        }
    }

    private static func place(file: String, line: Int?, field: String?) -> String {
        [file, line.map { "line \($0)" }, field.map { "field \($0)" }].compactMap(\.self).joined(separator: ", ") + ": "
    }
}
