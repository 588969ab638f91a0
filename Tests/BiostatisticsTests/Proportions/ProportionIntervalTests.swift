import Foundation
import Testing

@testable import Biostatistics

@Suite("Intervals of a proportion")
struct ProportionIntervalTests {
    typealias Method = @Sendable (Proportion, Double) -> Estimate

    static let methods: [Method] = [
        { $0.wilson(level: $1) }, { $0.clopperPearson(level: $1) }, { $0.wilsonCorrected(level: $1) },
        { $0.agrestiCoull(level: $1) }, { $0.jeffreys(level: $1) }, { $0.midP(level: $1) }, { $0.wald(level: $1) },
    ]

    /// Newcombe, Statistics in Medicine 17 (1998) 857, Table I: 81/263, 15/148, 0/20, 1/29, methods 4, 5 and 6.
    @Test(
        "Newcombe's published limits",
        arguments: [
            (81, 263, [0.2535, 0.3682, 0.2527, 0.3676, 0.2544, 0.3658]),
            (15, 148, [0.0598, 0.1644, 0.0578, 0.1617, 0.0601, 0.1581]),
            (0, 20, [0, 0.2005, 0, 0.1684, 0, 0.1391]),
            (1, 29, [0.0018, 0.1963, 0.0009, 0.1776, 0.0017, 0.1585]),
        ] as [(Int, Int, [Double])]
    )
    func published(_ x: Int, _ n: Int, _ limits: [Double]) throws {
        let proportion = Proportion(events: x, total: n)
        let found = try [proportion.wilsonCorrected(), proportion.clopperPearson(), proportion.midP()].flatMap {
            let interval = try #require($0.interval)
            return [interval.lower, interval.upper]
        }
        for (got, want) in zip(found, limits) { #expect(abs(got - want) <= 0.000_051) }
    }

    @Test("the other outcome has the mirrored interval", arguments: methods.indices)
    func mirrored(_ index: Int) throws {
        let method = Self.methods[index]
        for (x, n) in [(0, 1), (0, 19), (3, 19), (16, 19), (50, 100), (7, 100_000)] {
            let proportion = Proportion(events: x, total: n)
            let one = try #require(method(proportion, 0.9).interval)
            let other = try #require(method(proportion.complement, 0.9).interval)
            #expect(abs(one.lower + other.upper - 1) < 1e-13 && abs(one.upper + other.lower - 1) < 1e-13)
        }
    }

    @Test(
        "limits widen with the level, rise with the events, hold the estimate and stay in [0, 1]",
        arguments: methods.indices
    )
    func monotone(_ index: Int) throws {
        let method = Self.methods[index]
        var previous = (lower: -1.0, upper: 0.0)
        for x in 1..<24 {
            let proportion = Proportion(events: x, total: 24)
            let narrow = try #require(method(proportion, 0.8).interval)
            let wide = try #require(method(proportion, 0.99).interval)
            #expect(wide.lower < narrow.lower && narrow.upper < wide.upper || wide.lower == 0 || wide.upper == 1)
            #expect(wide.lower >= 0 && wide.upper <= 1)
            #expect(narrow.lower < Double(x) / 24 && Double(x) / 24 < narrow.upper)
            #expect(narrow.lower >= previous.lower && narrow.upper >= previous.upper)
            previous = (narrow.lower, narrow.upper)
        }
    }

    @Test("without events the upper limits have their closed forms", arguments: [1, 19, 1000, 100_000_000])
    func closedForms(_ n: Int) throws {
        let none = Proportion(events: 0, total: n)
        let exact = try #require(none.clopperPearson().interval)
        let mid = try #require(none.midP().interval)
        #expect(exact.lower == 0 && mid.lower == 0)
        #expect(abs(exact.upper / -expm1(log(0.025) / Double(n)) - 1) < 1e-9)
        #expect(abs(mid.upper - -expm1(log(0.05) / Double(n))) < 1e-15)
        #expect(none.jeffreys().interval?.lower == 0 && none.wilsonCorrected().interval?.lower == 0)
    }

    @Test("the exact interval holds the mid-P interval")
    func order() throws {
        for x in 0...30 {
            let proportion = Proportion(events: x, total: 30)
            let (exact, mid) = (
                try #require(proportion.clopperPearson().interval), try #require(proportion.midP().interval)
            )
            #expect(exact.lower <= mid.lower && mid.upper <= exact.upper)
        }
    }

    @Test("a limit of the mid-P interval has its tail", arguments: [(4, 33), (250, 9000)])
    func midTail(_ x: Int, _ n: Int) throws {
        let proportion = Proportion(events: x, total: n)
        let limits = try #require(proportion.midP(level: 0.9).interval)
        #expect(try abs(BinomialTest.against(limits.lower, proportion).get().midPGreater - 0.05) < 1e-12)
        #expect(try abs(BinomialTest.against(limits.upper, proportion).get().midPLess - 0.05) < 1e-12)
    }

    @Test("nobody observed has no interval", arguments: methods.indices)
    func nobody(_ index: Int) {
        #expect(Self.methods[index](Proportion(events: 0, total: 0), 0.95).reason == .noObservations)
    }
}

@Suite("Exact test against a goal")
struct BinomialTestTests {
    /// R's help page of binom.test: Conover 1971, Mendel's peas, 682 of 925 against ¾: p = 0.3825.
    @Test("Mendel's peas")
    func peas() throws {
        let test = try BinomialTest.against(0.75, Proportion(events: 682, total: 925)).get()
        #expect(abs(test.pTwoSided - 0.3825) < 5e-5)
    }

    @Test(
        "tails complement each other, and counting the other outcome swaps them",
        arguments: [0.0, 0.1, 0.5, 0.83, 1.0]
    )
    func tails(_ goal: Double) throws {
        for x in 0...17 {
            let proportion = Proportion(events: x, total: 17)
            let test = try BinomialTest.against(goal, proportion).get()
            let mirrored = try BinomialTest.against(1 - goal, proportion.complement).get()
            #expect(abs(test.midPGreater + test.midPLess - 1) < 1e-13)
            #expect(abs(test.pGreater - mirrored.pLess) < 1e-13 && abs(test.pTwoSided - mirrored.pTwoSided) < 1e-12)
            #expect(test.pTwoSided >= min(test.pGreater, test.pLess) && test.pTwoSided <= 1)
        }
    }

    @Test("the two-sided p sums what is not more probable", arguments: [3, 8, 12])
    func definition(_ x: Int) throws {
        let masses = (0...20).map { BinomialDistribution.mass($0, trials: 20, probability: 0.37) }
        let sum = masses.filter { $0 <= masses[x] * (1 + 1e-7) }.reduce(0, +)
        let test = try BinomialTest.against(0.37, Proportion(events: x, total: 20)).get()
        #expect(abs(test.pTwoSided - sum) < 1e-14)
    }

    @Test("nobody observed is refused")
    func nobody() {
        #expect(throws: NotEstimable.noObservations) {
            try BinomialTest.against(0.5, Proportion(events: 0, total: 0)).get()
        }
    }
}
