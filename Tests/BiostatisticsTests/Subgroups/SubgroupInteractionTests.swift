import Foundation
import Testing

@testable import Biostatistics

@Suite("Subgroups")
struct SubgroupInteractionTests {
    /// Levels from rows of events and totals, lowest tier first.
    private static func levels(_ rows: [[(Int, Int)]]) -> [SubgroupLevel] {
        rows.enumerated().map { number, row in
            SubgroupLevel(
                name: "level \(number)",
                tiers: row.enumerated().map {
                    .init(tier: "tier \($0)", yield: Proportion(events: $1.0, total: $1.1))
                }
            )
        }
    }

    private static func random(_ levels: Int, _ tiers: Int, seed: UInt64) -> [SubgroupLevel] {
        var generator = Xoshiro256StarStar(seed: seed)
        return Self.levels(
            (0..<levels).map { _ in
                (0..<tiers).map { _ in
                    let total = 10 + generator.index(below: 50)
                    return (1 + generator.index(below: total - 2), total)
                }
            }
        )
    }

    /// With one tier pair and two levels the saturated model adds one parameter: the ratio of the two odds ratios.
    @Test("equal odds ratios give nothing, and df is (levels − 1)(tiers − 1)")
    func noInteraction() throws {
        let equal = Self.levels([[(20, 100), (10, 30)], [(20, 40), (30, 45)]])
        let test = try SubgroupInteraction.test(equal).get()
        #expect(test.statistic < 1e-11)
        #expect(test.degreesOfFreedom == 1)
        let larger = try SubgroupInteraction.test(Self.random(4, 3, seed: 1)).get()
        #expect(larger.degreesOfFreedom == 6)
    }

    @Test("order of levels and tiers and the counted outcome change nothing", arguments: [2, 3, 4])
    func relabelling(_ seed: UInt64) throws {
        let levels = Self.random(3, 3, seed: seed)
        let statistic = try SubgroupInteraction.test(levels).get().statistic
        let turned = levels.reversed().map { SubgroupLevel(name: $0.name, tiers: $0.tiers.reversed()) }
        let others = levels.map { level in
            SubgroupLevel(
                name: level.name,
                tiers: level.tiers.map { .init(tier: $0.tier, yield: $0.yield.complement) }
            )
        }
        #expect(abs(try SubgroupInteraction.test(turned).get().statistic - statistic) < 1e-9)
        #expect(abs(try SubgroupInteraction.test(others).get().statistic - statistic) < 1e-9)
    }

    @Test("ten times the patients give ten times the statistic")
    func scaling() throws {
        let rows = [[(3, 20), (9, 25)], [(2, 30), (15, 22)]]
        let small = try SubgroupInteraction.test(Self.levels(rows)).get().statistic
        let large = try SubgroupInteraction.test(Self.levels(rows.map { $0.map { ($0.0 * 10, $0.1 * 10) } })).get()
        #expect(abs(large.statistic / small - 10) < 1e-9)
    }

    @Test("a tier without events in any level is fitted exactly and keeps its degree of freedom")
    func zeroTier() throws {
        let with = Self.levels([[(0, 10), (4, 12), (5, 10)], [(0, 12), (1, 9), (3, 9)]])
        let without = Self.levels([[(4, 12), (5, 10)], [(1, 9), (3, 9)]])
        let test = try SubgroupInteraction.test(with).get()
        #expect(abs(test.statistic - (try SubgroupInteraction.test(without).get().statistic)) < 1e-10)
        #expect(test.degreesOfFreedom == 2)
    }

    @Test("an empty cell is left out, and with it its degree of freedom")
    func emptyCell() throws {
        let test = try SubgroupInteraction.test(Self.levels([[(2, 9), (0, 0), (5, 10)], [(1, 12), (3, 9), (3, 9)]]))
            .get()
        #expect(test.degreesOfFreedom == 1)
    }

    @Test("no interaction without two levels and two tiers")
    func degenerate() {
        let reason = NotEstimable.undefined("too few tiers or levels have patients for an interaction")
        #expect(SubgroupInteraction.test([]) == .failure(.noObservations))
        #expect(SubgroupInteraction.test(Self.levels([[(1, 5), (2, 6)]])) == .failure(reason))
        #expect(SubgroupInteraction.test(Self.levels([[(1, 5)], [(2, 6)]])) == .failure(reason))
    }

    @Test("a zero cell gives an infinite odds ratio without limits, but a difference with limits")
    func zeroCell() throws {
        let level = Self.levels([[(0, 10), (5, 10)]])[0]
        #expect(level.oddsRatio() == .value(.infinity, interval: nil))
        #expect(level.riskDifference().interval != nil)
        #expect(Self.levels([[(3, 10), (0, 10)]])[0].oddsRatio() == .value(0, interval: nil))
        #expect(Self.levels([[(0, 10), (0, 10)]])[0].oddsRatio() == .notEstimable(.oneOutcomeClass))
        #expect(Self.levels([[(0, 0), (1, 10)]])[0].oddsRatio() == .notEstimable(.noObservations))
        #expect(Self.levels([[(1, 10)]])[0].oddsRatio() == .notEstimable(.tooFew("tiers", needed: 2)))
    }

    @Test("fewer than five patients in a level are flagged")
    func small() {
        #expect(Self.levels([[(0, 2), (1, 2)]])[0].isSmall)
        #expect(!Self.levels([[(0, 2), (1, 3)]])[0].isSmall)
    }
}
