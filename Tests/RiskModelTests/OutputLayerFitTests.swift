import Foundation
import Testing

@testable import RiskModel

@Suite struct OutputLayerFitTests {
    /// Features uniform in (−1, 1) plus an offset, labels drawn from a known logistic model.
    static func sample(rows: Int, weights: [Double], bias: Double) -> (features: [[Float]], labels: [[Bool]]) {
        var noise = Noise(seed: 3)
        let features = (0..<rows).map { _ in weights.indices.map { Float(10 * $0) + 2 * noise.next() } }
        let labels = features.map { row in
            let predictor = zip(row, weights).reduce(bias) { $0 + Double($1.0) * $1.1 }
            return [Double(noise.next() + 1) / 2 < 1 / (1 + exp(-predictor))]
        }
        return (features, labels)
    }

    @Test func `a known logistic model is recovered within sampling error`() throws {
        // Standard errors at n = 20,000 with features of standard deviation 1.15 are about 0.02.
        let (weights, bias) = ([1.0, -0.5, 0.0], 4.0)
        let (features, labels) = Self.sample(rows: 20_000, weights: weights, bias: bias)
        let fit = try OutputLayerFit.fit(features: features, labels: labels, seed: 1)
        for (found, wanted) in zip(fit.weights[0], weights) { #expect(abs(found - wanted) < 0.08) }
        let centre = zip([0.0, 10, 20], fit.weights[0]).reduce(fit.biases[0]) { $0 + $1.0 * $1.1 }
        #expect(abs(centre - (bias - 5)) < 0.08)
    }

    @Test(arguments: [0.01, 0.3])
    func `at the fit the gradient of the penalised loss is zero`(penalty: Double) throws {
        let (features, labels) = Self.sample(rows: 300, weights: [1, -0.5, 0.2, 0], bias: 1)
        let x = StandardisedFeatures(features)
        let y = labels.map { $0[0] }
        let fit = try RidgeLogistic(features: x, labels: y, rows: Array(y.indices), penalty: penalty)
            .fit(from: [0, 0, 0, 0, 0])
        for column in 0..<x.columns {
            let slope = y.indices.reduce(column == 0 ? 0 : penalty * fit[column]) { sum, row in
                let probability = 1 / (1 + exp(-x.predictor(row, fit)))
                return sum + (probability - (y[row] ? 1 : 0)) * x.values[row * x.columns + column] / Double(y.count)
            }
            #expect(abs(slope) < 1e-9)
        }
    }

    @Test func `with no features an intercept is the logit of the proportion`() throws {
        let labels = (0..<100).map { [$0 % 4 == 0] }
        let fit = try OutputLayerFit.fit(features: labels.map { _ in [7] }, labels: labels, seed: 1)
        #expect(abs(fit.biases[0] - log(0.25 / 0.75)) < 1e-9)
        #expect(fit.weights == [[0]])
    }

    @Test func `perfectly separated labels give finite weights`() throws {
        let features = (0..<40).map { [Float($0)] }
        let fit = try OutputLayerFit.fit(features: features, labels: features.map { [$0[0] > 19] }, seed: 1)
        #expect(fit.weights[0][0] > 0 && fit.weights[0][0].isFinite)
    }

    @Test func `an output with one class gets a finite intercept and no weights`() throws {
        let features = (0..<20).map { [Float($0)] }
        let fit = try OutputLayerFit.fit(features: features, labels: features.map { _ in [false] }, seed: 1)
        #expect(fit.weights == [[0]])
        #expect(abs(fit.biases[0] - log(0.5 / 20.5)) < 1e-12)
    }

    @Test func `repetition gives the same bytes and another seed other folds`() throws {
        let (features, labels) = Self.sample(rows: 200, weights: [1, -0.5, 0.0], bias: 4)
        let fit = try OutputLayerFit.fit(features: features, labels: labels, seed: 5)
        #expect(try OutputLayerFit.fit(features: features, labels: labels, seed: 5) == fit)
        #expect(try OutputLayerFit.fit(features: features, labels: labels, seed: 6).heldOutLogits != fit.heldOutLogits)
    }

    @Test func `unusable data are refused`() {
        let rows = [[Float]](repeating: [1], count: 10)
        let labels = [[Bool]](repeating: [true], count: 10)
        #expect(throws: RiskModelError.self) {
            try OutputLayerFit.fit(features: Array(rows.dropLast()), labels: Array(labels.dropLast()), seed: 1)
        }
        #expect(throws: RiskModelError.self) {
            try OutputLayerFit.fit(features: rows, labels: Array(labels.dropLast()), seed: 1)
        }
        #expect(throws: RiskModelError.self) {
            try OutputLayerFit.fit(features: rows.dropLast() + [[1, 2]], labels: labels, seed: 1)
        }
        #expect(throws: RiskModelError.self) {
            try OutputLayerFit.fit(features: rows.dropLast() + [[.nan]], labels: labels, seed: 1)
        }
    }
}
