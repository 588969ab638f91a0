public import Foundation

/// The weights of a `resnet1d-tabular`, complete and of the right shapes.
public struct ResNetWeights: Sendable, Equatable {
    /// Width and number of outputs, as the tensors decide them.
    public let shape: ResNetShape
    /// Exactly the architecture's tensors, under PyTorch's names.
    public let tensors: [String: Tensor]
    /// SHA-256 of names, shapes and values: the same for the same weights in any container.
    public let digest: String

    /// Reads a safetensors file.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor that is missing, unexpected, misshapen or damaged.
    public init(safetensors file: Data) throws {
        try self.init(tensors: SafeTensors.read(file))
    }

    /// Checks tensors by name; width and outputs follow from the shapes of `conv1.weight` and `output.weight`.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor that is missing, unexpected, misshapen or not finite.
    public init(tensors: [String: Tensor]) throws {
        shape = try Self.shape(of: tensors)
        let expected = shape.tensorShapes
        for (name, sizes) in expected.sorted(by: { $0.key < $1.key }) {
            guard let tensor = tensors[name] else { throw RiskModelError.missingTensor(name) }
            guard tensor.shape == sizes else {
                throw RiskModelError.wrongShape(tensor: name, expected: sizes, found: tensor.shape)
            }
            guard tensor.values.allSatisfy(\.isFinite) else { throw RiskModelError.notFinite(tensor: name) }
        }
        if let stranger = tensors.keys.filter({ expected[$0] == nil }).min() {
            throw RiskModelError.unexpectedTensor(stranger)
        }
        self.tensors = tensors
        digest = WeightsDigest.of(tensors)
    }

    private static func shape(of tensors: [String: Tensor]) throws -> ResNetShape {
        guard let stem = tensors["conv1.weight"] else { throw RiskModelError.missingTensor("conv1.weight") }
        guard let output = tensors["output.weight"] else { throw RiskModelError.missingTensor("output.weight") }
        let width = stem.shape.first ?? 0
        let outputs = output.shape.first ?? 0
        guard (1...ResNetShape.limit).contains(width) else {
            throw RiskModelError.wrongShape(
                tensor: "conv1.weight",
                expected: [16, ResNetShape.leads, 15],
                found: stem.shape
            )
        }
        guard (1...ResNetShape.limit).contains(outputs) else {
            let expected = [1, 16 * width + ResNetShape.tabularCount]
            throw RiskModelError.wrongShape(tensor: "output.weight", expected: expected, found: output.shape)
        }
        return try ResNetShape(width: width, outputs: outputs)
    }

    /// The same network with another output layer.
    ///
    /// - Throws: ``RiskModelError/wrongShape(tensor:expected:found:)`` unless it fits the features.
    func replacingOutput(weight: Tensor, bias: Tensor) throws -> ResNetWeights {
        var changed = tensors
        changed["output.weight"] = weight
        changed["output.bias"] = bias
        return try ResNetWeights(tensors: changed)
    }

    /// The values of a tensor of the architecture.
    func values(_ name: String) -> [Float] { tensors[name]?.values ?? [] }

    /// The network as a safetensors file.
    public var safetensors: Data { SafeTensors.write(tensors) }
}
