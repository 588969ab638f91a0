import Testing

@testable import Biostatistics

@Suite("Yield and predictive values")
struct TierYieldTests {
    @Test("all tiers together are the sum of their counts")
    func overall() {
        let tiers = [
            TierYield(enrolled: 9, verified: 8, positive: 3), TierYield(enrolled: 0, verified: 0, positive: 0),
        ]
        #expect(TierYield.overall(tiers) == tiers[0])
        #expect(TierYield.overall([]) == tiers[1])
        #expect(tiers[0].verification == Proportion(events: 8, total: 9))
    }

    @Test("at the study's own prevalence Bayes gives the study's predictive values")
    func consistent() throws {
        let table = ConfusionMatrix(truePositives: 31, falsePositives: 17, falseNegatives: 8, trueNegatives: 90)
        let values = PredictiveValues(
            sensitivity: try #require(table.sensitivity.estimate),
            specificity: try #require(table.specificity.estimate),
            prevalence: try #require(table.prevalence.estimate)
        )
        #expect(try abs(#require(values.ppv.point) - 31.0 / 48) < 1e-15)
        #expect(try abs(#require(values.npv.point) - 90.0 / 98) < 1e-15)
        #expect(try abs(#require(values.numberNeededToTest.point) - 48.0 / 31) < 1e-14)
        #expect(abs(values.numberNeededToScreen - 146.0 / 31) < 1e-13)
    }

    @Test("a test that never calls anybody positive has no positive predictive value")
    func degenerate() {
        let never = PredictiveValues(sensitivity: 0, specificity: 1, prevalence: 0.2)
        #expect(never.ppv.reason == .zeroDenominator("the rate of positive tests"))
        #expect(never.numberNeededToTest.point == nil && never.numberNeededToScreen == .infinity)
        let always = PredictiveValues(sensitivity: 1, specificity: 0, prevalence: 1)
        #expect(always.ppv.point == 1 && always.npv.reason == .zeroDenominator("the rate of negative tests"))
    }
}
