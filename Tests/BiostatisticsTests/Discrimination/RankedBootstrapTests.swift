import Testing

@testable import Biostatistics

@Suite("Bootstrap of discrimination")
struct RankedBootstrapTests {
    /// The definition: draw controls, then cases, in the order of the rows, and rank what was drawn.
    private func replicate(
        _ number: UInt64,
        seed: UInt64,
        _ data: InventedScores,
        _ statistic: (RankedScores) throws -> Double
    ) throws -> Double {
        var generator = Xoshiro256StarStar(seed: SplitMix64.replicateSeed(seed, replicate: number))
        let controls = data.controls.map { _ in data.controls[generator.index(below: data.controls.count)] }
        let cases = data.cases.map { _ in data.cases[generator.index(below: data.cases.count)] }
        return try statistic(RankedScores(cases: cases, controls: controls))
    }

    @Test(arguments: [(12, 5), (90, 20), (700, 100_000)])
    func `counting gives every replicate that drawing and sorting gives`(_ count: Int, _ distinct: Int) throws {
        let data = InventedScores(count: count, distinct: distinct, seed: 51)
        let resampling = try RankedBootstrap(scores: [data.scores], labels: data.labels)
        let areas = resampling.auroc(Bootstrap(seed: 9, replicates: 100))
        let precisions = resampling.averagePrecision(Bootstrap(seed: 9, replicates: 100))
        for number in [0, 1, 31, 32, 99] {
            let area = try replicate(UInt64(number), seed: 9, data) { try $0.auroc().get().value }
            #expect(areas.replicates[number] == area)
            let precision = try replicate(UInt64(number), seed: 9, data) {
                try $0.precisionRecall().get().averagePrecision
            }
            #expect(abs(try #require(precisions.replicates[number]) - precision) < 1e-14)
        }
        #expect(areas.estimate == (try data.ranked.auroc().get().value) && areas.undefined == 0)
    }

    @Test func `two scores are compared in the same drawn patients`() throws {
        let data = InventedScores(count: 150, distinct: 40, seed: 52)
        let both = try RankedBootstrap(scores: [data.scores, data.others], labels: data.labels)
        let second = try RankedBootstrap(scores: [data.others], labels: data.labels)
        let first = both.auroc(Bootstrap(seed: 3, replicates: 50)).replicates
        let differences = both.aurocDifference(Bootstrap(seed: 3, replicates: 50)).replicates
        for (difference, pair) in zip(
            differences,
            zip(first, second.auroc(Bootstrap(seed: 3, replicates: 50)).replicates)
        ) {
            #expect(difference == (try #require(pair.0)) - (try #require(pair.1)))
        }
        let same = try RankedBootstrap(scores: [data.scores, data.scores], labels: data.labels)
        #expect(same.aurocDifference(Bootstrap(seed: 3, replicates: 50)).standardError == 0)
    }

    @Test func `more replicates begin with the same ones, and another seed gives others`() throws {
        let data = InventedScores(count: 80, distinct: 40, seed: 53)
        let resampling = try RankedBootstrap(scores: [data.scores], labels: data.labels)
        let few = resampling.auroc(Bootstrap(seed: 1, replicates: 40)).replicates
        #expect(resampling.auroc(Bootstrap(seed: 1, replicates: 333)).replicates.prefix(40) == few[...])
        #expect(resampling.auroc(Bootstrap(seed: 2, replicates: 40)).replicates != few)
    }

    /// Monte Carlo error of a standard error from 4000 replicates is about 1 %.
    @Test func `the standard error is near DeLong's in a large sample`() throws {
        let data = InventedScores(count: 3000, distinct: 500, seed: 54)
        let resampling = try RankedBootstrap(scores: [data.scores], labels: data.labels)
        let replicates = resampling.auroc(Bootstrap(seed: 5, replicates: 4000))
        let exact = try #require(try data.ranked.auroc().get().standardError)
        #expect(abs(try #require(replicates.standardError) / exact - 1) < 0.06)
        let limits = try #require(replicates.percentile().interval)
        #expect(abs((limits.upper - limits.lower) / (2 * 1.96 * exact) - 1) < 0.1)
    }

    @Test func `one class cannot be resampled`() {
        #expect(throws: NotEstimable.oneOutcomeClass) { try RankedBootstrap(scores: [[1]], labels: [true]) }
        #expect(throws: NotEstimable.noObservations) { try RankedBootstrap(scores: [[]], labels: []) }
    }
}
