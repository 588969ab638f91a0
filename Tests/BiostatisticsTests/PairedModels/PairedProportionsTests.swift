import Testing

@testable import Biostatistics

@Suite("Paired proportions")
struct PairedProportionsTests {
    static func table(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> PairedProportions {
        PairedProportions(both: a, onlyFirst: b, onlySecond: c, neither: d)
    }

    /// Tables of all sizes and shapes, the same on every run.
    static let tables: [PairedProportions] = {
        var generator = Xoshiro256StarStar(seed: 71)
        return (0..<60).map { round in
            let size = [3, 20, 400, 1_000_000][round % 4]
            let counts = (0..<4).map { _ in generator.index(below: 3) == 0 ? 0 : generator.index(below: size) }
            return table(counts[0], counts[1] + 1, counts[2], counts[3])
        }
    }()

    static let intervals: [@Sendable (PairedProportions, Double) -> Estimate] = [
        { $0.tangoDifference(level: $1) }, { $0.newcombeDifference(level: $1) },
        { $0.newcombeDifference(level: $1, correlation: .phi) }, { $0.waldDifference(level: $1) },
    ]

    /// Fagerland, Lydersen and Laake, BMC Med Res Methodol 13 (2013) 91: 1 and 7 discordant of 21 children.
    @Test("the four tests have the published p-values of a small study")
    func fagerland() throws {
        let pair = Self.table(1, 1, 7, 12)
        #expect(abs(pair.exactP - 18.0 / 256) < 1e-15)
        #expect(abs(pair.midP - 10.0 / 256) < 1e-15)
        #expect(abs(try pair.mcNemar().get().p - 0.034) < 0.0005)
        #expect(abs(try pair.mcNemar(continuityCorrected: true).get().p - 0.077) < 0.0005)
    }

    /// Newcombe, Statistics in Medicine 17 (1998) 2635, Table III, first example.
    @Test("the difference has Newcombe's published limits")
    func newcombe() throws {
        let interval = try #require(Self.table(36, 12, 2, 0).newcombeDifference().interval)
        #expect(abs(interval.lower - 0.0569) <= 0.00005)
        #expect(abs(interval.upper - 0.3404) <= 0.00005)
    }

    /// With b = c = 0 the nuisance maximum is 0 and nδ / (1 − δ) = z², so that δ = z² / (n + z²).
    @Test("without discordant patients Tango's limits have a closed form", arguments: [1, 15, 30, 100_000])
    func tangoClosedForm(_ n: Int) throws {
        let z = NormalDistribution.criticalValue(level: 0.95)
        let expected = z * z / (Double(n) + z * z)
        let interval = try #require(Self.table(n / 3, 0, 0, n - n / 3).tangoDifference().interval)
        #expect(abs(interval.upper / expected - 1) < 1e-13)
        #expect(abs(interval.lower / expected + 1) < 1e-13)
    }

    @Test("changing the calls about turns every interval of the difference", arguments: tables)
    func swapping(_ pair: PairedProportions) throws {
        for make in Self.intervals {
            let interval = try #require(make(pair, 0.9).interval)
            let turned = try #require(make(pair.swapped, 0.9).interval)
            #expect(abs(interval.lower + turned.upper) < 1e-14)
            #expect(abs(interval.upper + turned.lower) < 1e-14)
        }
        #expect(pair.exactP == pair.swapped.exactP)
        #expect(try pair.mcNemar().get() == pair.swapped.mcNemar().get())
    }

    @Test("reading positive as negative turns the difference but no test", arguments: tables)
    func complement(_ pair: PairedProportions) throws {
        #expect(pair.complement.difference == pair.difference.map { 0 - $0 })
        #expect(pair.complement.midP == pair.midP)
        let interval = try #require(pair.tangoDifference().interval)
        let turned = try #require(pair.complement.tangoDifference().interval)
        #expect(abs(interval.lower + turned.upper) < 1e-14)
    }

    @Test("intervals hold the difference, lie in −1 to 1 and widen with the level", arguments: tables)
    func nested(_ pair: PairedProportions) throws {
        let difference = try #require(pair.difference)
        for make in Self.intervals {
            let narrow = try #require(make(pair, 0.8).interval)
            let wide = try #require(make(pair, 0.99).interval)
            #expect(narrow.lower <= difference && difference <= narrow.upper)
            #expect(wide.lower <= narrow.lower && narrow.upper <= wide.upper)
            #expect(wide.lower >= -1 && wide.upper <= 1)
        }
        let (narrow, wide) = (pair.oddsRatio(level: 0.8).interval, pair.oddsRatio(level: 0.99).interval)
        #expect(try #require(wide).lower <= #require(narrow).lower)
        #expect(try #require(wide).upper >= #require(narrow).upper)
    }

    /// Tango's test of no difference is McNemar's, so its interval leaves out 0 exactly where McNemar's p is below α.
    @Test("Tango's interval agrees with McNemar's test", arguments: tables)
    func duality(_ pair: PairedProportions) throws {
        let interval = try #require(pair.tangoDifference(level: 0.95).interval)
        let p = try pair.mcNemar().get().p
        #expect((interval.lower > 0 || interval.upper < 0) == (p < 0.05))
    }

    @Test("mid-p lies below the exact p, and both are 1 at no difference")
    func exactTests() {
        // Beyond some hundred thousand patients the p-value of a great difference is smaller than any Double.
        for pair in Self.tables where pair.onlyFirst != pair.onlySecond && pair.exactP > 0 {
            #expect(pair.midP < pair.exactP)
        }
        #expect(Self.table(0, 6, 6, 1).exactP == 1)
        #expect(abs(Self.table(0, 6, 6, 1).midP - 1) < 1e-15)
        #expect(Self.table(4, 0, 0, 1).exactP == 1)
        #expect(Self.table(4, 0, 0, 1).midP == 1)
    }

    @Test("the corrected statistic is never below 0")
    func correction() throws {
        #expect(try Self.table(0, 5, 5, 0).mcNemar(continuityCorrected: true).get().statistic == 0)
        #expect(try Self.table(0, 5, 4, 0).mcNemar(continuityCorrected: true).get().p == 1)
    }

    @Test("zero cells give a one-sided odds ratio, and no discordance none")
    func zeroCells() throws {
        let none = Self.table(3, 5, 0, 2).oddsRatio()
        #expect(none.point == .infinity)
        #expect(none.interval?.upper == .infinity)
        // The lower limit of 5 of 5 is (α/2)^(1/5).
        let lower = try #require(none.interval?.lower)
        #expect(abs(lower / (1 + lower) - 0.478_176_249_8) < 1e-9)
        #expect(Self.table(3, 0, 5, 2).oddsRatio().interval?.lower == 0)
        #expect(Self.table(3, 0, 0, 2).oddsRatio().reason != nil)
        #expect(throws: NotEstimable.zeroDenominator("the number of discordant patients")) {
            try Self.table(3, 0, 0, 2).mcNemar().get()
        }
    }

    @Test("without patients nothing is estimable")
    func empty() {
        let nobody = Self.table(0, 0, 0, 0)
        #expect(nobody.difference == nil)
        for make in Self.intervals { #expect(make(nobody, 0.95).reason == .noObservations) }
    }

    @Test("huge counts lose no digits to overflow")
    func huge() throws {
        let pair = Self.table(1 << 50, 1 << 40, 1 << 39, 1 << 50)
        let expected = Double(1 << 39) / (Double(1 << 51) + Double(1 << 40) + Double(1 << 39))
        #expect(abs(try #require(pair.difference) / expected - 1) < 1e-15)
        for make in Self.intervals {
            let interval = try #require(make(pair, 0.95).interval)
            #expect(interval.lower > 0.99 * expected && interval.upper < 1.01 * expected)
        }
    }
}
