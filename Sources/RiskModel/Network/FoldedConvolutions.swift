import CResNet

/// Every convolution of a network with its batch normalisation folded in, in one array of parameters.
struct FoldedConvolutions {
    /// Added to the variance before the root: PyTorch's default.
    static let epsilon = 1e-5

    private(set) var layers: [stratum_convolution] = []
    private(set) var parameters: [Float] = []

    init(_ weights: ResNetWeights) {
        for layer in weights.shape.convolutions { append(layer, of: weights) }
    }

    /// y = (w∗x − mean)·scale/√(variance + ε) + shift is a convolution with scaled weights and a bias.
    private mutating func append(_ layer: ConvolutionLayer, of weights: ResNetWeights) {
        let plain = weights.values(layer.weight)
        guard !weights.isFolded else { return append(layer, weight: plain, bias: weights.values(layer.bias)) }
        let parts = layer.normalisationTensors.map { weights.values($0).map(Double.init) }
        let factors = zip(parts[0], parts[3]).map { $0 / ($1 + Self.epsilon).squareRoot() }
        let row = layer.inputs * layer.kernel
        append(
            layer,
            weight: plain.indices.map { Float(Double(plain[$0]) * factors[$0 / row]) },
            bias: factors.indices.map { Float(parts[1][$0] - parts[2][$0] * factors[$0]) }
        )
    }

    private mutating func append(_ layer: ConvolutionLayer, weight: [Float], bias: [Float]) {
        let start = parameters.count
        parameters += weight
        let biasStart = parameters.count
        parameters += bias
        layers.append(
            stratum_convolution(
                outputs: Int32(layer.outputs),
                inputs: Int32(layer.inputs),
                kernel: Int32(layer.kernel),
                stride: Int32(layer.stride),
                weights: start,
                bias: biasStart
            )
        )
    }
}
