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
        let parts = layer.normalisationTensors.map { weights.values($0).map(Double.init) }
        let factors = zip(parts[0], parts[3]).map { $0 / ($1 + Self.epsilon).squareRoot() }
        let row = layer.inputs * layer.kernel
        let start = parameters.count
        parameters += plain.indices.lazy.map { Float(Double(plain[$0]) * factors[$0 / row]) }
        let biasStart = parameters.count
        parameters += factors.indices.lazy.map { Float(parts[1][$0] - parts[2][$0] * factors[$0]) }
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
