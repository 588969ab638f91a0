import CSV
import Foundation
import MethodCatalogue
import Testing

@Suite("Values of a table")
struct TableValuesTests {
    private func members(
        _ method: String,
        _ rows: String,
        _ columns: [String: [String]] = [:],
        where conditions: [String] = []
    ) throws -> TableMembers {
        let table = try #require(Catalogue.method(named: method)?.table)
        return try table.members(
            TableSelection(
                CSVReader().read(Array(rows.utf8)),
                columns: columns.mapValues { $0.map { ColumnExpression($0) } },
                where: conditions.map { ColumnExpression($0) }
            )
        )
    }

    private func problem(_ method: String, _ rows: String, _ columns: [String: [String]] = [:]) throws -> String? {
        do {
            let read = try members(method, rows, columns)
            _ = try #require(Catalogue.method(named: method)).run(.object(read.members), from: read)
            return nil
        } catch let error as MethodInputError { return error.description }
    }

    @Test("that do not fit are named by line and column, blank lines left out before them counted")
    func places() throws {
        let rows = "id,risk,shd\na,0.5,1\nb,,0\nc,1.2,0\nd,0.2,1\n"
        let risk = ["p": ["risk"], "y": ["shd"]]
        #expect(try problem("calibration", rows, risk)?.hasPrefix("line 4, column risk must lie in") == true)
        let outcome = "score,shd\n0.5,1\n0.1,0\n0.3,2\n"
        let roles = ["scores": ["score"], "labels": ["shd"]]
        #expect(try problem("auroc_delong", outcome, roles)?.hasPrefix("line 4, column shd must be 1 or 0") == true)
        #expect(
            try problem("tier_yield", "tier,outcome\nlow,1\nlow,3\n") == "line 3, column outcome must be 1, 0 or blank"
        )
    }

    @Test("of a matrix are named by their column")
    func matrix() throws {
        let rows = "y,a,b\n1,2,3\n0,1,Inf\n1,4,4\n"
        let problem = try problem("logistic_regression", rows, ["X": ["a", "b"]])
        #expect(problem?.hasPrefix("line 3, column b must be finite") == true)
    }

    @Test(
        "are decimal numbers: no hexadecimal ones, no nan, none too large",
        arguments: ["0x1", "nan", "1e999", "1_0"]
    )
    func noNumbers(_ text: String) throws {
        let problem = try problem("continuous_summary", "values\n1\n\(text)\n")
        #expect(problem?.hasPrefix("line 3, column values must be a number") == true)
    }

    @Test("may be infinite where JSON may, by any of its names", arguments: ["Infinity", "inf", "+Inf", "INF"])
    func infinity(_ text: String) throws {
        let rows = "labels,scores\n0,1\n1,\(text)\n0,-\(text.filter { $0 != "+" })\n1,0\n"
        #expect(try problem("auroc_delong", rows) == nil)
        #expect(try problem("continuous_summary", "values\n1\n\(text)\n")?.hasPrefix("line 3, column values") == true)
        let json = #"{"labels": [0, 1, 0, 1], "scores": [1, "\#(text)", "-inf", 0]}"#
        let method = try #require(Catalogue.method(named: "auroc_delong"))
        let read = try members("auroc_delong", rows)
        #expect(try method.run(JSONValue(parsing: Data(json.utf8))) == method.run(.object(read.members)))
    }

    @Test("are read without blanks at their ends, and the trace says so")
    func blanks() throws {
        let rows = "tier,outcome,note\nhigh,1,a\nhigh ,0, b\n\" high\",1 ,c\n  ,1,d\n"
        let read = try members("tier_yield", rows)
        guard case .array(let tiers)? = read.members["tiers"] else { return }
        #expect(tiers.count == 1 && tiers[0]["enrolled"] == .number(3) && read.leftOut == 1)
        #expect(
            read.notes == [
                "column outcome: blanks at the end of 1 value not read",
                "column tier: blanks at the end of 3 values not read",
            ]
        )
        #expect(try members("tier_yield", rows, where: ["tier=high", "note=b"]).notes.count == 3)
        #expect(try members("tier_yield", "tier,outcome\nhigh,1\n").notes.isEmpty)
    }

    @Test("are there: a table of names alone is refused for every method")
    func noRows() throws {
        for method in Catalogue.methods where method.table != nil {
            let header = (method.table?.roles ?? []).map(\.name).joined(separator: ",") + "\n"
            do {
                _ = try members(method.name, header)
                Issue.record("\(method.name) took no rows")
            } catch { #expect("\(error)".hasPrefix("the input has no rows"), "\(method.name): \(error)") }
        }
    }

    @Test("give groups of a log-rank test their names")
    func groupNames() throws {
        let rows = "time,event,tier\n3,1,high\n5,0,low\n6,1,low\n7,1,high\n"
        let method = try #require(Catalogue.method(named: "logrank"))
        let named = try members("logrank", rows, ["group": ["tier as low|high"]])
        let result = try method.run(.object(named.members))
        #expect(result["groups"] == [.text("low"), .text("high")])
        guard case .list(let pairs)? = result["pairwise"] else { return }
        #expect(pairs[0]["name1"] == .text("low") && pairs[0]["name2"] == .text("high"))
        var plain = named.members
        plain["group_names"] = nil
        #expect(try method.run(.object(plain))["groups"] == [.text("0"), .text("1")])
        plain["group_names"] = .array([.string("low")])
        #expect(throws: MethodInputError(path: "group_names", problem: "has no name for group 1")) {
            try method.run(.object(plain))
        }
    }
}
