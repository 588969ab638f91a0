import Biostatistics
import Foundation

/// One dense network with tanh on every layer, its numbers in one list, with exact slopes by each of them.
///
/// A layer's numbers are its weights [in, out] row-major, then its biases, as ``DeepCoxShape`` lays them out.
struct TrainingNetwork: Sendable, Equatable {
    /// Values before each layer, then 1.
    let widths: [Int]
    var parameters: [Double]

    /// Glorot's normal weights and no biases: variance 2 / (in + out).
    ///
    /// Source: Glorot and Bengio, AISTATS 2010.
    init(widths: [Int], seed: UInt64) {
        self.widths = widths
        var generator = Xoshiro256StarStar(seed: seed)
        parameters = []
        for (inputs, outputs) in zip(widths, widths.dropFirst()) {
            let scale = (2 / Double(inputs + outputs)).squareRoot()
            for _ in 0..<inputs * outputs { parameters.append(scale * generator.normal()) }
            parameters += Array(repeating: 0, count: outputs)
        }
    }

    init(widths: [Int], parameters: [Double]) {
        (self.widths, self.parameters) = (widths, parameters)
    }

    /// The first number of each layer.
    var starts: [Int] {
        zip(widths, widths.dropFirst()).reduce(into: [0]) { $0.append(($0.last ?? 0) + ($1.0 + 1) * $1.1) }.dropLast()
    }

    /// The weights and biases of a layer, from 1, as float32.
    func tensors(fold: Int) -> [(name: String, tensor: Tensor)] {
        starts.enumerated().flatMap { layer, start in
            let (inputs, outputs) = (widths[layer], widths[layer + 1])
            let weights = parameters[start..<start + inputs * outputs].map { Float($0) }
            let biases = parameters[(start + inputs * outputs)..<(start + (inputs + 1) * outputs)].map { Float($0) }
            return [
                (
                    DeepCoxShape.name(fold: fold, layer: layer + 1, .weight),
                    Tensor(shape: [inputs, outputs], values: weights)
                ),
                (DeepCoxShape.name(fold: fold, layer: layer + 1, .bias), Tensor(shape: [outputs], values: biases)),
            ]
        }
    }
}
