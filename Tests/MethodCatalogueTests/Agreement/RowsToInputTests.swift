import CSV
import Foundation
import MethodCatalogue
import Testing

@Suite("Rows become the input of paired and agreement methods")
struct RowsToInputTests {
    private static func input(
        _ method: String,
        _ rows: String,
        columns: [String: [ColumnExpression]] = [:]
    ) throws -> TableMembers {
        let table = try CSVReader().read([UInt8](rows.utf8))
        let members = try #require(Catalogue.method(named: method)?.table?.members)
        return try members(try TableSelection(table, columns: columns))
    }

    private static func result(_ method: String, _ members: [String: JSONValue]) throws -> MethodResult {
        try #require(Catalogue.method(named: method)).run(.object(members))
    }

    @Test("pairs of calls are counted, blanks left out")
    func pairedBinary() throws {
        let members = try Self.input("paired_binary", "test1,test2\n1,1\n1,0\n1,0\n0,1\n0,0\n,1\n")
        #expect(members.members == ["a": .number(1), "b": .number(2), "c": .number(1), "d": .number(1)])
        #expect(members.leftOut == 1)
    }

    @Test("pairs of calls are counted apart by outcome")
    func pairedDiagnostic() throws {
        let rows = "test1,test2,outcome\n1,1,1\n1,0,0\n0,0,0\n0,1,1\n1,1,\n"
        let members = try Self.input("paired_diagnostic", rows)
        let diseased = try #require(members.members["diseased"])
        let healthy = try #require(members.members["nondiseased"])
        #expect(diseased == .object(["a": .number(1), "b": .number(0), "c": .number(1), "d": .number(0)]))
        #expect(healthy == .object(["a": .number(0), "b": .number(1), "c": .number(0), "d": .number(1)]))
        #expect(members.leftOut == 1)
    }

    @Test("a call that is neither 1 nor 0 is refused with its role")
    func notACall() {
        #expect(throws: MethodInputError(path: "line 2, column test2", problem: "must be 1, 0 or blank")) {
            try Self.input("paired_binary", "test1,test2\n1,2\n")
        }
    }

    @Test("categories keep the declared order, also those that nobody used")
    func kappa() throws {
        var members = try Self.input("kappa_cohen", "rater1,rater2\nlow,low\nhigh,low\nhigh,high\nlow,\n").members
        members["order"] = .array([.string("low"), .string("mid"), .string("high")])
        let table: [String: JSONValue] = [
            "table": .array([[1, 0, 0], [0, 0, 0], [1, 0, 1]].map { .array($0.map { .number($0) }) })
        ]
        #expect(try Self.result("kappa_cohen", members) == Self.result("kappa_cohen", table))
        members["order"] = .array([.string("low"), .string("mid")])
        #expect(throws: MethodInputError(path: "rater1[1]", problem: "must be one of low, mid")) {
            try Self.result("kappa_cohen", members)
        }
    }

    @Test("without an order numbers are sorted as numbers")
    func numericOrder() throws {
        let members = try Self.input("kappa_cohen", "rater1,rater2\n10,9\n9,9\n2,2\n2,9\n10,10\n").members
        let table: [String: JSONValue] = [
            "table": .array([[1, 1, 0], [0, 1, 0], [0, 1, 1]].map { .array($0.map { .number($0) }) })
        ]
        #expect(try Self.result("kappa_cohen", members) == Self.result("kappa_cohen", table))
    }

    @Test("ratings come from several columns")
    func ratings() throws {
        let columns = ["ratings": [ColumnExpression("lvef1"), ColumnExpression("lvef2")]]
        let members = try Self.input("icc", "lvef1,lvef2\n50,52\n,44\n61,58\n", columns: columns)
        let rows: [[Double]] = [[50, 52], [61, 58]]
        #expect(members.members["ratings"] == .array(rows.map { .array($0.map { .number($0) }) }))
        #expect(members.leftOut == 1)
    }

    @Test("a reader study comes one reading a row")
    func readers() throws {
        let rows = """
            reader,case,arm,call,truth
            A,1,alone,1,1
            A,2,alone,1,0
            A,1,aided,1,1
            A,2,aided,0,0
            A,3,aided,,0
            """
        let members = try Self.input("reader_study", rows)
        #expect(members.leftOut == 1)
        var input = members.members
        input["arms"] = .array([.string("alone"), .string("aided")])
        input["seed"] = .number(1)
        input["replicates"] = .number(10)
        let overall = try #require(try Self.result("reader_study", input)["overall"])
        #expect(overall["accuracy"]?["difference"]?["estimate"] == .number(0.5))
        #expect(overall["sensitivity"]?["difference"]?["estimate"] == .number(0))
    }

    @Test("contradictions of a reader study are refused with their place")
    func contradictions() throws {
        let example = try #require(Catalogue.method(named: "reader_study")?.example)
        guard case .object(var members) = try JSONValue(parsing: Data(example.utf8)) else { return }
        members["arm"] = .array((0..<8).map { .string($0 == 5 ? "other" : "alone") })
        #expect(throws: MethodInputError(path: "arm[5]", problem: "must be alone or aided")) {
            try Self.result("reader_study", members)
        }
        members["arm"] = .array((0..<8).map { _ in .string("alone") })
        #expect(throws: MethodInputError.self) { try Self.result("reader_study", members) }
    }

    @Test("cut-offs must ascend, and Fleiss' rows must have one sum")
    func refusals() throws {
        let moves: [String: JSONValue] = [
            "p_old": .array([.number(0.1)]), "p_new": .array([.number(0.2)]), "y": .array([.number(1)]),
            "cutoffs": .array([.number(0.4), .number(0.2)]),
        ]
        #expect(throws: MethodInputError(path: "cutoffs[1]", problem: "must lie above the cut-off before it")) {
            try Self.result("nri_idi", moves)
        }
        let counts: [String: JSONValue] = [
            "counts": .array([.array([.number(2), .number(1)]), .array([.number(2), .number(2)])])
        ]
        #expect(throws: MethodInputError.self) { try Self.result("kappa_fleiss", counts) }
    }
}
