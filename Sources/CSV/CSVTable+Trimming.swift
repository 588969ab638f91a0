extension CSVTable {
    /// The table without blanks at the ends of its values, and how many values of each column had some.
    ///
    /// Nobody sees that `high` and `high ` differ. The reader keeps what a file says; who groups by values asks for
    /// this.
    package func trimmed() -> (table: CSVTable, values: [String: Int]) {
        var changed = records
        var values: [String: Int] = [:]
        for (row, record) in records.enumerated() where record.fields.contains(where: \.hasBlankEnd) {
            let fields = record.fields.map { $0.hasBlankEnd ? $0.withoutBlankEnds : $0 }
            for (name, field) in zip(header, record.fields) where field.hasBlankEnd { values[name, default: 0] += 1 }
            changed[row] = Record(line: record.line, fields: fields)
        }
        return (values.isEmpty ? self : CSVTable(header: header, records: changed), values)
    }
}

extension String {
    fileprivate var hasBlankEnd: Bool {
        // Most values begin and end with a printable byte of ASCII, which is seen without decoding.
        func isPlain(_ byte: UInt8?) -> Bool { byte.map { $0 > 0x20 && $0 < 0x7F } ?? true }
        if isPlain(utf8.first), isPlain(utf8.last) { return false }
        return first?.isWhitespace == true || last?.isWhitespace == true
    }

    fileprivate var withoutBlankEnds: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
