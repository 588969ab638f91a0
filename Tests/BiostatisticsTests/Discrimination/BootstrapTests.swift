import Testing

@testable import Biostatistics

@Suite("Bootstrap of discrimination")
struct BootstrapTests {
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
        let resampling = try StratifiedResampling(scores: [data.scores], labels: data.labels)
        let areas = resampling.auroc(replicates: 100, seed: 9)
        let precisions = resampling.averagePrecision(replicates: 100, seed: 9)
        for number in [0, 1, 31, 32, 99] {
            let area = try replicate(UInt64(number), seed: 9, data) { try $0.auroc().get().value }
            #expect(areas.values[number] == area)
            let precision = try replicate(UInt64(number), seed: 9, data) {
                try $0.precisionRecall().get().averagePrecision
            }
            #expect(abs(try #require(precisions.values[number]) - precision) < 1e-14)
        }
        #expect(areas.estimate == (try data.ranked.auroc().get().value) && areas.undefinedCount == 0)
    }

    @Test func `two scores are compared in the same drawn patients`() throws {
        let data = InventedScores(count: 150, distinct: 40, seed: 52)
        let both = try StratifiedResampling(scores: [data.scores, data.others], labels: data.labels)
        let second = try StratifiedResampling(scores: [data.others], labels: data.labels)
        let first = both.auroc(replicates: 50, seed: 3).values
        let differences = both.aurocDifference(replicates: 50, seed: 3).values
        for (difference, pair) in zip(differences, zip(first, second.auroc(replicates: 50, seed: 3).values)) {
            #expect(difference == (try #require(pair.0)) - (try #require(pair.1)))
        }
        let same = try StratifiedResampling(scores: [data.scores, data.scores], labels: data.labels)
        #expect(same.aurocDifference(replicates: 50, seed: 3).standardError == 0)
    }

    @Test func `more replicates begin with the same ones, and another seed gives others`() throws {
        let data = InventedScores(count: 80, distinct: 40, seed: 53)
        let resampling = try StratifiedResampling(scores: [data.scores], labels: data.labels)
        let few = resampling.auroc(replicates: 40, seed: 1).values
        #expect(resampling.auroc(replicates: 333, seed: 1).values.prefix(40) == few[...])
        #expect(resampling.auroc(replicates: 40, seed: 2).values != few)
    }

    /// Monte Carlo error of a standard error from 4000 replicates is about 1 %.
    @Test func `the standard error is near DeLong's in a large sample`() throws {
        let data = InventedScores(count: 3000, distinct: 500, seed: 54)
        let resampling = try StratifiedResampling(scores: [data.scores], labels: data.labels)
        let replicates = resampling.auroc(replicates: 4000, seed: 5)
        let exact = try #require(try data.ranked.auroc().get().standardError)
        #expect(abs(try #require(replicates.standardError) / exact - 1) < 0.06)
        let limits = try #require(replicates.percentile().interval)
        #expect(abs((limits.upper - limits.lower) / (2 * 1.96 * exact) - 1) < 0.1)
    }

    /// 0, 1, … 100: type 7 takes the 2.5 % quantile at place 2.5, exactly between the third and fourth value.
    @Test func `quantiles interpolate between the replicates`() throws {
        let distribution = ReplicateDistribution(estimate: 60, values: (0...100).reversed().map(Double.init))
        let percentile = try #require(distribution.percentile().interval)
        #expect(abs(percentile.lower - 2.5) < 1e-12 && abs(percentile.upper - 97.5) < 1e-12)
        let basic = try #require(distribution.basic().interval)
        #expect(abs(basic.lower - 22.5) < 1e-12 && abs(basic.upper - 117.5) < 1e-12)
        #expect(abs(try #require(distribution.standardError) - (101.0 * 102 / 12).squareRoot()) < 1e-12)
    }

    @Test func `undefined replicates are counted and left out; without defined ones there is nothing`() {
        let some = ReplicateDistribution(estimate: 1, values: [nil, 3, 1, nil])
        #expect(some.undefinedCount == 2 && some.standardError == 2.0.squareRoot())
        let none = ReplicateDistribution(estimate: 1, values: [nil, nil])
        #expect(none.standardError == nil && none.percentile().interval == nil && none.basic().interval == nil)
    }

    @Test func `one class cannot be resampled`() {
        #expect(throws: NotEstimable.oneOutcomeClass) { try StratifiedResampling(scores: [[1]], labels: [true]) }
        #expect(throws: NotEstimable.noObservations) { try StratifiedResampling(scores: [[]], labels: []) }
    }
}
