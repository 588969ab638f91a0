import Foundation
import Testing

@testable import Biostatistics

@Suite("Stratified tables")
struct StratifiedTablesTests {
    private static func table(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> TwoProportions {
        TwoProportions(Proportion(events: a, total: a + b), Proportion(events: c, total: c + d))
    }

    private static func random(_ count: Int, seed: UInt64) -> [TwoProportions] {
        var generator = Xoshiro256StarStar(seed: seed)
        return (0..<count).map { _ in
            table(
                1 + generator.index(below: 30),
                1 + generator.index(below: 60),
                1 + generator.index(below: 30),
                1 + generator.index(below: 60)
            )
        }
    }

    /// Penicillin after 1½ hours or at once in six groups of rabbits; the third to fifth carry the information.
    ///
    /// The data of the help page of R `mantelhaen.test`: X² = 3.9286 (p 0.04747) with and 5.6571 without the correction
    /// (R 4.2.2), common odds ratio 7.
    @Test("rabbits given penicillin at once or later")
    func rabbits() throws {
        let tables = StratifiedTables([
            Self.table(0, 6, 0, 5), Self.table(3, 3, 0, 6), Self.table(6, 0, 2, 4), Self.table(5, 1, 6, 0),
            Self.table(2, 0, 5, 0),
        ])
        let corrected = try tables.associationTest(continuityCorrection: true).get()
        #expect(abs(corrected.statistic - 3.9286) < 0.00005)
        #expect(abs(corrected.p - 0.04747) < 0.000005)
        #expect(abs(try tables.associationTest().get().statistic - 5.6571) < 0.00005)
        #expect(abs((tables.oddsRatio().point ?? 0) - 7) < 1e-12)
    }

    @Test("one stratum gives the crude ratios and difference")
    func oneStratum() throws {
        let table = Self.table(12, 30, 7, 45)
        let tables = StratifiedTables([table])
        #expect(abs((tables.oddsRatio().point ?? 0) - 12.0 * 45 / (30 * 7)) < 1e-12)
        let (pooled, plain) = (tables.riskRatio(), table.riskRatio())
        #expect(abs((pooled.point ?? 0) - (plain.point ?? 1)) < 1e-12)
        #expect(abs((pooled.interval?.lower ?? 0) - (plain.interval?.lower ?? 1)) < 1e-12)
        #expect(abs((tables.riskDifference().point ?? 0) - (12.0 / 42 - 7.0 / 52)) < 1e-12)
        #expect(tables.homogeneityTest().failure == .tooFew("strata with both outcomes", needed: 2))
    }

    @Test("the order of the strata changes nothing; swapped groups and outcomes invert", arguments: [1, 2, 3, 4])
    func relabelling(_ seed: UInt64) throws {
        let strata = Self.random(6, seed: seed)
        let tables = StratifiedTables(strata)
        let reversed = StratifiedTables(strata.reversed())
        let swapped = StratifiedTables(strata.map { TwoProportions($0.second, $0.first) })
        let complement = StratifiedTables(strata.map { TwoProportions($0.first.complement, $0.second.complement) })
        let ratio = try #require(tables.oddsRatio().interval)
        #expect(abs(try #require(reversed.oddsRatio().interval).upper / ratio.upper - 1) < 1e-12)
        #expect(abs(try #require(swapped.oddsRatio().interval).lower * ratio.upper - 1) < 1e-12)
        #expect(abs(try #require(complement.oddsRatio().interval).upper * ratio.lower - 1) < 1e-12)
        #expect(
            abs(try #require(swapped.riskRatio().interval).lower * #require(tables.riskRatio().interval).upper - 1)
                < 1e-12
        )
        let difference = try #require(tables.riskDifference().interval)
        #expect(abs(try #require(swapped.riskDifference().interval).lower + difference.upper) < 1e-12)
        #expect(abs(try #require(complement.riskDifference().interval).lower + difference.upper) < 1e-12)
        for other in [reversed, swapped, complement] {
            #expect(abs(try other.associationTest().get().statistic - tables.associationTest().get().statistic) < 1e-9)
            let (one, two) = (try other.homogeneityTest().get(), try tables.homogeneityTest().get())
            #expect(abs(one.breslowDay.statistic - two.breslowDay.statistic) < 1e-9)
            #expect(abs(one.tarone.statistic - two.tarone.statistic) < 1e-9)
        }
    }

    @Test("limits widen with the level and enclose the estimate", arguments: [5, 6])
    func levels(_ seed: UInt64) throws {
        let tables = StratifiedTables(Self.random(4, seed: seed))
        for estimate in [tables.oddsRatio, tables.riskRatio, tables.riskDifference] {
            let (narrow, wide) = (estimate(0.8), estimate(0.99))
            let point = try #require(narrow.point)
            let (inner, outer) = (try #require(narrow.interval), try #require(wide.interval))
            #expect(
                outer.lower < inner.lower && inner.lower < point && point < inner.upper && inner.upper < outer.upper
            )
        }
    }

    @Test("equal odds ratios are homogeneous")
    func homogeneous() throws {
        let tables = StratifiedTables([
            Self.table(10, 20, 20, 80), Self.table(30, 15, 20, 20), Self.table(5, 40, 4, 64),
        ])
        let test = try tables.homogeneityTest().get()
        #expect(test.breslowDay.statistic < 1e-20)
        #expect(test.breslowDay.degreesOfFreedom == 2)
        #expect(test.tarone.p > 0.999_999)
    }

    @Test("a stratum with an empty group is left out, one with one outcome counts for risks alone")
    func emptyGroups() throws {
        let full = [Self.table(4, 6, 1, 9), Self.table(7, 9, 3, 14)]
        let with = StratifiedTables(full + [Self.table(0, 0, 3, 7)])
        #expect(with == StratifiedTables(full))
        let sure = StratifiedTables(full + [Self.table(5, 0, 7, 0)])
        #expect(sure.oddsRatio().point == with.oddsRatio().point)
        #expect(sure.riskDifference() != with.riskDifference())
        #expect(try sure.homogeneityTest().get().breslowDay.degreesOfFreedom == 1)
    }

    @Test("what cannot be estimated names its reason")
    func degenerate() {
        let none = StratifiedTables([Self.table(0, 0, 1, 2)])
        #expect(none.oddsRatio() == .notEstimable(.noObservations))
        #expect(none.riskRatio() == .notEstimable(.noObservations))
        #expect(none.riskDifference() == .notEstimable(.noObservations))
        #expect(none.associationTest().failure == .noObservations)
        let still = StratifiedTables([Self.table(0, 4, 0, 2), Self.table(0, 3, 0, 5)])
        #expect(still.oddsRatio() == .notEstimable(.oneOutcomeClass))
        #expect(still.riskRatio() == .notEstimable(.noEvents))
        #expect(still.associationTest().failure == .oneOutcomeClass)
        let split = StratifiedTables([Self.table(5, 0, 0, 6), Self.table(4, 0, 0, 7)])
        #expect(split.oddsRatio() == .value(.infinity, interval: nil))
        #expect(split.riskRatio() == .value(.infinity, interval: nil))
        #expect(split.riskDifference().interval?.lower == 1)
        #expect(split.homogeneityTest().failure == .undefined("the common odds ratio is infinite"))
        let other = StratifiedTables([Self.table(0, 5, 6, 0)])
        #expect(other.oddsRatio() == .value(0, interval: nil))
    }

    @Test("counts of 10¹⁵ overflow nothing")
    func hugeCounts() throws {
        let big = 1_000_000_000_000_000
        let tables = StratifiedTables([Self.table(big, 3 * big, 2 * big, 4 * big), Self.table(big, big, big, 3 * big)])
        #expect(abs((tables.oddsRatio().point ?? 0) - (4.0 / 10 + 3.0 / 6) / (6.0 / 10 + 1.0 / 6)) < 1e-12)
        #expect(try tables.homogeneityTest().get().breslowDay.statistic.isFinite)
    }
}

extension Result where Failure == NotEstimable {
    /// Why a function refused.
    fileprivate var failure: NotEstimable? {
        guard case .failure(let reason) = self else { return nil }
        return reason
    }
}
