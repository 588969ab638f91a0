import Testing

@testable import Biostatistics

@Suite("Trend over ordered tiers")
struct ExactTrendTests {
    private static let tiers = [(2, 21), (6, 30), (11, 26)].map { Proportion(events: $0.0, total: $0.1) }

    @Test("two groups have Fisher's one-sided p")
    func twoGroups() {
        let (low, high) = (Proportion(events: 3, total: 17), Proportion(events: 9, total: 14))
        let trend = ExactTrend.test([low, high])
        #expect(abs(trend.increasing.p - TwoProportions(high, low).fisherGreaterP()) < 1e-13)
    }

    @Test("scores count up to shift and scale", arguments: [1.0, 0.25, 7, 1.0 / 3])
    func scale(_ scale: Double) {
        let trend = ExactTrend.test(Self.tiers, scores: [0, 1, 3])
        let moved = ExactTrend.test(Self.tiers, scores: [-2, -2 + scale, -2 + 3 * scale])
        #expect(abs(trend.twoSided.p - moved.twoSided.p) < 1e-13)
        #expect(abs(trend.increasing.p - moved.increasing.p) < 1e-13)
    }

    @Test("counting the other outcome, or reversing the tiers, turns the direction")
    func turned() {
        let trend = ExactTrend.test(Self.tiers)
        let both = ExactTrend.test(Array(Self.tiers.map(\.complement).reversed()))
        #expect(abs(trend.increasing.p - both.increasing.p) < 1e-13)
        #expect(abs(trend.twoSided.p - ExactTrend.test(Self.tiers.map(\.complement)).twoSided.p) < 1e-13)
    }

    @Test("scores without a common step are simulated near the exact value of their neighbours")
    func irrational() {
        let exact = ExactTrend.test(Self.tiers, scores: [0, 1.414, 3.142])
        let near = ExactTrend.test(Self.tiers, scores: [0, 2.0.squareRoot(), Double.pi])
        guard case .simulated(let p, let standardError, _, _) = near.increasing else {
            Issue.record("not simulated")
            return
        }
        #expect(abs(p - exact.increasing.p) < 5 * standardError + 1e-4)
    }

    @Test("what the margins fix has p 1")
    func fixed() {
        let none = [Proportion(events: 0, total: 4), Proportion(events: 0, total: 9)]
        #expect(ExactTrend.test(none).twoSided == .exact(1) && ExactTrend.test(none).increasing == .exact(1))
        #expect(ExactTrend.test(Self.tiers, scores: [2, 2, 2]).twoSided == .exact(1))
        #expect(ExactTrend.test([]).twoSided == .exact(1))
    }

    @Test("the linear-by-linear statistic is z² (N − 1)/N")
    func linear() throws {
        let (trend, linear) = (
            try CochranArmitage.test(Self.tiers).get(), try CochranArmitage.linearByLinear(Self.tiers).get()
        )
        #expect(abs(linear.statistic - trend.z * trend.z * 76 / 77) < 1e-13)
        #expect(throws: NotEstimable.oneOutcomeClass) {
            try CochranArmitage.linearByLinear([Proportion(events: 0, total: 3), Proportion(events: 0, total: 2)]).get()
        }
    }
}
