import Testing

@testable import Biostatistics

@Suite("Unknown outcomes")
struct OutcomeBoundsTests {
    private static let high = IncompleteProportion(known: Proportion(events: 12, total: 25), missing: 4)
    private static let low = IncompleteProportion(known: Proportion(events: 7, total: 38), missing: 6)

    @Test("the bounds hold every filling")
    func bounds() throws {
        let (lowest, highest) = (try #require(Self.high.lowest.estimate), try #require(Self.high.highest.estimate))
        #expect(lowest == 12.0 / 29 && highest == 16.0 / 29)
        for events in 0...4 {
            let filled = try #require(Self.high.filled(events: events).estimate)
            #expect((lowest...highest).contains(filled))
        }
    }

    @Test("worst and best case are corners of the grid, and the frontier is where significance ends")
    func frontier() {
        let grid = MissingOutcomeGrid(high: Self.high, low: Self.low)
        #expect(grid.worstP == grid.fisherP[0][6] && grid.bestP == grid.fisherP[4][0])
        #expect(grid.scenarios == 35)
        var significant = 0
        for (i, tip) in grid.tippingFrontier.enumerated() {
            for j in 0..<(tip ?? 7) { #expect(grid.isSignificant(high: i, low: j)) }
            if let tip { #expect(!grid.isSignificant(high: i, low: tip)) }
            significant += (0...6).count { grid.isSignificant(high: i, low: $0) }
        }
        #expect(grid.significantScenarios == significant)
    }

    @Test("without missing outcomes there is one scenario, the complete cases")
    func complete() throws {
        let grid = MissingOutcomeGrid(
            high: IncompleteProportion(known: Self.high.known, missing: 0),
            low: IncompleteProportion(known: Self.low.known, missing: 0)
        )
        #expect(grid.scenarios == 1)
        #expect(try grid.completeCaseP.get() == grid.fisherP[0][0])
    }

    @Test("a group of whom nothing is known has no complete cases, and a lower rate is never significant")
    func nothingKnown() {
        let unknown = IncompleteProportion(known: Proportion(events: 0, total: 0), missing: 5)
        let grid = MissingOutcomeGrid(high: unknown, low: Self.high)
        #expect(throws: NotEstimable.noObservations) { try grid.completeCaseP.get() }
        #expect(!grid.isSignificant(high: 0, low: 4))
        let empty = IncompleteProportion(known: Proportion(events: 0, total: 0), missing: 0)
        #expect(MissingOutcomeGrid(high: empty, low: Self.low).significantScenarios == 0)
    }
}
