import Testing

@testable import Biostatistics

@Suite("Two proportions")
struct TwoProportionsTests {
    struct Published: Sendable {
        let first: Proportion
        let second: Proportion
        let lower: Double
        let upper: Double

        init(_ x1: Int, _ n1: Int, _ x2: Int, _ n2: Int, _ lower: Double, _ upper: Double) {
            first = Proportion(events: x1, total: n1)
            second = Proportion(events: x2, total: n2)
            self.lower = lower
            self.upper = upper
        }
    }

    /// Newcombe, Statistics in Medicine 17 (1998) 873, Table II, method 10.
    @Test(
        "the difference has Newcombe's published limits",
        arguments: [
            Published(56, 70, 48, 80, 0.0524, 0.3339), Published(9, 10, 3, 10, 0.1705, 0.8090),
            Published(6, 7, 2, 7, 0.0582, 0.8062), Published(5, 56, 0, 29, -0.0381, 0.1926),
            Published(0, 10, 0, 20, -0.1611, 0.2775), Published(0, 10, 0, 10, -0.2775, 0.2775),
            Published(10, 10, 0, 20, 0.6791, 1), Published(10, 10, 0, 10, 0.6075, 1),
        ]
    )
    func newcombe(_ published: Published) throws {
        let interval = try #require(TwoProportions(published.first, published.second).riskDifference().interval)
        #expect(abs(interval.lower - published.lower) <= 0.00005)
        #expect(abs(interval.upper - published.upper) <= 0.00005)
    }

    /// The example of Koopman, Biometrics 40 (1984) 513: 36 of 40 against 16 of 80.
    @Test("the ratio has Koopman's published limits")
    func koopman() throws {
        let pair = TwoProportions(Proportion(events: 36, total: 40), Proportion(events: 16, total: 80))
        let interval = try #require(pair.koopmanInterval())
        #expect(abs(interval.lower - 2.94) <= 0.005)
        #expect(abs(interval.upper - 7.15) <= 0.005)
    }

    @Test(
        "changing places turns the sign of the difference and inverts the ratio",
        arguments: [(18, 34, 9, 47), (1, 17, 24, 33)]
    )
    func changingPlaces(_ x1: Int, _ n1: Int, _ x2: Int, _ n2: Int) throws {
        let (one, other) = (Proportion(events: x1, total: n1), Proportion(events: x2, total: n2))
        let (pair, turned) = (TwoProportions(one, other), TwoProportions(other, one))
        let difference = try #require(pair.riskDifference().interval)
        let opposite = try #require(turned.riskDifference().interval)
        #expect(abs(difference.lower + opposite.upper) < 1e-15)
        for (ratio, inverse) in [
            (pair.riskRatio().interval, turned.riskRatio().interval),
            (pair.koopmanInterval(), turned.koopmanInterval()),
        ] {
            let (ratio, inverse) = (try #require(ratio), try #require(inverse))
            #expect(abs(ratio.lower * inverse.upper - 1) < 1e-12)
            #expect(abs(ratio.upper * inverse.lower - 1) < 1e-12)
        }
    }

    @Test("zero cells leave a ratio without Katz limits, and Koopman's on one side")
    func zeroCells() throws {
        let (none, some) = (Proportion(events: 0, total: 17), Proportion(events: 24, total: 33))
        #expect(TwoProportions(some, none).riskRatio() == .value(.infinity, interval: nil))
        #expect(TwoProportions(none, some).riskRatio() == .value(0, interval: nil))
        #expect(TwoProportions(none, none).riskRatio().reason == .noEvents)
        #expect(TwoProportions(some, none).koopmanInterval()?.upper == .infinity)
        #expect(TwoProportions(none, some).koopmanInterval()?.lower == 0)
        #expect(TwoProportions(none, some).riskDifference().interval != nil)
    }

    @Test("an empty group is not comparable")
    func emptyGroup() {
        let pair = TwoProportions(Proportion(events: 0, total: 0), Proportion(events: 3, total: 10))
        #expect(pair.riskDifference().reason == .noObservations)
        #expect(pair.riskRatio().reason == .noObservations)
        #expect(pair.koopmanInterval() == nil)
    }
}
