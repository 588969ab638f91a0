import Foundation
import Testing

@testable import Biostatistics

@Suite("One proportion")
struct ProportionTests {
    struct Published: Sendable {
        let events: Int
        let total: Int
        let lower: Double
        let upper: Double
    }

    /// Newcombe, Statistics in Medicine 17 (1998) 857, Table I, method 3; the last three: tiers of the DISCOVERY trial.
    @Test(
        "Wilson's limits are the published ones",
        arguments: [
            Published(events: 81, total: 263, lower: 0.2553, upper: 0.3662),
            Published(events: 15, total: 148, lower: 0.0624, upper: 0.1605),
            Published(events: 0, total: 20, lower: 0, upper: 0.1611),
            Published(events: 1, total: 29, lower: 0.0061, upper: 0.1718),
            Published(events: 24, total: 33, lower: 0.558, upper: 0.849),
            Published(events: 14, total: 50, lower: 0.175, upper: 0.417),
            Published(events: 1, total: 17, lower: 0.010, upper: 0.270),
        ]
    )
    func wilson(_ published: Published) throws {
        let digits = published.total == 33 || published.total == 50 || published.total == 17 ? 0.0005 : 0.00005
        try check(Proportion(events: published.events, total: published.total).wilson(), published, within: digits)
    }

    /// The same table, method 5.
    @Test(
        "exact limits are the published ones",
        arguments: [
            Published(events: 81, total: 263, lower: 0.2527, upper: 0.3676),
            Published(events: 15, total: 148, lower: 0.0578, upper: 0.1617),
            Published(events: 0, total: 20, lower: 0, upper: 0.1684),
            Published(events: 1, total: 29, lower: 0.0009, upper: 0.1776),
        ]
    )
    func clopperPearson(_ published: Published) throws {
        let proportion = Proportion(events: published.events, total: published.total)
        try check(proportion.clopperPearson(), published, within: 0.00005)
    }

    private func check(_ estimate: Estimate, _ published: Published, within digits: Double) throws {
        let interval = try #require(estimate.interval)
        #expect(abs(interval.lower - published.lower) <= digits)
        #expect(abs(interval.upper - published.upper) <= digits)
    }

    @Test("counting the other outcome mirrors the limits", arguments: [(0, 7), (1, 29), (14, 50), (81, 263), (33, 33)])
    func complement(_ events: Int, _ total: Int) throws {
        let proportion = Proportion(events: events, total: total)
        for (one, other) in [
            (proportion.wilson(), proportion.complement.wilson()),
            (proportion.clopperPearson(), proportion.complement.clopperPearson()),
        ] {
            let (interval, mirrored) = (try #require(one.interval), try #require(other.interval))
            #expect(abs(interval.lower - (1 - mirrored.upper)) < 1e-15)
            #expect(abs(interval.upper - (1 - mirrored.lower)) < 1e-15)
        }
    }

    @Test("no events give exactly 0, only events exactly 1", arguments: [1, 2, 19, 1000, 100_000])
    func ends(_ total: Int) throws {
        for (none, all) in [
            (Proportion(events: 0, total: total).wilson(), Proportion(events: total, total: total).wilson()),
            (
                Proportion(events: 0, total: total).clopperPearson(),
                Proportion(events: total, total: total).clopperPearson()
            ),
        ] {
            #expect(none.interval?.lower == 0)
            #expect(all.interval?.upper == 1)
        }
        let upper = try #require(Proportion(events: 0, total: total).clopperPearson().interval?.upper)
        #expect(abs(upper - (1 - pow(0.025, 1 / Double(total)))) < 1e-12)
    }

    @Test("limits rise with the events and hold the estimate", arguments: [1, 10, 37])
    func monotone(_ total: Int) throws {
        let proportions = (0...total).map { Proportion(events: $0, total: total) }
        for estimates in [proportions.map { $0.wilson() }, proportions.map { $0.clopperPearson() }] {
            let intervals = estimates.compactMap(\.interval)
            #expect(intervals.count == total + 1)
            for (before, after) in zip(intervals, intervals.dropFirst()) {
                #expect(before.lower < after.lower && before.upper < after.upper)
            }
            for (estimate, interval) in zip(estimates.compactMap(\.point), intervals) {
                #expect(interval.lower <= estimate && estimate <= interval.upper)
            }
        }
    }

    /// The definition of the interval, by adding up binomial probabilities.
    @Test("at the exact limits a binomial tail holds half of alpha", arguments: [0.8, 0.95, 0.999])
    func exactTails(_ level: Double) throws {
        let total = 24
        for events in 1..<total {
            let interval = try #require(
                Proportion(events: events, total: total).clopperPearson(level: level).interval
            )
            let above = (events...total).reduce(0) { $0 + binomial($1, total, interval.lower) }
            let below = (0...events).reduce(0) { $0 + binomial($1, total, interval.upper) }
            #expect(abs(above / ((1 - level) / 2) - 1) < 1e-10)
            #expect(abs(below / ((1 - level) / 2) - 1) < 1e-10)
        }
    }

    private func binomial(_ events: Int, _ total: Int, _ p: Double) -> Double {
        let ways = (0..<events).reduce(1.0) { $0 * Double(total - $1) / Double($1 + 1) }
        return ways * pow(p, Double(events)) * pow(1 - p, Double(total - events))
    }

    @Test("a higher level gives a wider interval")
    func level() throws {
        let proportion = Proportion(events: 9, total: 47)
        let widths = try [0.5, 0.8, 0.9, 0.95, 0.99].map { level in
            let interval = try #require(proportion.wilson(level: level).interval)
            #expect(interval.level == level && interval.method == .wilson)
            return interval.upper - interval.lower
        }
        #expect(widths == widths.sorted() && Set(widths).count == 5)
    }

    @Test("without observations nothing is estimated")
    func nothing() {
        let nothing = Proportion(events: 0, total: 0)
        #expect(nothing.estimate == nil)
        #expect(nothing.wilson().reason == .noObservations)
        #expect(nothing.clopperPearson().reason == .noObservations)
        #expect(nothing.numberNeededToScreen().reason == .noObservations)
        #expect(nothing.wholeNumberNeededToScreen == nil)
    }

    @Test("the number needed to screen without events is infinite with a finite lower limit")
    func noneFound() {
        let none = Proportion(events: 0, total: 17)
        #expect(none.numberNeededToScreen().point == .infinity)
        #expect(none.numberNeededToScreen().interval?.upper == .infinity)
        #expect(none.numberNeededToScreen().interval?.lower == none.wilson().interval.map { 1 / $0.upper })
    }
}
