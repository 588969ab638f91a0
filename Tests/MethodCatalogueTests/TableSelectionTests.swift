import CSV
import Foundation
import MethodCatalogue
import Testing

@Suite("Columns of a table")
struct TableSelectionTests {
    private static let text = """
        id,age,sex,tier,score,shd,p_verify
        1,50,M,high,0.9,1,0.5
        2,60,F,low,0.1,0,0.25
        3,70,M,mid,0.4,,1
        4,80,F,high,0.8,1,0.5
        """

    private func selection(
        _ columns: [String: [String]] = [:],
        where conditions: [String] = [],
        given: Set<String> = []
    ) throws -> TableSelection {
        try TableSelection(
            CSVReader().read(Array(Self.text.utf8)),
            columns: columns.mapValues { $0.map { ColumnExpression($0) } },
            where: conditions.map { ColumnExpression($0) },
            given: given
        )
    }

    @Test(
        "play a role as they are or changed",
        arguments: [
            ("age", [50, 60, 70, 80]), ("age/10", [5, 6, 7, 8]), ("1/p_verify", [2, 4, 1, 2]),
            ("1-score", [1 - 0.9, 1 - 0.1, 1 - 0.4, 1 - 0.8]), ("sex=M", [1, 0, 1, 0]),
            ("tier in high|mid", [1, 0, 1, 1]), ("tier as low|mid|high", [2, 0, 1, 2]),
        ] as [(String, [Double])]
    )
    func expressions(_ expression: String, _ expected: [Double]) throws {
        #expect(try selection(["role": [expression]]).numbers("role") == expected.map(Optional.some))
    }

    @Test("leave out and count rows with a blank, of the rows that the conditions take")
    func completeCases() throws {
        let roles: [MethodCatalogue.Method.Field] = [
            .required("scores", "score"), .required("labels", "outcome"), .optional("weights", "weight"),
        ]
        let columns = ["scores": ["score"], "labels": ["shd"]]
        let all = try selection(columns).completeCases(of: roles)
        #expect(
            all.members == [
                "scores": .array([0.9, 0.1, 0.8].map { .number($0) }), "labels": .array([1, 0, 1].map { .number($0) }),
            ]
        )
        #expect(all.leftOut == 1)
        let high = try selection(columns, where: ["tier=high", "sex=F"]).completeCases(of: roles)
        #expect(high.members["scores"] == .array([.number(0.8)]) && high.leftOut == 0)
        let given = try selection(columns, given: ["labels"]).completeCases(of: roles)
        #expect(given.members.keys.sorted() == ["scores"] && given.leftOut == 0)
    }

    @Test("have the order that is declared, with names that no row has, or else that of numbers or of the rows")
    func order() throws {
        #expect(try selection().order(of: "tier") == ["high", "low", "mid"])
        #expect(try selection().order(of: "age") == ["50", "60", "70", "80"])
        let declared = try selection(["tier": ["tier as none|low|mid|high"]])
        #expect(try declared.order(of: "tier") == ["none", "low", "mid", "high"])
        #expect(try declared.texts("tier") == ["high", "low", "mid", "high"])
        #expect(try declared.numbers("tier") == [3, 1, 2, 3])
        #expect(declared.declaredOrder(of: "sex") == nil)
    }

    @Test("become tiers, tables and pairs in that order, an empty tier among them")
    func tiers() throws {
        let columns = ["tier": ["tier as none|low|mid|high"], "row": ["tier as none|low|mid|high"], "outcome": ["shd"]]
        func members(_ name: String) throws -> [String: JSONValue] {
            let method = try #require(Catalogue.method(named: name))
            let table = try #require(method.table)
            return try table.members(try selection(columns)).members
        }
        func counts(_ rows: [[Double]]) -> JSONValue { .array(rows.map { .array($0.map { .number($0) }) }) }
        #expect(try members("rxc_tests")["table"] == counts([[0, 0], [0, 1], [0, 0], [2, 0]]))
        let yield = try members("tier_yield")["tiers"]
        let expected = try JSONValue(
            parsing: Data(
                """
                [{"name": "none", "enrolled": 0, "verified": 0, "positive": 0},
                {"name": "low", "enrolled": 1, "verified": 1, "positive": 0},
                {"name": "mid", "enrolled": 1, "verified": 0, "positive": 0},
                {"name": "high", "enrolled": 2, "verified": 2, "positive": 2}]
                """.utf8
            )
        )
        #expect(yield == expected)
    }

    @Test("play an optional role only when they are named for it, whatever they are called")
    func optional() throws {
        let roles: [MethodCatalogue.Method.Field] = [.required("score", "score"), .optional("age", "age")]
        #expect(try selection().completeCases(of: roles).members.keys.sorted() == ["score"])
        #expect(try selection(["age": ["age"]]).completeCases(of: roles).members.keys.sorted() == ["age", "score"])
    }

    @Test("never take a name that no row has for everybody else")
    func mistyped() throws {
        for (columns, conditions) in [
            (["x": ["tier=High"]], []), (["x": ["tier in high|moderat"]], []), ([:], ["sex=X"]),
        ] {
            let selection = try selection(columns, where: conditions)
            #expect(throws: MethodInputError.self) {
                try selection.checkNames(of: conditions.map { ColumnExpression($0) })
            }
        }
        let right = try selection(["x": ["tier in high|mid"], "y": ["tier as none|low|mid|high"]])
        #expect(throws: Never.self) { try right.checkNames(of: [ColumnExpression("sex=F")]) }
    }

    @Test("make a row of several")
    func rows() throws {
        let rows = try selection(["X": ["age/10", "sex=M", "shd"]]).rows("X")
        #expect(rows == [[5, 1, 1], [6, 0, 0], nil, [8, 0, 1]])
    }

    @Test("that are not there or hold something else are named with what there is")
    func problems() throws {
        for (expression, words) in [
            ("weight", "column weight is missing; say which plays its role, of id, age"),
            ("tier", "line 2, column tier must be a number"),
            ("tier as low|mid", "line 2, column tier must be one of low, mid"),
        ] {
            do {
                _ = try selection(["role": [expression]]).numbers("role")
                Issue.record("\(expression) was taken")
            } catch { #expect("\(error)".hasPrefix(words), "\(error)") }
        }
    }
}
