/// Writes comma-separated text: fields quoted where they must be, lines ended by CRLF as RFC 4180 says.
package struct CSVWriter: Sendable {
    package private(set) var text = ""
    private let columns: Int

    package init(header: [String]) {
        columns = header.count
        add(header)
    }

    /// Adds a record.
    ///
    /// - Precondition: as many fields as the header has names.
    package mutating func add(_ fields: [String]) {
        precondition(fields.count == columns, "\(fields.count) fields for \(columns) columns")
        text += Self.line(fields)
    }

    /// One record with its line end, for files that are written as things happen.
    package static func line(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") + "\r\n" }

    /// A field as it stands in a file; blanks at the ends are kept by quotes, which some readers would trim.
    package static func quoted(_ field: String) -> String {
        let special: Set<Unicode.Scalar> = ["\"", ",", "\n", "\r"]
        let blankEnds = field.first?.isWhitespace == true || field.last?.isWhitespace == true
        guard blankEnds || field.unicodeScalars.contains(where: special.contains) else { return field }
        return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
