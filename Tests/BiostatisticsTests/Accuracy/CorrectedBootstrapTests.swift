import Testing

@testable import Biostatistics

@Suite("Bootstrap of corrected accuracy")
struct CorrectedBootstrapTests {
    private let correction = BeggGreenes(tiers: [
        BeggGreenes.Tier(TierSample(tier: "high", eligible: 900, verified: 60), diseased: 40, isPositive: true),
        BeggGreenes.Tier(TierSample(tier: "mid", eligible: 2500, verified: 50), diseased: 10, isPositive: false),
        BeggGreenes.Tier(TierSample(tier: "low", eligible: 7000, verified: 90), diseased: 2, isPositive: false),
    ])

    /// The definition, replicate by replicate: tiers in order, a draw below x is diseased.
    @Test func `a replicate is what its seed draws`() throws {
        let values = try correction.bootstrap(.sensitivity, replicates: 70, seed: 8).get().values
        for number in [0, 1, 33, 69] {
            var generator = Xoshiro256StarStar(seed: SplitMix64.replicateSeed(8, replicate: UInt64(number)))
            let found = correction.tiers.map { tier in
                let n = tier.sample.verified
                let drawn = (0..<n).count { _ in generator.index(below: n) < tier.diseased }
                return Double(tier.sample.eligible ?? 0) * Double(drawn) / Double(n)
            }
            #expect(abs(try #require(values[number]) - found[0] / found.reduce(0, +)) < 1e-14)
        }
    }

    @Test func `all measures come from the same draws`() throws {
        let together = correction.bootstrap(AccuracyMeasure.allCases, replicates: 64, seed: 2)
        for (measure, distribution) in zip(AccuracyMeasure.allCases, together) {
            #expect(correction.bootstrap(measure, replicates: 64, seed: 2) == distribution)
        }
    }

    /// Fixed tier sizes are what the delta method's second standard error supposes.
    @Test(arguments: [AccuracyMeasure.specificity, .ppv, .prevalence])
    func `the spread is near that of the delta method`(_ measure: AccuracyMeasure) throws {
        let replicates = try correction.bootstrap(measure, replicates: 4000, seed: 4).get()
        let share = try correction.share(measure).get()
        #expect(replicates.estimate == share.value)
        #expect(abs(try #require(replicates.standardError) / share.designStandardError - 1) < 0.08)
    }

    @Test func `replicates without diseased have no sensitivity and are counted`() throws {
        let rare = BeggGreenes(tiers: [
            BeggGreenes.Tier(TierSample(tier: "all", eligible: 100, verified: 10), diseased: 1, isPositive: true)
        ])
        let replicates = try rare.bootstrap(.sensitivity, replicates: 1000, seed: 6).get()
        // A replicate misses the one diseased with chance (9/10)¹⁰ = 0.349.
        #expect(abs(Double(replicates.undefinedCount) / 1000 - 0.349) < 0.06)
        #expect(replicates.standardError == 0)
        #expect(try rare.bootstrap(.ppv, replicates: 1000, seed: 6).get().undefinedCount == 0)
    }
}
