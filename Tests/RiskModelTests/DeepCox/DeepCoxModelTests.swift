import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct DeepCoxModelTests {
    /// One fold of one layer: tanh(0.5·x₁ − 0.25·x₂ + 0.1) for x = (1, (5 − 2)/1.5, (3.1 − 1.5)/0.8) = (1, 2, 2).
    @Test func `a network of one layer is the formula, written out`() throws {
        let weights = try DeepCoxWeights(tensors: [
            "fold_0.layer1.weight": Tensor(shape: [3, 1], values: [0.5, -0.25, 0]),
            "fold_0.layer1.bias": Tensor(shape: [1], values: [0.125]),
        ])
        let score = try DeepCoxModel(weights: weights, card: DeepCoxSamples.card(weights)).score([1, 5, 3.1])
        let deep = tanh(0.125)
        let predictor = 0.7 - 0.2 * 2 + 0.4 * 2 + 1.2 * deep
        #expect(abs(score.deepScore - deep) < 1e-15)
        #expect(abs(score.linearPredictor - predictor) < 1e-14)
        #expect(abs(score.probabilities[0] - (1 - exp(-0.02 * exp(predictor)))) < 1e-15)
        #expect(abs(score.probabilities[1] - (1 - exp(-0.05 * exp(predictor)))) < 1e-15)
        #expect(score.tier == "middle")
    }

    @Test func `the deep score is the mean of the folds, each within tanh's range`() throws {
        let score = try DeepCoxSamples.model().score([0, 2, 1.5])
        #expect(score.folds.count == 2)
        #expect(score.folds.allSatisfy { abs($0) < 1 })
        #expect(score.deepScore == (score.folds[0] + score.folds[1]) / 2)
    }

    @Test(arguments: [(0.0, "low"), (0.03, "low"), (0.03.nextUp, "middle"), (0.2, "middle"), (0.2.nextUp, "high")])
    func `a tier holds its upper end`(probability: Double, label: String) throws {
        #expect(DeepCoxSamples.survival.tier(of: [0, probability]) == label)
    }

    @Test func `a probability too small for 1 − exp(−x) keeps its places`() {
        let probabilities = DeepCoxSamples.survival.probabilities(at: -60)
        #expect(abs(probabilities[0] / (0.02 * exp(-60)) - 1) < 1e-15)
    }

    @Test(arguments: [
        ([0.5, 2, 1], "Smoker not-0-or-1"), ([1, 2.5, 1], "Drugs not-whole"),
        ([1, 21, 1], "Drugs out-of-limits: give 0 to 20"),
        ([1, 2, -0.1], "Blood.lactate out-of-limits: give 0 to 40 mmol/L"),
        ([1, 2, .nan], "Blood.lactate not-a-number"),
        ([1, .infinity, 1], "Drugs not-a-number"), ([1, 2], "2 values for 3 inputs"),
    ])
    func `a value that is not to be used is refused by its input`(values: [Double], mention: String) throws {
        let model = try DeepCoxSamples.model()
        #expect { try model.score(values) } throws: { "\($0)".contains(mention) }
    }

    @Test func `weights other than the card's are refused`() throws {
        let card = DeepCoxSamples.card(try DeepCoxSamples.weights())
        #expect { try DeepCoxModel(weights: DeepCoxSamples.weights(seed: 2), card: card) } throws: {
            "\($0)".contains("have digest")
        }
    }

    @Test func `weights of another number of inputs are refused`() throws {
        let weights = try DeepCoxSamples.weights(widths: [4, 1])
        #expect { try DeepCoxModel(weights: weights, card: DeepCoxSamples.card(weights)) } throws: {
            "\($0)".contains("3 inputs, but the weights have 4")
        }
    }

    @Test func `the reference is met, and a card that notes another is refused`() throws {
        let weights = try DeepCoxSamples.weights()
        var card = DeepCoxSamples.card(weights)
        #expect(try DeepCoxModel(weights: weights, card: card).checkReference() == nil)
        card.reference = try DeepCoxModel(weights: weights, card: card).reference()
        #expect(try DeepCoxModel(weights: weights, card: card).checkReference() == 0)
        card.reference?.logits[1] += 1e-8
        #expect { try DeepCoxModel(weights: weights, card: card).checkReference() } throws: {
            "\($0)".contains("differ by")
        }
    }

    @Test func `a shipped card without weights says how to get them`() throws {
        #expect { try DeepCoxModel.shipped(id: "critical-illness") } throws: {
            "\($0)".contains("import your own copy")
        }
        #expect { try DeepCoxModel.shipped(id: "nothing") } throws: { "\($0)".contains("no model nothing") }
    }
}
