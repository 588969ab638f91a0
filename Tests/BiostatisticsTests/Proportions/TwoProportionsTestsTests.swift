import Foundation
import Testing

@testable import Biostatistics

@Suite("Tests and further intervals of two proportions")
struct TwoProportionsTestsTests {
    private static func pair(_ x1: Int, _ n1: Int, _ x2: Int, _ n2: Int) -> TwoProportions {
        TwoProportions(Proportion(events: x1, total: n1), Proportion(events: x2, total: n2))
    }

    /// Fisher's tea drinker: 3 of 4 against 1 of 4, whose five tables weigh 1, 16ψ, 36ψ², 16ψ³ and ψ⁴.
    ///
    /// R's help page of fisher.test prints the odds ratio as 6.408309, found to about 1 part in 10⁴.
    @Test("the lady tasting tea")
    func tea() throws {
        let pair = Self.pair(3, 4, 1, 4)
        #expect(abs(pair.fisherP() - 34.0 / 70) < 1e-14)
        #expect(abs(pair.fisherGreaterP() - 17.0 / 70) < 1e-14)
        let odds = try #require(pair.conditionalOddsRatio().point)
        let mean = Self.tea(odds).indices.reduce(0.0) { $0 + Double($1) * Self.tea(odds)[$1] }
        #expect(abs(mean - 3) < 1e-12)
        #expect(abs(odds / 6.408_309 - 1) < 1e-4)
        let limits = pair.exactOddsRatioInterval()
        let (low, high) = (Self.tea(limits.lower), Self.tea(limits.upper))
        #expect(abs(low[3] + low[4] - 0.025) < 1e-13)
        #expect(abs(1 - high[4] - 0.025) < 1e-13)
    }

    /// The probabilities of the five tables at an odds ratio.
    private static func tea(_ odds: Double) -> [Double] {
        let square = odds * odds
        let weights: [Double] = [1, 16 * odds, 36 * square, 16 * odds * square, square * square]
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }

    /// Newcombe, Statistics in Medicine 17 (1998) 873, Table II, method 5 (Mee differs by N/(N − 1) only).
    @Test("without events in either group Miettinen and Nurminen still give limits")
    func noEvents() throws {
        let limits = try #require(Self.pair(0, 10, 0, 20).miettinenNurminen().interval)
        #expect(abs(limits.lower + 0.1658) < 5e-5 && abs(limits.upper - 0.2844) < 5e-5)
    }

    @Test("changing places turns every difference", arguments: [(3, 9, 11, 12), (0, 5, 4, 4), (500, 90_000, 3, 40)])
    func places(_ x1: Int, _ n1: Int, _ x2: Int, _ n2: Int) throws {
        let (pair, turned) = (Self.pair(x1, n1, x2, n2), Self.pair(x2, n2, x1, n1))
        for (one, other) in [
            (pair.miettinenNurminen(), turned.miettinenNurminen()), (pair.agrestiCaffo(), turned.agrestiCaffo()),
            (pair.waldDifference(), turned.waldDifference()),
        ] {
            let (one, other) = (try #require(one.interval), try #require(other.interval))
            #expect(abs(one.lower + other.upper) < 1e-12 && abs(one.upper + other.lower) < 1e-12)
        }
        #expect(abs(pair.fisherP() / turned.fisherP() - 1) < 1e-10)
        let (exact, inverse) = (pair.exactOddsRatioInterval(), turned.exactOddsRatioInterval())
        #expect(exact.lower == 0 ? inverse.upper == .infinity : abs(exact.lower * inverse.upper - 1) < 1e-10)
    }

    @Test("counting the other outcome inverts the odds ratio and leaves the tests")
    func complement() throws {
        let (pair, other) = (Self.pair(9, 31, 17, 40), Self.pair(22, 31, 23, 40))
        let (odds, inverse) = (try #require(pair.oddsRatio().point), try #require(other.oddsRatio().point))
        #expect(abs(odds * inverse - 1) < 1e-14)
        let (one, two) = (try pair.chiSquared().get(), try other.chiSquared().get())
        #expect(abs(one.statistic / two.statistic - 1) < 1e-12 && abs(pair.fisherP() - other.fisherP()) < 1e-13)
        #expect(try pair.yates().get().statistic < one.statistic)
    }

    @Test("exact limits have the tails they promise", arguments: [0.9, 0.99])
    func exactTails(_ level: Double) {
        let pair = Self.pair(12, 30, 4, 28)
        let limits = pair.exactOddsRatioInterval(level: level)
        let tail = (1 - level) / 2
        #expect(abs(pair.tables.tilted(by: log(limits.lower), at: 12).upperTail - tail) < 1e-12)
        #expect(abs(pair.tables.tilted(by: log(limits.upper), at: 12).lowerTail - tail) < 1e-12)
    }

    @Test("Fisher's p sums the tables that are not more probable")
    func definition() {
        let pair = Self.pair(7, 25, 13, 21)
        let masses = pair.tables.support.map { pair.tables.mass($0) }
        let observed = pair.tables.mass(7)
        #expect(abs(pair.fisherP() - masses.filter { $0 <= observed * (1 + 1e-7) }.reduce(0, +)) < 1e-14)
    }

    @Test("empty margins: the exact test says nothing, the others refuse")
    func emptyMargins() {
        for pair in [Self.pair(0, 8, 0, 5), Self.pair(8, 8, 5, 5), Self.pair(0, 0, 2, 9)] {
            #expect(pair.fisherP() == 1 && pair.conditionalOddsRatio().point == nil)
            #expect(pair.exactOddsRatioInterval().lower == 0 && pair.exactOddsRatioInterval().upper == .infinity)
            #expect(throws: NotEstimable.self) { try pair.chiSquared().get() }
            #expect(pair.oddsRatio().point == nil)
        }
        #expect(Self.pair(0, 0, 2, 9).miettinenNurminen().reason == .noObservations)
        #expect(Self.pair(0, 8, 3, 5).oddsRatio() == .value(0, interval: nil))
        #expect(Self.pair(8, 8, 3, 5).oddsRatio() == .value(.infinity, interval: nil))
    }

    @Test("products of huge counts do not overflow")
    func huge() throws {
        let pair = Self.pair(3_000_000_000, 6_000_000_000, 2_000_000_000, 4_000_100_000)
        let chi = try pair.chiSquared().get()
        #expect(abs(chi.statistic / 1.499_981_25 - 1) < 1e-4)
        #expect(try #require(pair.miettinenNurminen().interval).lower < 0)
        #expect(pair.fisherP() > 0 && pair.fisherP() <= 1)
    }
}
