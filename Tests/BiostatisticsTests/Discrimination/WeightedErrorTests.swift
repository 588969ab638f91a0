import Biostatistics
import Foundation
import Testing

@Suite("The standard error of the weighted area")
struct WeightedErrorTests {
    private struct Drawn {
        var scores: [Double] = []
        var labels: [Bool] = []
        var weights: [Double] = []
    }

    /// Patients whose chance of being seen rises with a score that ties; each stands for one over that chance.
    private func drawn(_ count: Int, _ random: inout Xoshiro256StarStar) -> Drawn {
        func uniform() -> Double { Double(random.next() >> 11) * 0x1p-53 }
        var patients = Drawn()
        while patients.scores.count < count {
            let score = (uniform() * 20).rounded() / 20
            let label = uniform() < 0.15 + 0.6 * score
            let chance = 0.2 + 0.7 * score
            guard uniform() < chance else { continue }
            patients.scores.append(score)
            patients.labels.append(label)
            patients.weights.append(1 / chance)
        }
        return patients
    }

    @Test("is DeLong's where all weights are equal")
    func equalWeights() throws {
        var random = Xoshiro256StarStar(seed: 1988)
        let patients = drawn(90, &random)
        let auroc = try RankedScores(scores: patients.scores, labels: patients.labels).auroc().get()
        let weights = Array(repeating: 2.5, count: 90)
        let weighted = WeightedDiscrimination(scores: patients.scores, labels: patients.labels, weights: weights)
        let error = try weighted.aurocStandardError.get()
        #expect(abs(error - (auroc.standardError ?? 0)) < 1e-12)
        #expect(abs((weighted.aurocEstimate().interval?.lower ?? 0) - (auroc.logit().interval?.lower ?? 1)) < 1e-12)
    }

    @Test("is the spread of the area over many samples")
    func sampling() throws {
        var random = Xoshiro256StarStar(seed: 2005)
        let runs = try (0..<600).map { _ in
            let patients = drawn(150, &random)
            let weighted = WeightedDiscrimination(
                scores: patients.scores,
                labels: patients.labels,
                weights: patients.weights
            )
            return (area: try weighted.auroc.get(), error: try weighted.aurocStandardError.get())
        }
        let spread = try #require(ContinuousSummary(runs.map(\.area)).standardDeviation)
        let mean = try #require(ContinuousSummary(runs.map(\.error)).mean)
        // The spread of 600 areas is itself known to 3 %.
        #expect(abs(mean / spread - 1) < 0.12)
    }

    @Test("does not see patients without weight, and needs two of each class that have some")
    func withoutWeight() throws {
        func error(_ weights: [Double]) -> Result<Double, NotEstimable> {
            WeightedDiscrimination(
                scores: [1, 2, 3, 2.5, 9],
                labels: [false, false, true, true, true],
                weights: weights
            )
            .aurocStandardError
        }
        let small = WeightedDiscrimination(
            scores: [1, 2, 3, 2.5],
            labels: [false, false, true, true],
            weights: [1, 2, 3, 1]
        )
        #expect(error([1, 2, 3, 1, 0]) == small.aurocStandardError)
        #expect(error([1, 2, 3, 0, 0]) == .failure(.tooFew("cases or controls with weight", needed: 2)))
        #expect(error([0, 0, 3, 1, 1]) == .failure(.oneOutcomeClass))
    }
}
