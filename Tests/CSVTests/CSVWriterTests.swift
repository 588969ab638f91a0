import Testing

@testable import CSV

@Suite struct CSVWriterTests {
    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("1\n2", "\"1\n2\""),
        ("1\r\n2", "\"1\r\n2\""), (" blank", "\" blank\""), ("", ""), ("é – ∞", "é – ∞"),
    ])
    func `a field is quoted where it must be and not elsewhere`(field: String, written: String) {
        #expect(CSVWriter.quoted(field) == written)
    }

    @Test func `what is written reads back`() throws {
        let records = [["", "a,b", "\"\"", "x\r\ny"], ["1", "\n", ",", " z "]]
        var writer = CSVWriter(header: ["a", "b c", "d\"", "e,f"])
        for record in records { writer.add(record) }
        let table = try CSVReader().read(Array(writer.text.utf8))
        #expect(table.header == ["a", "b c", "d\"", "e,f"])
        #expect(table.records.map(\.fields) == records)
    }

    @Test func `lines end as RFC 4180 says`() {
        #expect(CSVWriter(header: ["a", "b"]).text == "a,b\r\n")
    }
}
