import Testing

@testable import Biostatistics

@Suite("Trend over tiers")
struct CochranArmitageTests {
    /// X² = 8.2249, and 12.173 with the scores 0, 0, 0, 1; the share of smokers falls.
    ///
    /// Fleiss, Statistical Methods for Rates and Proportions (1981), page 139, as in the help page of R `prop.trend.test`.
    @Test("smokers in four studies", arguments: [([1, 2, 3, 4], 8.2249, 0.0001), ([0, 0, 0, 1], 12.173, 0.001)])
    func smokers(_ scores: [Double], _ chiSquare: Double, _ digits: Double) throws {
        let groups = [(83, 86), (90, 93), (129, 136), (70, 82)].map { Proportion(events: $0, total: $1) }
        let trend = try CochranArmitage.test(groups, scores: scores).get()
        #expect(trend.z < 0)
        #expect(abs(trend.z * trend.z - chiSquare) <= digits)
    }

    /// Tiers low, moderate and high of the DISCOVERY trial, structural and valvular heart disease.
    @Test("DISCOVERY's tiers", arguments: [([1, 14, 24], 4.989), ([0, 1, 8], 3.328)])
    func discovery(_ events: [Int], _ z: Double) throws {
        let groups = zip(events, [17, 50, 33]).map { Proportion(events: $0, total: $1) }
        let trend = try CochranArmitage.test(groups).get()
        #expect(abs(trend.z - z) < 0.0005)
    }

    @Test("turning the order turns the sign; scores may be shifted and stretched")
    func scores() throws {
        let groups = [(1, 19), (9, 47), (18, 34)].map { Proportion(events: $0, total: $1) }
        let trend = try CochranArmitage.test(groups).get()
        let turned = try CochranArmitage.test(groups.reversed()).get()
        let stretched = try CochranArmitage.test(groups, scores: [10, 13, 16]).get()
        #expect(trend.z > 0)
        #expect(abs(trend.z + turned.z) < 1e-12)
        #expect(abs(trend.z - stretched.z) < 1e-12)
        #expect(abs(trend.p / turned.p - 1) < 1e-12)
    }

    @Test("an empty tier adds nothing but keeps its score")
    func emptyTier() throws {
        let (low, none, high) = (
            Proportion(events: 1, total: 19), Proportion(events: 0, total: 0), Proportion(events: 18, total: 34)
        )
        let with = try CochranArmitage.test([low, none, high, high]).get()
        let without = try CochranArmitage.test([low, high, high], scores: [0, 2, 3]).get()
        #expect(with == without)
    }

    @Test("no trend without observations, with one outcome or with one score")
    func notEstimable() {
        let (none, all) = (Proportion(events: 0, total: 10), Proportion(events: 10, total: 10))
        #expect(CochranArmitage.test([]) == .failure(.noObservations))
        #expect(CochranArmitage.test([none, none]) == .failure(.oneOutcomeClass))
        #expect(CochranArmitage.test([all, all]) == .failure(.oneOutcomeClass))
        let single = [Proportion(events: 7, total: 10)]
        #expect(CochranArmitage.test(single) == .failure(.zeroDenominator("the spread of the scores")))
    }
}
