/// A table as a file states it: every record has exactly as many fields as the header has names.
package struct CSVTable: Sendable, Equatable {
    /// One record after the header.
    package struct Record: Sendable, Equatable {
        /// Line of the file on which the record begins, from 1; quoted line breaks make records span lines.
        package let line: Int
        package let fields: [String]
    }

    /// Names of the columns, distinct and not empty.
    package let header: [String]
    package let records: [Record]

    /// A header that was checked, and records of as many fields.
    init(header: [String], records: [Record]) {
        self.header = header
        self.records = records
    }

    /// Takes the first record as the header.
    init(_ all: [Record]) throws(CSVError) {
        guard let first = all.first else { throw .empty }
        if first.fields.count == 1 { try Self.checkSeparator(first.fields[0]) }
        try Self.check(header: first.fields)
        for record in all.dropFirst() where record.fields.count != first.fields.count {
            let blank = record.fields == [""]
            throw blank
                ? .blankLine(line: record.line)
                : .raggedRecord(line: record.line, fields: record.fields.count, expected: first.fields.count)
        }
        header = first.fields
        records = Array(all.dropFirst())
    }

    /// What to do about a column that is missing.
    package func advice(missing column: String) -> String {
        let near = header.firstIndex { $0.lowercased().filter { !$0.isWhitespace } == column }
        return near.map { "write the name of column \($0 + 1) exactly so" } ?? "add it"
    }

    private static func checkSeparator(_ header: String) throws(CSVError) {
        for (sign, name) in [(";", "semicolon"), ("\t", "tab")] where header.contains(sign) {
            throw .foreignSeparator(name: name)
        }
    }

    private static func check(header: [String]) throws(CSVError) {
        var seen: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            guard name.contains(where: { !$0.isWhitespace }) else { throw .emptyColumnName(column: index + 1) }
            if let first = seen[name] { throw .duplicateColumnName(name: name, first: first, second: index + 1) }
            seen[name] = index + 1
        }
    }
}
