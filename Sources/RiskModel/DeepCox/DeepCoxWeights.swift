public import Foundation

/// The weights of a `deep-cox`, complete and of the right shapes.
public struct DeepCoxWeights: Sendable, Equatable {
    /// Folds, layers and inputs, as the tensors decide them.
    public let shape: DeepCoxShape
    /// Exactly the architecture's tensors: `fold_0.layer1.weight` of [in, out], `fold_0.layer1.bias` of [out], and on.
    public let tensors: [String: Tensor]
    /// SHA-256 of names, shapes and values: the same for the same weights in any container.
    public let digest: String

    /// Reads a safetensors file.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor that is missing, unexpected, misshapen or damaged.
    public init(safetensors file: Data) throws {
        try self.init(tensors: SafeTensors.read(file))
    }

    /// Checks tensors by name; folds and layers follow from which there are.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor that is missing, unexpected, misshapen or not finite.
    public init(tensors: [String: Tensor]) throws {
        shape = try DeepCoxShape(tensors: tensors.mapValues(\.shape))
        let expected = shape.tensorShapes
        for (name, size) in expected.sorted(by: { $0.key < $1.key }) {
            guard let tensor = tensors[name] else { throw RiskModelError.missingTensor(name) }
            guard tensor.shape == size else {
                throw RiskModelError.wrongShape(tensor: name, expected: size, found: tensor.shape)
            }
            guard tensor.values.allSatisfy(\.isFinite) else { throw RiskModelError.notFinite(tensor: name) }
        }
        if let name = tensors.keys.filter({ expected[$0] == nil }).min() { throw RiskModelError.unexpectedTensor(name) }
        self.tensors = tensors
        digest = WeightsDigest.of(tensors)
    }

    /// The values of a tensor of the architecture.
    func values(_ fold: Int, _ layer: Int, _ part: DeepCoxShape.Part) -> [Float] {
        tensors[DeepCoxShape.name(fold: fold, layer: layer, part)]?.values ?? []
    }

    /// The weights as a safetensors file, which also says how they are laid out.
    ///
    /// - Parameter inputs: names of the inputs in network order, which a file may state for other programs; nil where
    ///   they are not known.
    /// - Returns: The file.
    public func safetensors(inputs: [String]?) -> Data {
        let activation = Array(repeating: "tanh", count: shape.layers).joined(separator: ",")
        var metadata = ["activation": activation, "layout": "[in,out]"]
        metadata["input_order"] = inputs?.joined(separator: ",")
        return SafeTensors.write(tensors, metadata: metadata)
    }
}
