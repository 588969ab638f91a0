import CResNet
import Crypto
import Foundation

/// Recognises a network whether its batch normalisations are folded into the convolutions or not.
///
/// An exporter folds in single precision, and the last bits depend on its machine: so folded weights have a digest of
/// their own. What folding cannot change is hashed here: the signs of all folded weights, the size of each layer to
/// 1/1000, and the output layer to the bit. A fingerprint recognises; only ``ResNetWeights/digest`` identifies.
enum NetworkFingerprint {
    /// Lower-case hexadecimal, 64 characters.
    static func of(_ weights: ResNetWeights) -> String {
        let folded = FoldedConvolutions(weights)
        var hash = SHA256()
        for layer in folded.layers {
            let count = Int(layer.outputs) * Int(layer.inputs) * Int(layer.kernel)
            let kernel = folded.parameters[layer.weights..<(layer.weights + count)]
            let bias = folded.parameters[layer.bias..<(layer.bias + Int(layer.outputs))]
            let sizes = [Int(layer.outputs), Int(layer.inputs), Int(layer.kernel), Int(layer.stride)]
            for number in sizes + [magnitude(kernel), magnitude(bias)] {
                withUnsafeBytes(of: Int64(number).littleEndian) { hash.update(bufferPointer: $0) }
            }
            hash.update(data: Data(kernel.map(sign)))
        }
        for name in ["output.weight", "output.bias"] { hash.update(data: weights.values(name).littleEndianBytes) }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Smaller ones are zero: weights that decay has switched off.
    private static let smallest: Float = 1e-30

    private static func sign(_ value: Float) -> UInt8 {
        abs(value) < smallest ? 0 : value > 0 ? 1 : 2
    }

    /// The sum of squares on a logarithmic scale of 1/1024 of a doubling; folding moves it by a millionth of a step.
    private static func magnitude(_ values: ArraySlice<Float>) -> Int {
        let sum = values.reduce(0) { $0 + Double($1) * Double($1) }
        return sum < Double(smallest) ? -1_000_000 : Int((log2(sum) * 1024).rounded())
    }
}

extension ResNetWeights {
    /// The same for a network with its batch normalisations and for an exporter's folding of it; it recognises the
    /// network, and is no proof that two are equal.
    public var fingerprint: String { NetworkFingerprint.of(self) }

    /// Refuses unless these weights are a folding of `original` in single precision.
    ///
    /// Every folded weight must agree within four units of its last place, biases within as much of their parts, and
    /// the output layer to the bit.
    ///
    /// - Throws: ``RiskModelError/otherNetwork(tensor:)``.
    public func checkFolds(_ original: ResNetWeights) throws {
        guard shape == original.shape else { throw RiskModelError.otherNetwork(tensor: "the shape") }
        for name in ["output.weight", "output.bias"] where tensors[name] != original.tensors[name] {
            throw RiskModelError.otherNetwork(tensor: name)
        }
        let (mine, theirs) = (FoldedConvolutions(self), FoldedConvolutions(original))
        for (layer, place) in zip(shape.convolutions, mine.layers) {
            let rows = place.weights..<(place.bias)
            guard rows.allSatisfy({ Self.agree(mine.parameters[$0], theirs.parameters[$0], part: 0) }) else {
                throw RiskModelError.otherNetwork(tensor: layer.weight)
            }
            let shifts = original.values(layer.normalisationTensors[1])
            let biases = place.bias..<(place.bias + layer.outputs)
            let parts = shifts.isEmpty ? [Float](repeating: 0, count: layer.outputs) : shifts
            guard zip(biases, parts).allSatisfy({ Self.agree(mine.parameters[$0], theirs.parameters[$0], part: $1) })
            else { throw RiskModelError.otherNetwork(tensor: layer.bias) }
        }
    }

    /// Whether two numbers agree, one of which is `part` less something.
    private static func agree(_ a: Float, _ b: Float, part: Float) -> Bool {
        abs(a - b) <= 0x1p-21 * max(abs(a), abs(part), abs(part - a)) + .leastNormalMagnitude
    }
}
