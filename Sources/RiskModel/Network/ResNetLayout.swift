/// The names and shapes of a network's tensors, held against the architecture.
///
/// Two forms are known: with every batch normalisation's own tensors, as a network is trained, and folded, as an
/// exporter for inference leaves it, where each convolution has a weight and a bias.
struct ResNetLayout {
    let shape: ResNetShape
    /// Whether the batch normalisations are folded into the convolutions.
    let isFolded: Bool

    /// Width and outputs follow from `conv1.weight` and `output.weight`.
    ///
    /// - Throws: ``RiskModelError`` naming the tensor that is missing, unexpected or misshapen.
    init(shapes: [String: [Int]]) throws {
        shape = try Self.shape(of: shapes)
        isFolded = shapes["conv1.bias"] != nil && shapes["bn1.weight"] == nil
        let expected = isFolded ? shape.foldedTensorShapes : shape.tensorShapes
        for (name, sizes) in expected.sorted(by: { $0.key < $1.key }) {
            guard let found = shapes[name] else { throw RiskModelError.missingTensor(name) }
            guard found == sizes else { throw RiskModelError.wrongShape(tensor: name, expected: sizes, found: found) }
        }
        if let stranger = shapes.keys.filter({ expected[$0] == nil }).min() {
            throw RiskModelError.unexpectedTensor(ShownName.of(stranger))
        }
    }

    private static func shape(of shapes: [String: [Int]]) throws -> ResNetShape {
        guard let stem = shapes["conv1.weight"] else { throw RiskModelError.missingTensor("conv1.weight") }
        guard let output = shapes["output.weight"] else { throw RiskModelError.missingTensor("output.weight") }
        let width = stem.first ?? 0
        let outputs = output.first ?? 0
        guard (1...ResNetShape.limit).contains(width) else {
            throw RiskModelError.wrongShape(tensor: "conv1.weight", expected: [16, ResNetShape.leads, 15], found: stem)
        }
        guard (1...ResNetShape.limit).contains(outputs) else {
            let expected = [1, 16 * width + ResNetShape.tabularCount]
            throw RiskModelError.wrongShape(tensor: "output.weight", expected: expected, found: output)
        }
        return try ResNetShape(width: width, outputs: outputs)
    }
}
