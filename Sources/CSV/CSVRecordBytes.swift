/// One record as bytes: its fields one after another, without quotes and commas.
package struct CSVRecordBytes: Sendable {
    /// Line of the file on which it begins, from 1.
    package private(set) var line = 1
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    package init() {}

    /// How many fields it has.
    package var count: Int { ends.count }

    /// The decimal number that a field spells, blanks around it aside; nil where it spells none.
    package func number(_ place: Int) -> Double? { withField(place) { DecimalNumber.double($0) } }

    /// Whether a field is empty or holds nothing but blanks.
    package func isBlank(_ place: Int) -> Bool { withField(place) { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 } } }

    /// Adds a field as it stands in a file, in quotes where it must be.
    package func write(_ place: Int, to output: inout [UInt8]) {
        let isPlain = withField(place) { $0.allSatisfy { $0 > 0x22 && $0 < 0x7F && $0 != UInt8(ascii: ",") } }
        guard isPlain else { return output.append(contentsOf: CSVWriter.quoted(self[place]).utf8) }
        withField(place) { output.append(contentsOf: $0) }
    }

    /// Runs `body` on the bytes of a field, which are valid UTF-8 and only within it.
    private func withField<T>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        try bytes.withUnsafeBufferPointer { all in
            let start = place == 0 ? 0 : ends[place - 1]
            return try body(UnsafeBufferPointer(rebasing: all[start..<ends[place]]))
        }
    }

    /// A field as text.
    package subscript(_ place: Int) -> String { withField(place) { String(decoding: $0, as: UTF8.self) } }

    /// The column that is being read, from 1.
    var column: Int { ends.count + 1 }

    mutating func removeAll(line: Int) {
        self.line = line
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    mutating func append(_ more: some Collection<UInt8>) { bytes.append(contentsOf: more) }

    /// - Throws: ``CSVError`` for a field that is too long so far.
    func checkField(_ limits: CSVLimits) throws(CSVError) {
        guard bytes.count - (ends.last ?? 0) <= limits.fieldBytes else {
            throw .fieldTooLong(line: line, column: column, limit: limits.fieldBytes)
        }
    }

    mutating func endField(_ limits: CSVLimits) throws(CSVError) {
        guard ends.count < limits.columns else { throw .tooManyColumns(line: line, limit: limits.columns) }
        let start = ends.last ?? 0
        let isASCII = bytes.withUnsafeBufferPointer { all in all[start...].allSatisfy { $0 < 0x80 } }
        guard isASCII || String(validating: bytes[start...], as: UTF8.self) != nil else {
            throw .notUTF8(line: line, column: column)
        }
        ends.append(bytes.count)
    }
}
