import Foundation

/// The ensemble in float64: what comes out is exact to far more places than its float32 weights have.
struct DeepCoxNetwork: Sendable {
    let shape: DeepCoxShape
    private let folds: [[Layer]]

    private struct Layer: Sendable {
        /// [in, out], row-major.
        let weight: [Double]
        let bias: [Double]
    }

    init(_ weights: DeepCoxWeights) {
        shape = weights.shape
        folds = (0..<shape.folds).map { fold in
            (1...weights.shape.layers).map { layer in
                Layer(
                    weight: weights.values(fold, layer, .weight).map(Double.init),
                    bias: weights.values(fold, layer, .bias).map(Double.init)
                )
            }
        }
    }

    /// The output of every fold for one row of scaled inputs.
    func outputs(_ row: [Double]) -> [Double] {
        folds.map { layers in layers.reduce(row) { Self.apply($1, to: $0) }[0] }
    }

    private static func apply(_ layer: Layer, to values: [Double]) -> [Double] {
        var sums = layer.bias
        for (place, value) in values.enumerated() {
            for output in sums.indices { sums[output] += value * layer.weight[place * sums.count + output] }
        }
        return sums.map(tanh)
    }
}
