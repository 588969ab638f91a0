/// The `resnet1d-tabular` architecture at one width and number of outputs.
///
/// A stem, four stages of 3, 4, 6 and 3 basic blocks of F, 2F, 4F and 8F channels, average and maximum pool beside
/// seven tabular values, one linear layer. Source: the public IntroECG code, "7-EchoNext Minimodel".
public struct ResNetShape: Sendable, Hashable {
    /// The name that model cards use.
    public static let architecture = "resnet1d-tabular"
    /// Leads of the input.
    public static let leads = 12
    /// Samples in each lead of the input.
    public static let samples = 2500
    /// Tabular values: sex, age, ventricular rate, atrial rate, PR, QRS, QTc.
    public static let tabularCount = 7
    /// Samples that are left after the last stage.
    static let pooledLength = 79
    /// Largest width and number of outputs read.
    static let limit = 256

    /// Channels of the stem, F.
    public let width: Int
    /// Logits in each row.
    public let outputs: Int

    /// - Throws: ``RiskModelError/wrongInput(reason:)`` unless both lie in 1...256.
    public init(width: Int, outputs: Int) throws {
        guard (1...Self.limit).contains(width), (1...Self.limit).contains(outputs) else {
            throw RiskModelError.wrongInput(reason: "width and outputs must lie in 1...\(Self.limit)")
        }
        self.width = width
        self.outputs = outputs
    }

    /// Values pooled from the last stage: averages, then maxima.
    public var pooledCount: Int { 16 * width }
    /// Values the linear layer sees.
    public var featureCount: Int { pooledCount + Self.tabularCount }

    /// One block of the network as indices into ``convolutions``.
    struct Block {
        let first: Int
        let second: Int
        let shortcut: Int?
    }

    /// Every convolution: the stem, then a block's first, second and, where the shape changes, shortcut.
    var convolutions: [ConvolutionLayer] {
        let stem = ConvolutionLayer(
            convolution: "conv1",
            normalisation: "bn1",
            inputs: Self.leads,
            outputs: width,
            kernel: 15,
            stride: 2
        )
        return [stem]
            + [3, 4, 6, 3].enumerated().flatMap { stage, blocks in
                (0..<blocks).flatMap { block in convolutions(stage: stage, block: block) }
            }
    }

    private func convolutions(stage: Int, block: Int) -> [ConvolutionLayer] {
        let prefix = "layer\(stage + 1).\(block)"
        let changes = stage > 0 && block == 0
        let outputs = width << stage
        let inputs = changes ? outputs / 2 : outputs
        let stride = changes ? 2 : 1
        let first = ConvolutionLayer(
            convolution: "\(prefix).conv1",
            normalisation: "\(prefix).bn1",
            inputs: inputs,
            outputs: outputs,
            kernel: 7,
            stride: stride
        )
        let second = ConvolutionLayer(
            convolution: "\(prefix).conv2",
            normalisation: "\(prefix).bn2",
            inputs: outputs,
            outputs: outputs,
            kernel: 7,
            stride: 1
        )
        let shortcut = ConvolutionLayer(
            convolution: "\(prefix).downsample.0",
            normalisation: "\(prefix).downsample.1",
            inputs: inputs,
            outputs: outputs,
            kernel: 1,
            stride: stride
        )
        return changes ? [first, second, shortcut] : [first, second]
    }

    /// The blocks in order.
    var blocks: [Block] {
        var next = 1
        return [3, 4, 6, 3].enumerated().flatMap { stage, blocks in
            (0..<blocks).map { block in
                let changes = stage > 0 && block == 0
                defer { next += changes ? 3 : 2 }
                return Block(first: next, second: next + 1, shortcut: changes ? next + 2 : nil)
            }
        }
    }

    /// Shape of every tensor by PyTorch's name.
    var tensorShapes: [String: [Int]] {
        var shapes = ["output.weight": [outputs, featureCount], "output.bias": [outputs]]
        for layer in convolutions {
            shapes[layer.weight] = [layer.outputs, layer.inputs, layer.kernel]
            for name in layer.normalisationTensors { shapes[name] = [layer.outputs] }
        }
        return shapes
    }

    /// The same where batch normalisations are folded: a weight and a bias for every convolution.
    var foldedTensorShapes: [String: [Int]] {
        var shapes = ["output.weight": [outputs, featureCount], "output.bias": [outputs]]
        for layer in convolutions {
            shapes[layer.weight] = [layer.outputs, layer.inputs, layer.kernel]
            shapes[layer.bias] = [layer.outputs]
        }
        return shapes
    }

    /// Numbers that training changes: all but running means and variances.
    public var parameterCount: Int {
        tensorShapes.filter { !$0.key.contains(".running_") }.reduce(0) { $0 + $1.value.reduce(1, *) }
    }
}

/// One convolution without bias and the batch normalisation that follows it.
struct ConvolutionLayer {
    /// Prefixes of the tensors' names.
    let convolution: String
    let normalisation: String
    let inputs: Int
    let outputs: Int
    let kernel: Int
    let stride: Int

    /// Zeros on either side of the input.
    var padding: Int { kernel / 2 }
    var weight: String { convolution + ".weight" }
    /// Only where the normalisation is folded in.
    var bias: String { convolution + ".bias" }

    /// Scale, shift, mean and variance, in this order.
    var normalisationTensors: [String] {
        ["weight", "bias", "running_mean", "running_var"].map { "\(normalisation).\($0)" }
    }

    func outputLength(_ length: Int) -> Int { (length + 2 * padding - kernel) / stride + 1 }
}
