import Foundation
import Testing

@testable import MethodCatalogue

@Suite("Inputs of planning and subgroups")
struct PlanningInputTests {
    private static let names = [
        "logistic_regression", "stratified_2x2", "subgroup_interaction", "sample_size_precision",
        "sample_size_two_proportions", "sample_size_other", "group_sequential", "conditional_power",
        "enrollment_projection",
    ]

    @Test("every example is accepted", arguments: names)
    func example(_ name: String) throws {
        let method = try #require(Catalogue.method(named: name))
        let input = try JSONValue(parsing: Data(method.example.utf8))
        try method.checkFields(of: input)
        guard case .record(let members) = try method.run(input) else { return }
        #expect(!members.isEmpty)
    }

    @Test(
        "what does not fit is refused at its place",
        arguments: [
            ("group_sequential", #"{"spending": "obf", "information": [0.5, 0.4]}"#, "information[1]"),
            ("group_sequential", #"{"spending": "obf", "information": []}"#, "information"),
            ("group_sequential", #"{"spending": "obf", "information": [0, 1]}"#, "information[0]"),
            (
                "group_sequential", #"{"spending": "obf", "information": [1], "alpha_one_sided": 0.5}"#,
                "alpha_one_sided"
            ),
            ("group_sequential", #"{"spending": "kim_demets", "information": [1]}"#, "parameter"),
            ("group_sequential", #"{"spending": "wald", "information": [1]}"#, "spending"),
            ("sample_size_precision", #"{"p": 0.3, "half_width": 0}"#, "half_width"),
            ("sample_size_precision", #"{"p": 0.3, "half_width": 0.1, "dropout": 1}"#, "dropout"),
            ("sample_size_two_proportions", #"{"p1": 0.3, "p2": 0.2, "power": 0.04}"#, "power"),
            ("sample_size_two_proportions", #"{"p1": 0.3, "p2": 0.2, "ratio": 0}"#, "ratio"),
            ("sample_size_other", #"{"kind": "t_test"}"#, "kind"),
            ("sample_size_other", #"{"kind": "logrank_events", "hr": 0}"#, "hr"),
            ("sample_size_other", #"{"kind": "mcnemar", "p10": 0.7, "p01": 0.4}"#, "p01"),
            ("conditional_power", #"{"kind": "beta_binomial", "x": 5, "n": 4, "N": 9, "r": 6}"#, "x"),
            ("conditional_power", #"{"kind": "beta_binomial", "x": 2, "n": 4, "N": 3, "r": 6}"#, "N"),
            ("conditional_power", #"{"kind": "normal", "z": 1, "t": 1.2, "crit": 2}"#, "t"),
            ("enrollment_projection", #"{"n": -1, "days": 3, "target": 9}"#, "n"),
            ("logistic_regression", #"{"y": [0, 1], "X": [[1], [2], [3]]}"#, "X"),
            ("stratified_2x2", #"{"strata": [[1, 2, 3]]}"#, "strata[0]"),
            ("stratified_2x2", #"{"strata": [[1, 2, 3, -4]]}"#, "strata[0][3]"),
            (
                "subgroup_interaction",
                #"{"subgroups": [{"level": "F", "tiers": [{"tier": "low", "n": 3, "x": 4}]}]}"#,
                "subgroups[0].tiers[0].x"
            ),
        ]
    )
    func refusal(_ name: String, _ input: String, _ place: String) throws {
        let method = try #require(Catalogue.method(named: name))
        let error = #expect(throws: MethodInputError.self) {
            try method.run(try JSONValue(parsing: Data(input.utf8)))
        }
        #expect(error?.path == place)
    }

    @Test("a missing drift leaves the boundaries and gives the reason for the power")
    func noDrift() throws {
        let method = try #require(Catalogue.method(named: "group_sequential"))
        let result = try method.run(try JSONValue(parsing: Data(#"{"spending": "pocock", "information": [1]}"#.utf8)))
        #expect(result["power_at_drift"] == .notEstimable("no drift is given"))
        #expect(result["critical_z"] != nil)
    }
}
