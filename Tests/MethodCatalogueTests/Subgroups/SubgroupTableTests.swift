import CSV
import Foundation
import Testing

@testable import MethodCatalogue

@Suite("Subgroups from a table of patients")
struct SubgroupTableTests {
    /// Twelve patients: one without an outcome, one without an age.
    private static let patients = """
        sex,site,tier,age,shd
        F,A,low,61,0
        F,A,high,70,1
        F,B,high,74,0
        F,B,low,55,0
        F,B,high,81,1
        M,A,low,66,1
        M,A,high,72,1
        M,B,high,59,0
        M,B,low,48,0
        M,A,low,77,
        M,B,high,,1
        F,A,low,68,1

        """

    private static func members(
        of method: String,
        _ columns: [String: [String]]
    ) throws -> (members: JSONValue, leftOut: Int) {
        let table = try CSVReader().read(Array(patients.utf8))
        let selection = try TableSelection(
            table,
            columns: columns.mapValues { $0.map { ColumnExpression($0) } }
        )
        let input = try #require(Catalogue.method(named: method)?.table)
        let members = try input.members(selection)
        return (.object(members.members), members.leftOut)
    }

    @Test("strata are counted from their rows, in the order of their names")
    func strata() throws {
        let (members, leftOut) = try Self.members(
            of: "stratified_2x2",
            ["stratum": ["site"], "group": ["tier=high"], "outcome": ["shd"]]
        )
        let expected = try JSONValue(parsing: Data(#"{"strata": [[2, 0, 2, 1], [2, 2, 0, 2]]}"#.utf8))
        #expect(members == expected)
        #expect(leftOut == 1)
    }

    @Test("levels keep the tiers' order, by name or by place")
    func levels() throws {
        let method = try #require(Catalogue.method(named: "subgroup_interaction"))
        let (coded, leftOut) = try Self.members(
            of: "subgroup_interaction",
            ["level": ["sex"], "tier": ["tier as low|high"], "outcome": ["shd"]]
        )
        #expect(leftOut == 1)
        let (named, _) = try Self.members(of: "subgroup_interaction", ["level": ["sex"], "outcome": ["shd"]])
        guard case .object(var members) = named else { return }
        members["order"] = .array([.string("low"), .string("high")])
        let (byPlace, byName) = (try method.run(coded), try method.run(.object(members)))
        #expect(byPlace["interaction_lrt"] == byName["interaction_lrt"])
        guard case .list(let one)? = byPlace["subgroups"], case .list(let other)? = byName["subgroups"] else { return }
        #expect(one.map { $0["highest_vs_lowest"] } == other.map { $0["highest_vs_lowest"] })
        #expect(one.first?["highest_vs_lowest"]?["rd"] == .number(2.0 / 3 - 1.0 / 3))
    }

    @Test("a tier that the order does not name is refused")
    func unknownTier() throws {
        let method = try #require(Catalogue.method(named: "subgroup_interaction"))
        let (named, _) = try Self.members(of: "subgroup_interaction", ["level": ["sex"], "outcome": ["shd"]])
        guard case .object(var members) = named else { return }
        members["order"] = .array([.string("low"), .string("mid")])
        #expect(throws: MethodInputError(path: "subgroups[0].tiers", problem: "name high, which the order does not")) {
            try method.run(.object(members))
        }
    }

    @Test("several predictors are rows of the regression, blanks being left out")
    func regression() throws {
        let (members, leftOut) = try Self.members(
            of: "logistic_regression",
            ["y": ["shd"], "X": ["age/10", "sex=M"]]
        )
        #expect(leftOut == 2)
        guard case .array(let rows)? = members["X"], case .array(let outcomes)? = members["y"] else { return }
        #expect(rows.count == 10 && outcomes.count == 10)
        #expect(rows[0] == .array([.number(6.1), .number(0)]))
        let result = try #require(Catalogue.method(named: "logistic_regression")).run(members)
        #expect(result["separated"] == .truth(false))
    }

    @Test("an outcome that is neither 1 nor 0 is refused")
    func badOutcome() {
        #expect(throws: MethodInputError(path: "line 2, column age", problem: "must be 1, 0 or blank")) {
            try Self.members(
                of: "stratified_2x2",
                ["stratum": ["site"], "group": ["tier=high"], "outcome": ["age"]]
            )
        }
    }
}
