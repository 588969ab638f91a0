import Testing

@testable import Biostatistics

@Suite("Forest plot")
struct ForestPlotTests {
    private static func level(_ name: String, _ low: (Int, Int), _ high: (Int, Int)) -> SubgroupLevel {
        SubgroupLevel(
            name: name,
            tiers: [
                .init(tier: "low", yield: Proportion(events: low.0, total: low.1)),
                .init(tier: "high", yield: Proportion(events: high.0, total: high.1)),
            ]
        )
    }

    private static let women = level("women", (3, 40), (16, 31))
    private static let men = level("men", (2, 38), (11, 27))
    private static let few = level("unknown", (0, 2), (1, 1))
    private static let all = level("all", (5, 80), (28, 59))

    private static func plot(_ measure: ForestPlot.Measure) -> ForestPlot {
        ForestPlot(measure, overall: all, subgroups: [("Sex", [women, men, few])])
    }

    @Test("rows keep their order and hold the estimates of their levels")
    func rows() {
        let plot = Self.plot(.riskDifference)
        #expect(plot.overall.estimate == Self.all.riskDifference())
        #expect(plot.blocks[0].rows.map(\.label) == ["women", "men", "unknown"])
        #expect(plot.blocks[0].rows[1].estimate == Self.men.riskDifference())
        #expect(plot.blocks[0].interaction == SubgroupInteraction.test([Self.women, Self.men, Self.few]))
        #expect(Self.plot(.yield).overall.estimate == Proportion(events: 33, total: 139).wilson())
    }

    @Test("counts are of all tiers, and fewer than five patients are flagged")
    func counts() {
        let rows = Self.plot(.oddsRatio).blocks[0].rows
        #expect(rows.map(\.yield.total) == [71, 65, 3])
        #expect(rows.map(\.isSmall) == [false, false, true])
    }

    @Test("the extent covers all finite limits and the line of no effect")
    func extent() throws {
        let plot = Self.plot(.oddsRatio)
        let extent = try #require(plot.extent)
        #expect(plot.blocks[0].rows[2].estimate == .value(.infinity, interval: nil))
        #expect(extent.lowerBound == 1)
        let upper = [Self.all, Self.women, Self.men].compactMap { $0.oddsRatio().interval?.upper }
        #expect(extent.upperBound == upper.max())
        let empty = Self.level("nobody", (0, 0), (0, 0))
        #expect(ForestPlot(.yield, overall: empty, subgroups: []).extent == nil)
        #expect(ForestPlot(.oddsRatio, overall: empty, subgroups: []).extent == 1...1)
    }
}
