import Foundation
import TestSupport
import Testing

@testable import RiskModel

@Suite struct NomogramTests {
    @Test func `points add up to the model's own linear predictor`() throws {
        let model = try DeepCoxSamples.model()
        let nomogram = try Nomogram(model.survival)
        for values in [[0, 0, 0], [1, 8, 10], [1, 3, 2.5], [0, 20, 40]] as [[Double]] {
            let score = try model.score(values)
            let points = zip(nomogram.axes, values + [score.deepScore]).map { $0.points(of: $1) }
            let total = points.reduce(0, +)
            #expect(abs(nomogram.linearPredictor(total: total) - score.linearPredictor) < 1e-12)
            for (found, expected) in zip(nomogram.probabilities(total: total), score.probabilities) {
                #expect(abs(found - expected) < 1e-13)
            }
        }
    }

    /// The lactate has the largest of the spans 0.7, 0.2/1.5·8 = 1.0667, 0.4/0.8·10 = 5 and 1.2·2 = 2.4.
    @Test func `the longest axis has a hundred points, and a protective one begins at its upper end`() throws {
        let nomogram = try Nomogram(DeepCoxSamples.survival)
        #expect(abs(nomogram.pointsPerPredictor - 20) < 1e-12)
        #expect(abs(nomogram.axes[2].largestPoints - 100) < 1e-12)
        #expect(nomogram.axes[1].points(of: 8) == 0)
        #expect(abs(nomogram.axes[1].points(of: 0) - 20 * 0.2 / 1.5 * 8) < 1e-12)
        #expect(nomogram.axes.allSatisfy { $0.largestPoints >= 0 })
    }

    @Test(arguments: [0.001, 0.03, 0.5, 0.999]) func `a total gives its probability back`(probability: Double) throws {
        let nomogram = try Nomogram(DeepCoxSamples.survival)
        for (place, point) in DeepCoxSamples.survival.baseline.enumerated() {
            let total = nomogram.total(probability: probability, at: point)
            #expect(abs(nomogram.probabilities(total: total)[place] - probability) < 1e-13)
        }
    }

    @Test func `a model without coefficients has no nomogram`() {
        var survival = DeepCoxSamples.survival
        for place in survival.inputs.indices { survival.inputs[place].coefficient = 0 }
        survival.deepScore.coefficient = 0
        #expect(throws: RiskModelError.self) { try Nomogram(survival) }
    }
}

/// Computed by the rule of rms from the published coefficients.
@Suite(.enabled(if: SharedData.has("data/covid/nomogram.json")))
struct PublishedNomogramTests {
    private struct Expected: Decodable {
        let scPointsPerLp: Double
        let interceptLpAtZeroPoints: Double
        let axis: [String: [Double]]
        let betaRawUnits: [String: Double]
        let pointsPerUnit: [String: Double]
        let maxPoints: [String: Double]
        let totalPointsAtProbability: [String: [String: Double]]
    }

    @Test func `every figure is met`() throws {
        let data = try Data(contentsOf: SharedData.url("data/covid/nomogram.json"))
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let expected = try decoder.decode(Expected.self, from: data)
        let card = try #require(try DeepCoxModel.shippedCards.first { $0.id == "critical-illness" })
        let survival = try #require(card.survival)
        let nomogram = try Nomogram(survival)
        #expect(abs(nomogram.pointsPerPredictor - expected.scPointsPerLp) < 1e-9)
        #expect(abs(nomogram.predictorAtZero - expected.interceptLpAtZeroPoints) < 1e-9)
        #expect(Set(nomogram.axes.map(\.name)) == Set(expected.axis.keys))
        for axis in nomogram.axes {
            #expect(expected.axis[axis.name] == [axis.range.lower, axis.range.upper])
            #expect(try abs(axis.coefficient - #require(expected.betaRawUnits[axis.name])) < 1e-9)
            #expect(try abs(axis.pointsPerUnit - #require(expected.pointsPerUnit[axis.name])) < 1e-9)
            #expect(try abs(axis.largestPoints - #require(expected.maxPoints[axis.name])) < 1e-9)
        }
        for point in survival.baseline {
            for (probability, total) in try #require(expected.totalPointsAtProbability["\(point.day)"]) {
                let found = nomogram.total(probability: try #require(Double(probability)), at: point)
                #expect(abs(found - total) < 1e-9)
            }
        }
    }
}
