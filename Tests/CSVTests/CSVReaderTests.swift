import Testing

@testable import CSV

/// Expected records follow RFC 4180 section 2, rules 1 to 7.
@Suite struct CSVReaderTests {
    private func read(_ text: String, _ limits: CSVLimits = .usual) throws(CSVError) -> CSVTable {
        try CSVReader(limits: limits).read(Array(text.utf8))
    }

    @Test(arguments: [
        "a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "\u{FEFF}a,b\n1,2\n", "\"a\",\"b\"\r\n\"1\",\"2\"\r\n",
    ])
    func `the same table is read from every permitted spelling`(text: String) throws {
        let table = try read(text)
        #expect(table.header == ["a", "b"])
        #expect(table.records == [CSVTable.Record(line: 2, fields: ["1", "2"])])
    }

    @Test func `quoted fields keep commas, quotes and line breaks, and later lines keep their numbers`() throws {
        let table = try read("a,b\n\"x,\"\"y\"\"\",\"1\r\n2\"\n,\n")
        #expect(table.records[0] == CSVTable.Record(line: 2, fields: ["x,\"y\"", "1\r\n2"]))
        #expect(table.records[1] == CSVTable.Record(line: 4, fields: ["", ""]))
    }

    @Test func `a header alone is a table without records`() throws {
        #expect(try read("a\n").records.isEmpty)
    }

    @Test func `in a table of one column an empty line is an empty field`() throws {
        #expect(try read("a\n\nx\n").records.map(\.fields) == [[""], ["x"]])
    }

    @Test(arguments: [
        ("", CSVError.empty),
        ("a,b\n1\n", .raggedRecord(line: 2, fields: 1, expected: 2)),
        ("a,b\n1,2\n1,2,3\n", .raggedRecord(line: 3, fields: 3, expected: 2)),
        ("a,b\n\n1,2\n", .blankLine(line: 2)),
        ("a,b\n1,2\n\"x,2\n3,4\n", .unterminatedQuote(line: 3, column: 1)),
        ("a,b\n1,x\"y\"\n", .quoteInPlainField(line: 2, column: 2)),
        ("a,b\n\"1\"x,2\n", .textAfterQuote(line: 2, column: 1)),
        ("a,b\r1,2\r", .bareCarriageReturn(line: 1)),
        ("a,b\n1,2\r", .bareCarriageReturn(line: 2)),
        ("a;b\n1;2\n", .foreignSeparator(name: "semicolon")),
        ("a\tb\n1,5\t2\n", .foreignSeparator(name: "tab")),
        ("a,,c\n", .emptyColumnName(column: 2)),
        ("a,b,a\n", .duplicateColumnName(name: "a", first: 1, second: 3)),
        ("a\n\0\n", .nullByte(line: 2, column: 1)),
    ])
    func `a broken file is refused with its line`(text: String, error: CSVError) {
        #expect(throws: error) { try read(text) }
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(throws: CSVError.notUTF8(line: 2, column: 2)) {
            try CSVReader().read(Array("a,b\n1,".utf8) + [0xE9] + Array("\n".utf8))
        }
    }

    @Test(arguments: [
        ("a,b,c\n", CSVError.tooManyColumns(line: 1, limit: 2)),
        ("a,b\n12345,1\n", .fieldTooLong(line: 2, column: 1, limit: 4)),
        ("a\n1\n2\n3\n", .tooManyRecords(line: 4, limit: 3)),
        (String(repeating: "x", count: 65), .tooLarge(limit: 64)),
    ])
    func `every bound is kept`(text: String, error: CSVError) {
        let limits = CSVLimits(bytes: 64, records: 3, columns: 2, fieldBytes: 4)
        #expect(throws: error) { try read(text, limits) }
    }
}
