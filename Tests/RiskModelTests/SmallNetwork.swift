@testable import RiskModel

/// A small network and input, made from a seed by a generator of the tests' own.
enum SmallNetwork {
    /// Every tensor random; scales and variances positive, weights shrunk by their fan-in so that nothing explodes.
    static func tensors(width: Int = 2, outputs: Int = 3, seed: UInt64 = 1) throws -> [String: Tensor] {
        var noise = Noise(seed: seed)
        let shapes = try ResNetShape(width: width, outputs: outputs).tensorShapes
        let named = shapes.sorted { $0.key < $1.key }.map { name, shape in
            let fan = Float(shape.dropFirst().reduce(1, *))
            let positive = name.hasSuffix("running_var") || (name.contains("bn") && name.hasSuffix("weight"))
            let values = (0..<shape.reduce(1, *)).map { _ in
                positive ? 0.75 + 0.5 * noise.next() : noise.next() * (3 / fan).squareRoot()
            }
            return (name, Tensor(shape: shape, values: values))
        }
        return Dictionary(uniqueKeysWithValues: named)
    }

    static func input(rows: Int, seed: UInt64 = 2) -> (waveforms: [Float], tabular: [Float]) {
        var noise = Noise(seed: seed)
        return ((0..<rows * 30_000).map { _ in noise.next() }, (0..<rows * 7).map { _ in noise.next() })
    }
}

/// Numbers between −1 and 1 from a linear congruential generator (Numerical Recipes' constants).
struct Noise {
    private var state: UInt32

    init(seed: UInt64) { state = UInt32(truncatingIfNeeded: seed) }

    mutating func next() -> Float {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Float(state >> 8) / 8_388_608 - 1
    }
}
