import Testing

@testable import Biostatistics

@Suite("Estimates as journals print them")
struct EstimateTextTests {
    private static func estimate(_ value: Double, _ lower: Double, _ upper: Double, level: Double = 0.95) -> Estimate {
        .value(value, interval: Interval(lower: lower, upper: upper, level: level, method: .wilson))
    }

    @Test("an estimate is followed by its interval")
    func interval() {
        #expect("\(Self.estimate(0.523, 0.4812, 0.5649))" == "0.523 (95% CI 0.481 to 0.565)")
        #expect(Self.estimate(-0.0451, -0.1, 0.0049).text(decimals: 1) == "0.0 (95% CI -0.1 to 0.0)")
        #expect(Self.estimate(2, 1.25, .infinity).text(decimals: 2) == "2.00 (95% CI 1.25 to ∞)")
    }

    @Test(
        "the level has the decimals it needs",
        arguments: [(0.9, "90"), (0.975, "97.5"), (0.999, "99.9"), (0.8, "80")]
    )
    func level(_ level: Double, _ text: String) {
        #expect(Self.estimate(1, 0, 2, level: level).text(decimals: 0) == "1 (\(text)% CI 0 to 2)")
    }

    @Test("what has no interval stands alone, what has no value says why")
    func alone() {
        #expect("\(Estimate.value(.infinity, interval: nil))" == "∞")
        #expect("\(Estimate.notEstimable(.oneOutcomeClass))" == "NE (only one outcome class)")
    }
}
