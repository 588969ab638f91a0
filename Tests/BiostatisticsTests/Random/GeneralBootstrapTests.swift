import Testing

@testable import Biostatistics

@Suite("Bootstrap of any statistic")
struct GeneralBootstrapTests {
    private static let values = (0..<40).map { Double(($0 * 37) % 41) }

    private func mean(_ sample: [Int]) -> Double { sample.reduce(0) { $0 + Self.values[$1] } / Double(sample.count) }

    @Test("one seed gives one distribution, another seed another")
    func seeds() throws {
        let one = try Bootstrap(seed: 8, replicates: 200).run(count: 40, statistic: mean).get()
        #expect(try Bootstrap(seed: 8, replicates: 200).run(count: 40, statistic: mean).get() == one)
        #expect(try Bootstrap(seed: 9, replicates: 200).run(count: 40, statistic: mean).get() != one)
    }

    @Test("a longer run begins with the shorter one")
    func prefixes() throws {
        let short = try Bootstrap(seed: 8, replicates: 50).run(count: 40, statistic: mean).get()
        let long = try Bootstrap(seed: 8, replicates: 130).run(count: 40, statistic: mean).get()
        #expect(Array(long.values.prefix(50)) == short.values)
    }

    @Test("replicates of a mean spread by its standard error")
    func spread() throws {
        let found = try Bootstrap(seed: 21, replicates: 4000).run(count: 40, statistic: mean).get()
        let summary = ContinuousSummary(Self.values)
        let expected = try #require(summary.standardDeviation) / 40.0.squareRoot() * (39.0 / 40).squareRoot()
        #expect(try abs(#require(found.standardError) / expected - 1) < 0.05)
        #expect(found.estimate == summary.mean)
    }

    @Test("strata are resampled at their own sizes")
    func strata() throws {
        let strata = [Array(0..<10), Array(10..<40)]
        let found = try Bootstrap(seed: 1, replicates: 100).run(strata: strata) { sample in
            Double(sample.count { $0 < 10 })
        }.get()
        #expect(found.values.allSatisfy { $0 == 10 })
    }

    @Test("samples without the statistic are counted, data without it are refused")
    func undefined() throws {
        let found = try Bootstrap(seed: 4, replicates: 300).run(count: 3) { $0.contains(0) ? 1 : nil }.get()
        // The chance that the first of three is missing from a sample is (2/3)³ = 0.296.
        #expect((60...120).contains(found.undefinedCount))
        #expect(throws: NotEstimable.self) { try Bootstrap(seed: 4).run(count: 3) { _ in nil }.get() }
    }
}
