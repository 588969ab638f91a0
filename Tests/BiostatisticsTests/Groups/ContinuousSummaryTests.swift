import Foundation
import Testing

@testable import Biostatistics

@Suite("Description of a measurement")
struct ContinuousSummaryTests {
    /// Hyndman and Fan, American Statistician 50 (1996) 361: both types by hand for 1, 2, 4, 8.
    @Test("quantiles of both types by hand")
    func byHand() {
        let summary = ContinuousSummary([8, 1, 4, 2])
        #expect(summary.quantile(0.25) == 1.75 && summary.quantile(0.5) == 3 && summary.quantile(0.875) == 6.5)
        #expect(summary.quantile(0.25, type: .averaged) == 1.5 && summary.quantile(0.75, type: .averaged) == 6)
        #expect(summary.quantile(0.3, type: .averaged) == 2)
        #expect(summary.interquartileRange == 5 - 1.75)
    }

    @Test("a shift moves the quantiles and leaves the spread", arguments: [1e9, -4e12])
    func shift(_ shift: Double) throws {
        let values = (0..<57).map { Double(($0 * 31) % 64) / 8 }
        let (plain, moved) = (ContinuousSummary(values), ContinuousSummary(values.map { $0 + shift }))
        let deviation = try #require(plain.standardDeviation)
        #expect(try abs(#require(moved.standardDeviation) / deviation - 1) < 1e-9)
        #expect(try #require(moved.median) - shift == plain.median)
    }

    @Test("the order of the values does not matter")
    func order() {
        var generator = Xoshiro256StarStar(seed: 12)
        let values = (0..<101).map { _ in generator.normal() }
        #expect(ContinuousSummary(values) == ContinuousSummary(generator.shuffled(values)))
    }

    @Test("one value has no spread, none has nothing")
    func degenerate() {
        let one = ContinuousSummary([7])
        #expect(one.mean == 7 && one.standardDeviation == nil && one.meanEstimate().interval == nil)
        #expect(one.quantile(0) == 7 && one.quantile(1, type: .averaged) == 7)
        let none = ContinuousSummary([])
        #expect(none.mean == nil && none.median == nil && none.meanEstimate().reason == .noObservations)
        #expect(none.geometricMean.reason == .noObservations)
        #expect(ContinuousSummary([0, 3]).geometricMean.point == nil)
    }

    @Test("the interval of the mean widens with the level")
    func level() throws {
        let summary = ContinuousSummary([3, 8, 2, 9, 4])
        let widths = try [0.5, 0.9, 0.99].map { level in
            let limits = try #require(summary.meanEstimate(level: level).interval)
            return limits.upper - limits.lower
        }
        #expect(widths == widths.sorted())
    }
}
