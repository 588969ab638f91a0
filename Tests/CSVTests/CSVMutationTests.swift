import CSV
import TestSupport
import Testing

@Suite struct CSVMutationTests {
    @Test func `a damaged table is a table of whole records, or an error with a line that the file has`() {
        let original = "record,site,day\r\n\"1,\"\"a\"\"\n2\",NYP,2025-03-09\r\n1003,CSMC,\r\n"
        for bytes in Mutations(of: Array(original.utf8), count: 5_000, seed: 11) {
            do throws(CSVError) {
                let table = try CSVReader().read(bytes)
                #expect(table.records.allSatisfy { $0.fields.count == table.header.count })
            } catch {
                let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
                #expect(error == .empty || (1...lines).contains(error.line ?? 0), "\(error)")
                #expect(!error.explanation.isEmpty)
            }
        }
    }
}
