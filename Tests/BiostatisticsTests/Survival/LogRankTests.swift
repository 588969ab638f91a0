import Foundation
import Testing

@testable import Biostatistics

@Suite("Log-rank")
struct LogRankTests {
    /// Freireich's trial: 6-mercaptopurine against placebo, O − E = 10.25 and χ² = 16.79.
    ///
    /// Kleinbaum and Klein, Survival Analysis (2012), chapter 2.
    @Test func `mercaptopurine against placebo is the textbook's`() throws {
        let treated = [6.0, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
        let placebo = [1.0, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
        let events = (0..<42).map { $0 < 9 || $0 >= 21 }
        let groups = (0..<42).map { $0 < 21 ? 0 : 1 }
        let test = LogRank(FollowUp(times: treated + placebo, events: events), groups: groups, groupCount: 2)
        let comparison = test.comparison()
        #expect(comparison.observed == [9, 21])
        #expect(abs(comparison.expected[1] - 10.75) < 0.005)
        #expect(abs(try comparison.test().get().statistic - 16.79) < 0.005)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `observed and expected add up, and rows of the covariance to nothing`(seed: UInt64) {
        let patients = Patients(seed: seed, count: 150)
        let test = LogRank(patients.followUp, groups: patients.group, groupCount: 3)
        for weight in [LogRank.Weight.constant, .petoPeto] {
            let comparison = test.comparison(weight)
            #expect(isClose(comparison.observed.reduce(0, +), comparison.expected.reduce(0, +)))
            for row in comparison.covariance { #expect(abs(row.reduce(0, +)) < 1e-10) }
        }
    }

    @Test(arguments: [4, 5] as [UInt64])
    func `neither order nor names of the groups matter`(seed: UInt64) throws {
        let (patients, other) = (Patients(seed: seed, count: 150), Patients(seed: seed, count: 150).shuffled(seed: 3))
        let test = LogRank(patients.followUp, groups: patients.group, groupCount: 3)
        let renamed = LogRank(other.followUp, groups: other.group.map { 2 - $0 }, groupCount: 3)
        let (a, b) = (try test.comparison().test().get(), try renamed.comparison().test().get())
        #expect(isClose(a.statistic, b.statistic))
        let (up, down) = (
            try test.comparison().trend(scores: [0, 1, 2]).get(),
            try renamed.comparison().trend(scores: [0, 1, 2]).get()
        )
        #expect(isClose(up.z, -down.z))
        #expect(isClose(up.z, try test.comparison().trend(scores: [7, 10, 13]).get().z))
    }

    @Test func `the trend of two groups is their test`() throws {
        let patients = Patients(seed: 6, count: 90, groups: 2)
        let comparison = LogRank(patients.followUp, groups: patients.group, groupCount: 2).comparison()
        let z = try comparison.trend(scores: [0, 1]).get().z
        #expect(isClose(z * z, try comparison.test().get().statistic))
    }

    @Test func `strata add up, and one stratum is none`() throws {
        let (a, b) = (Patients(seed: 7, count: 60), Patients(seed: 8, count: 70))
        let both = FollowUp(
            times: a.followUp.times + b.followUp.times,
            events: a.followUp.events + b.followUp.events
        )
        let strata = Array(repeating: 0, count: 60) + Array(repeating: 1, count: 70)
        let test = LogRank(both, groups: a.group + b.group, groupCount: 3, strata: strata)
        let parts = [a, b].map { LogRank($0.followUp, groups: $0.group, groupCount: 3).comparison() }
        let sum = test.stratifiedComparison()
        for group in 0..<3 {
            #expect(isClose(sum.expected[group], parts[0].expected[group] + parts[1].expected[group]))
        }
        let single = LogRank(a.followUp, groups: a.group, groupCount: 3, strata: a.group.map { _ in 0 })
        #expect(single.stratifiedComparison() == single.comparison())
    }

    @Test func `the test of scores of a Cox model with a group is the log-rank test where no times are tied`() throws {
        let patients = Patients(seed: 9, count: 120, wholeDays: false, groups: 2)
        let rank = LogRank(patients.followUp, groups: patients.group, groupCount: 2).comparison()
        let cox = try CoxModel.fit(CoxData(patients.followUp, covariates: patients.group.map { [Double($0)] })).get()
        #expect(isClose(try rank.test().get().statistic, cox.scoreTest.statistic))
    }

    @Test func `pairs are tests of their own patients, adjusted by Holm`() throws {
        let patients = Patients(seed: 10, count: 200)
        let pairs = LogRank(patients.followUp, groups: patients.group, groupCount: 3).pairwise()
        #expect(pairs.map { [$0.first, $0.second] } == [[0, 1], [0, 2], [1, 2]])
        let places = patients.group.indices.filter { patients.group[$0] != 1 }
        let alone = LogRank(
            patients.followUp.subset(places),
            groups: places.map { patients.group[$0] / 2 },
            groupCount: 2
        )
        #expect(isClose(try pairs[1].test.get().statistic, try alone.comparison().test().get().statistic))
        let (p, adjusted) = (try pairs.map { try $0.test.get().p }, pairs.compactMap(\.adjustedP))
        #expect(isClose(adjusted.min(), min(1, 3 * (p.min() ?? 0))))
        #expect(zip(p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
    }

    @Test func `what cannot be tested says why`() {
        func test(_ times: [Double], _ events: [Bool], _ groups: [Int]) -> Result<ChiSquareTest, NotEstimable> {
            LogRank(FollowUp(times: times, events: events), groups: groups, groupCount: 2).comparison().test()
        }
        #expect(test([], [], []) == .failure(.noEvents))
        #expect(test([1, 2], [false, false], [0, 1]) == .failure(.noEvents))
        #expect(test([1, 2], [true, true], [0, 0]) == .failure(.tooFew("groups at risk of an event", needed: 2)))
        #expect(test([3, 3], [true, true], [0, 1]) == .failure(.noVariation(of: "who has the event")))
        let one = LogRank(FollowUp(times: [3, 3], events: [true, true]), groups: [0, 1], groupCount: 2).comparison()
        #expect(throws: NotEstimable.noVariation(of: "who has the event")) { try one.trend(scores: [0, 1]).get() }
    }
}
