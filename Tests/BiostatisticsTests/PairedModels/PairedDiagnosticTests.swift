import Foundation
import Testing

@testable import Biostatistics

@Suite("Two tests in the same patients")
struct PairedDiagnosticTests {
    private static func table(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> PairedProportions {
        PairedProportionsTests.table(a, b, c, d)
    }

    /// Six positive calls of test 1, four of test 2, ten in all with six right.
    private static let small = PairedDiagnostic(diseased: table(2, 2, 0, 1), healthy: table(1, 1, 1, 5))

    /// By hand: scores .08 (2×), −.16 (2×), −.12, .24 and −.36 sum to −.4, their squares to .2656.
    @Test("the generalised score of a small table is that worked by hand")
    func generalisedScore() throws {
        let test = try Self.small.positivePredictiveValues.generalisedScore().get()
        #expect(abs(test.statistic - 50.0 / 83) < 1e-14)
    }

    /// By hand: pooled .6, spread (2 · .4² + 2 · .6²) / 10 = .104, difference 1/6.
    @Test("the weighted generalised score of a small table is that worked by hand")
    func weightedGeneralisedScore() throws {
        let test = try Self.small.positivePredictiveValues.weightedGeneralisedScore().get()
        #expect(abs(test.statistic - 25.0 / 39) < 1e-14)
    }

    /// By hand: influences over 144 are 8 + 2 + 1 + 4 + 9, so that the variance of the logarithm is 1/6.
    @Test("the ratio of predictive values of a small table is that worked by hand")
    func ratio() throws {
        let values = Self.small.positivePredictiveValues
        let ratio = values.ratio()
        #expect(abs(try #require(ratio.point) - 4.0 / 3) < 1e-15)
        let half = NormalDistribution.criticalValue(level: 0.95) / 6.0.squareRoot()
        #expect(abs(try #require(ratio.interval).upper - 4.0 / 3 * exp(half)) < 1e-13)
        let p = NormalDistribution.twoSidedP(log(4.0 / 3) * 6.0.squareRoot())
        #expect(abs(try values.ratioTest().get() - p) < 1e-14)
    }

    /// The two statistics add up, and exp(−x/2) is the tail of chi-square on two degrees of freedom.
    @Test("the joint test adds the two statistics of McNemar")
    func joint() throws {
        let pair = PairedDiagnostic(diseased: Self.table(40, 9, 1, 5), healthy: Self.table(5, 3, 12, 60))
        let test = try pair.jointTest().get()
        #expect(abs(test.statistic - (64.0 / 10 + 81.0 / 15)) < 1e-14)
        #expect(abs(test.p - exp(-5.9)) < 1e-15)
        #expect(test.degreesOfFreedom == 2)
    }

    @Test("specificity reads negative calls as right")
    func specificity() {
        let pair = Self.small.specificity
        #expect(pair.first == Proportion(events: 6, total: 8))
        #expect(pair.second == Proportion(events: 6, total: 8))
        #expect(pair.onlyFirst == 1 && pair.onlySecond == 1)
    }

    @Test("turning disease and calls about exchanges the predictive values")
    func turning() throws {
        let pair = PairedDiagnostic(diseased: Self.table(40, 9, 1, 5), healthy: Self.table(5, 3, 12, 60))
        let turned = PairedDiagnostic(diseased: pair.healthy.complement, healthy: pair.diseased.complement)
        #expect(pair.negativePredictiveValues == turned.positivePredictiveValues)
        #expect(pair.positivePredictiveValues == turned.negativePredictiveValues)
        #expect(try pair.jointTest().get() == turned.jointTest().get())
    }

    @Test("changing the tests about leaves the tests of predictive values and inverts the ratio")
    func swapping() throws {
        let one = PairedDiagnostic(diseased: Self.table(40, 9, 1, 5), healthy: Self.table(5, 3, 12, 60))
        let other = PairedDiagnostic(diseased: one.diseased.swapped, healthy: one.healthy.swapped)
        let (first, second) = (one.positivePredictiveValues, other.positivePredictiveValues)
        let scores = (try first.generalisedScore().get(), try second.generalisedScore().get())
        let weighted = (try first.weightedGeneralisedScore().get(), try second.weightedGeneralisedScore().get())
        #expect(abs(scores.0.statistic - scores.1.statistic) < 1e-12)
        #expect(abs(weighted.0.statistic - weighted.1.statistic) < 1e-12)
        let (ratio, inverse) = (try #require(first.ratio().interval), try #require(second.ratio().interval))
        #expect(abs(ratio.lower * inverse.upper - 1) < 1e-12)
        #expect(abs(ratio.upper * inverse.lower - 1) < 1e-12)
    }

    @Test("the same test twice has predictive values but nothing to test")
    func sameTest() {
        let values = PairedDiagnostic(diseased: Self.table(7, 0, 0, 3), healthy: Self.table(4, 0, 0, 9))
            .positivePredictiveValues
        #expect(values.difference == 0)
        #expect(values.ratio() == .value(1, interval: nil))
        for test in [values.generalisedScore(), values.weightedGeneralisedScore()] {
            #expect(throws: NotEstimable.noVariation(of: "the difference of the predictive values")) { try test.get() }
        }
    }

    @Test("a test without positives has no predictive value")
    func noPositives() {
        let values = PairedDiagnostic(diseased: Self.table(0, 3, 0, 3), healthy: Self.table(0, 1, 0, 9))
            .positivePredictiveValues
        #expect(values.difference == nil)
        #expect(values.first.estimate == 0.75)
        #expect(values.ratio().reason == .zeroDenominator("the number of calls of a test"))
        #expect(throws: NotEstimable.zeroDenominator("the number of calls of a test")) { try values.ratioTest().get() }
    }

    @Test("a predictive value of 0 leaves the ratio without limits")
    func zeroValues() {
        let never = PairedDiagnostic(diseased: Self.table(0, 2, 0, 3), healthy: Self.table(1, 1, 2, 9))
        #expect(never.positivePredictiveValues.ratio() == .value(.infinity, interval: nil))
        let neither = PairedDiagnostic(diseased: Self.table(0, 0, 0, 3), healthy: Self.table(1, 1, 2, 9))
        #expect(neither.positivePredictiveValues.ratio().reason == .zeroDenominator("both predictive values"))
    }
}
