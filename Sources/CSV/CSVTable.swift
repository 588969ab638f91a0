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

    /// Takes the first record as the header.
    init(_ all: [Record]) throws(CSVError) {
        guard let first = all.first else { throw .empty }
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

    private static func check(header: [String]) throws(CSVError) {
        var seen: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            guard name.contains(where: { !$0.isWhitespace }) else { throw .emptyColumnName(column: index + 1) }
            if let first = seen[name] { throw .duplicateColumnName(name: name, first: first, second: index + 1) }
            seen[name] = index + 1
        }
    }
}
