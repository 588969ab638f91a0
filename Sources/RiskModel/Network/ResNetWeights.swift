public import Foundation

/// The weights of a `resnet1d-tabular`, complete and of the right shapes.
public struct ResNetWeights: Sendable, Equatable {
    /// Width and number of outputs, as the tensors decide them.
    public let shape: ResNetShape
    /// Whether the batch normalisations are folded into the convolutions, as exporters for inference leave them.
    public let isFolded: Bool
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
        let layout = try ResNetLayout(shapes: tensors.mapValues(\.shape))
        for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
            guard tensor.values.allSatisfy(\.isFinite) else { throw RiskModelError.notFinite(tensor: name) }
            guard !name.hasSuffix(".running_var") || tensor.values.allSatisfy({ $0 >= 0 }) else {
                throw RiskModelError.negativeVariance(tensor: name)
            }
        }
        shape = layout.shape
        isFolded = layout.isFolded
        self.tensors = tensors
        digest = WeightsDigest.of(tensors)
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
