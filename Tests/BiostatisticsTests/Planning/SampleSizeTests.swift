import Foundation
import Testing

@testable import Biostatistics

@Suite("Sample sizes")
struct SampleSizeTests {
    private static let usual = ErrorRates(alpha: 0.05, power: 0.8)

    /// R 4.2.2 `power.prop.test(p1 = .50, p2 = .75, power = .90)`: n = 76.7, on the help page of the function.
    @Test("the help page of power.prop.test")
    func helpPage() throws {
        let size = TwoProportionsSampleSize(first: 0.5, second: 0.75, errors: ErrorRates(alpha: 0.05, power: 0.9))
        #expect(abs(try size.pooled.get().exact - 76.7) < 0.05)
        #expect(try size.pooled.get().count == 77)
    }

    @Test(
        "exchanging groups of one size, or outcomes, changes nothing",
        arguments: [(0.1, 0.3), (0.5, 0.52), (0, 0.2)]
    )
    func symmetry(_ p1: Double, _ p2: Double) throws {
        let size = TwoProportionsSampleSize(first: p1, second: p2, errors: Self.usual)
        for other in [
            TwoProportionsSampleSize(first: p2, second: p1, errors: Self.usual),
            TwoProportionsSampleSize(first: 1 - p1, second: 1 - p2, errors: Self.usual),
        ] {
            for path in [\TwoProportionsSampleSize.pooled, \.unpooled, \.continuityCorrected, \.arcsine] {
                #expect(abs(try size[keyPath: path].get().exact / other[keyPath: path].get().exact - 1) < 1e-11)
            }
        }
    }

    @Test("r times the second group: exchanging the groups exchanges the sizes")
    func allocation() throws {
        let one = TwoProportionsSampleSize(first: 0.2, second: 0.4, errors: Self.usual, ratio: 3)
        let other = TwoProportionsSampleSize(first: 0.4, second: 0.2, errors: Self.usual, ratio: 1 / 3.0)
        #expect(abs(try one.pooled.get().exact * 3 / other.pooled.get().exact - 1) < 1e-12)
        #expect(abs(try one.unpooled.get().exact * 3 / other.unpooled.get().exact - 1) < 1e-12)
        #expect(abs(try one.arcsine.get().exact * 3 / other.arcsine.get().exact - 1) < 1e-12)
    }

    @Test("no difference has no sample size")
    func noDifference() {
        let size = TwoProportionsSampleSize(first: 0.3, second: 0.3, errors: Self.usual)
        let reason = NotEstimable.zeroDenominator("the difference of the proportions")
        for path in [\TwoProportionsSampleSize.pooled, \.unpooled, \.continuityCorrected, \.arcsine] {
            #expect(size[keyPath: path] == .failure(reason))
        }
    }

    @Test(
        "the numbers for a precision are the first that suffice",
        arguments: [(0.3, 0.08, 0.95), (0.02, 0.01, 0.9), (0.5, 0.25, 0.95), (0, 0.05, 0.95), (0.97, 0.03, 0.99)]
    )
    func precision(_ p: Double, _ halfWidth: Double, _ level: Double) throws {
        let size = PrecisionSampleSize(proportion: p, halfWidth: halfWidth, level: level)
        let exact = try size.clopperPearson.get()
        #expect(size.expectedExactHalfWidth(total: exact) <= halfWidth)
        #expect(size.expectedExactHalfWidth(total: exact - 1) > halfWidth)
        let z = NormalDistribution.criticalValue(level: level)
        func wilson(_ n: Double) -> Double { z * (p * (1 - p) * n + z * z / 4).squareRoot() / (n + z * z) }
        #expect(wilson(size.wilson.count) <= halfWidth)
        #expect(wilson(size.wilson.count - 1) > halfWidth)
        #expect(size.wilson.count <= size.conservative.count)
    }

    @Test("a proportion and its complement need the same number")
    func complement() throws {
        let (one, other) = (
            PrecisionSampleSize(proportion: 0.25, halfWidth: 0.1), PrecisionSampleSize(proportion: 0.75, halfWidth: 0.1)
        )
        #expect(try one.wald.get() == other.wald.get())
        #expect(one.wilson == other.wilson)
        #expect(try one.clopperPearson.get() == other.clopperPearson.get())
    }

    @Test("what is not attempted says so")
    func refusals() {
        let reason = NotEstimable.undefined("Wald's interval has no width at a proportion of 0 or 1")
        #expect(PrecisionSampleSize(proportion: 0, halfWidth: 0.1).wald == .failure(reason))
        let tiny = PrecisionSampleSize(proportion: 0.5, halfWidth: 1e-6)
        #expect(tiny.clopperPearson == .failure(.undefined("the search ends at a million patients")))
        #expect(tiny.wilson.count > 9.6e11)
    }

    @Test("a whole number with a rounding error is not rounded up")
    func rounding() {
        #expect(PlannedNumber(100 * (1 + 2e-16)).count == 100)
        #expect(PlannedNumber(99 / 0.99).count == 100)
        #expect(PlannedNumber(100.000_001).count == 101)
    }

    /// Schoenfeld (1983): 66 events for a doubled hazard; inverting the ratio or the allocation changes nothing.
    @Test("events of a log-rank test")
    func schoenfeld() throws {
        let events = try EffectSampleSize.logRankEvents(hazardRatio: 2, errors: Self.usual, allocation: 0.3).get()
        let other = try EffectSampleSize.logRankEvents(hazardRatio: 0.5, errors: Self.usual, allocation: 0.7).get()
        #expect(abs(events.exact / other.exact - 1) < 1e-12)
        #expect(try EffectSampleSize.logRankEvents(hazardRatio: 2, errors: Self.usual).get().count == 66)
        let none = EffectSampleSize.logRankEvents(hazardRatio: 1, errors: Self.usual)
        #expect(none == .failure(.zeroDenominator("the logarithm of the hazard ratio")))
    }

    @Test("pairs, areas and sensitivities without a difference or spread")
    func effects() throws {
        let (one, other) = (
            try EffectSampleSize.mcNemarPairs(p10: 0.25, p01: 0.1, errors: Self.usual).get(),
            try EffectSampleSize.mcNemarPairs(p10: 0.1, p01: 0.25, errors: Self.usual).get()
        )
        #expect(abs(one.exact - other.exact) < 1e-10)
        let same = EffectSampleSize.mcNemarPairs(p10: 0.1, p01: 0.1, errors: Self.usual)
        #expect(same == .failure(.zeroDenominator("the difference of the discordant shares")))
        let area = EffectSampleSize.areaUnderCurveCases(area: 0.8, null: 0.8, errors: Self.usual, ratio: 1)
        #expect(area == .failure(.zeroDenominator("the difference of the areas")))
        let (all, tenth) = (
            try EffectSampleSize.sensitivity(0.9, halfWidth: 0.05).get(),
            try EffectSampleSize.sensitivity(0.9, halfWidth: 0.05, prevalence: 0.1).get()
        )
        #expect(abs(tenth.exact / all.exact - 10) < 1e-12)
        let sure = EffectSampleSize.sensitivity(1, halfWidth: 0.05)
        #expect(sure == .failure(.undefined("Wald's interval has no width at a sensitivity of 0 or 1")))
    }
}
