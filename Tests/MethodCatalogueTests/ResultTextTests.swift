import Foundation
import MethodCatalogue
import Testing

@Suite("A result")
struct ResultTextTests {
    private let result: MethodResult = [
        "n": .count(12), "estimate": .number(0.123_456_789), "ratio": .number(.infinity),
        "se": .notEstimable("no events"),
        "wilson": ["lower": .number(0.1), "upper": .number(0.2)],
        "none": ["lower": .notEstimable("no events"), "upper": .notEstimable("no events")],
        "curve": [["t": .number(1), "s": .number(0.5)], ["t": .number(2), "s": .notEstimable("beyond")]],
        "values": [.number(1), .number(2.5)],
        "steps": ["time": [.count(1), .count(2)], "survival": [.number(0.5), .notEstimable("beyond")]],
    ]

    @Test("prints names, rounded numbers, limits on one line, tables, and why there is no value")
    func text() {
        let lines = result.lines(digits: 3).map { $0.split(separator: " ").joined(separator: " ") }
        #expect(
            lines == [
                "n 12", "estimate 0.123", "ratio ∞", "se NE (no events)", "wilson 0.1 to 0.2", "none NE (no events)",
                "curve", "t s", "1 0.5", "2 NE (beyond)", "values 1 2.5",
                "steps", "time survival", "1 0.5", "2 NE (beyond)",
            ]
        )
    }

    @Test("in JSON keeps every digit, writes infinity as a word, and has a reason for every null")
    func json() throws {
        let value = try JSONValue(parsing: JSONEncoder().encode(result))
        #expect(value["estimate"]?.number == 0.123_456_789)
        #expect(value["ratio"] == .string("Infinity") && value["se"] == .null)
        #expect(
            result.reasons == [
                "se": "no events", "none.lower": "no events", "none.upper": "no events", "curve[1].s": "beyond",
                "steps.survival[1]": "beyond",
            ]
        )
    }

    @Test("prints a long reason that stands at many places once, below")
    func longReasons() {
        let long = "the outcomes are separated by the predictors: the likelihood has no maximum"
        let refused = MethodResult.notEstimable(long)
        let result: MethodResult = [
            "n": .count(4), "coefficients": [refused, refused], "p": refused, "se": .notEstimable("few"),
        ]
        let lines = result.lines(digits: 3).map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines == ["n 4", "coefficients NE [a] NE [a]", "p NE [a]", "se NE (few)", "", "[a] \(long)"])
        let seldom: MethodResult = ["p": refused, "se": refused]
        #expect(seldom.lines(digits: 3).allSatisfy { $0.contains(long) })
        #expect(result.reasons["p"] == long)
    }
}
