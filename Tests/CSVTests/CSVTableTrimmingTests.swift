import CSV
import Testing

@Suite("Blanks at the ends of values")
struct CSVTableTrimmingTests {
    @Test("are taken away and counted by column; those inside and empty lines of a value stay")
    func trimmed() throws {
        let text = "tier,note\nhigh ,a b\n\thigh,\" x \"\n\u{A0}low,\n   ,y\n"
        let (table, values) = try CSVReader().read(Array(text.utf8)).trimmed()
        #expect(table.records.map(\.fields) == [["high", "a b"], ["high", "x"], ["low", ""], ["", "y"]])
        #expect(table.records.map(\.line) == [2, 3, 4, 5] && table.header == ["tier", "note"])
        #expect(values == ["tier": 4, "note": 1])
    }

    @Test("that are not there leave the table as it is")
    func clean() throws {
        let table = try CSVReader().read(Array("a,b\n1,x y\n,é\n".utf8))
        #expect(table.trimmed().table == table && table.trimmed().values.isEmpty)
    }
}
