import Testing

@testable import Biostatistics

@Suite("Discrimination of weighted patients")
struct WeightedDiscriminationTests {
    private let data = InventedScores(count: 400, distinct: 50, seed: 41)
    private let nothing = NotEstimable.undefined("the weights add up to nothing, or to more than a number holds")

    private func values(_ weighted: WeightedDiscrimination) throws -> [Double] {
        try [weighted.auroc.get(), weighted.averagePrecision.get(), weighted.prevalence.get()]
    }

    private func expectClose(_ one: [Double], _ other: [Double]) {
        for (a, b) in zip(one, other) { #expect(abs(a - b) < 1e-13) }
    }

    @Test(arguments: [1, 0.3, 1e9]) func `equal weights equal no weights`(_ weight: Double) throws {
        let weights = [Double](repeating: weight, count: data.labels.count)
        let weighted = WeightedDiscrimination(scores: data.scores, labels: data.labels, weights: weights)
        let plain = try data.ranked.precisionRecall().get()
        let area = try data.ranked.auroc().get().value
        expectClose(try values(weighted), [area, plain.averagePrecision, plain.baseline])
    }

    @Test func `a weight of three is the patient three times, a weight of nothing nobody`() throws {
        var generator = Xoshiro256StarStar(seed: 42)
        let times = data.labels.map { _ in generator.index(below: 4) }
        let weighted = WeightedDiscrimination(
            scores: data.scores,
            labels: data.labels,
            weights: times.map(Double.init)
        )
        let rows = times.enumerated().flatMap { row, count in [Int](repeating: row, count: count) }
        let repeated = RankedScores(scores: rows.map { data.scores[$0] }, labels: rows.map { data.labels[$0] })
        let plain = try repeated.precisionRecall().get()
        expectClose(
            try values(weighted),
            [try repeated.auroc().get().value, plain.averagePrecision, plain.baseline]
        )
    }

    @Test func `the order of the patients does not matter`() throws {
        let weights = data.scores.map { 1 / (0.05 + 0.4 * $0) }
        let one = WeightedDiscrimination(scores: data.scores, labels: data.labels, weights: weights)
        let other = WeightedDiscrimination(
            scores: data.scores.reversed(),
            labels: data.labels.reversed(),
            weights: weights.reversed()
        )
        expectClose(try values(one), try values(other))
    }

    /// Cases 0.4 (weight 2) and 0.2 (1), controls 0.4 (1) and 0.1 (3): 2·(½ + 3) + 1·3 = 10 of 3·4 pairs.
    @Test func `four patients by hand`() throws {
        let weighted = WeightedDiscrimination(
            scores: [0.4, 0.2, 0.4, 0.1],
            labels: [true, true, false, false],
            weights: [2, 1, 1, 3]
        )
        expectClose(try values(weighted), [10.0 / 12, 2.0 / 3 * 2 / 3 + 1.0 / 3 * 3 / 4, 3.0 / 7])
    }

    @Test func `a class without weight, and no weight at all, say so`() {
        let half = WeightedDiscrimination(scores: [1, 2, 3], labels: [true, false, false], weights: [0, 2, 1])
        #expect(half.auroc == .failure(.oneOutcomeClass) && half.averagePrecision == .failure(.oneOutcomeClass))
        #expect(half.prevalence == .success(0))
        for weights in [[0.0, 0], [1e308, 1e308]] {
            let none = WeightedDiscrimination(scores: [1, 2], labels: [true, false], weights: weights)
            #expect(none.auroc == .failure(nothing) && none.prevalence == .failure(nothing))
        }
    }
}
