import Foundation

@testable import RiskModel

/// Writes the ONNX graph of a network as PyTorch's exporter lays it out, from onnx.proto.
struct OnnxWriter {
    struct Node: Sendable {
        var kind: String
        var name: String
        var inputs: [String]
        var output: String
        var integers: [String: [Int]] = [:]
        var settings: [String: Int] = [:]
        var floats: [String: Float] = [:]
        var domain = ""
    }

    var nodes: [Node] = []
    var constants: [String: Tensor] = [:]
    var axes: [String: [Int]] = [:]
    var inputs: [(name: String, sizes: [Int])] = [("waveform", [0, 1, 2500, 12]), ("tabular", [0, 7])]
    var outputs = ["logits"]
    var operatorSet = 17
    var isExternal = false

    /// The graph of a network with its batch normalisations, or of its folding.
    init(_ weights: ResNetWeights) {
        constants = weights.tensors
        axes = ["unit": [1]]
        add("Transpose", ["waveform"], "turned", integers: ["perm": [0, 1, 3, 2]])
        add("Squeeze", ["turned", "unit"], "prepared")
        let layers = weights.shape.convolutions
        convolution("prepared", layers[0], weights.isFolded, "stem")
        add("Relu", ["stem"], "active")
        let pool = ["kernel_shape": [3], "strides": [2], "pads": [1, 1], "dilations": [1]]
        add("MaxPool", ["active"], "x", integers: pool, settings: ["ceil_mode": 0])
        var value = "x"
        for (index, block) in weights.shape.blocks.enumerated() {
            var side = value
            if let shortcut = block.shortcut {
                side = "side\(index)"
                convolution(value, layers[shortcut], weights.isFolded, side)
            }
            convolution(value, layers[block.first], weights.isFolded, "a\(index)")
            add("Relu", ["a\(index)"], "b\(index)")
            convolution("b\(index)", layers[block.second], weights.isFolded, "c\(index)")
            add("Add", ["c\(index)", side], "d\(index)")
            value = "x\(index)"
            add("Relu", ["d\(index)"], value)
        }
        add("ReduceMean", [value], "mean", integers: ["axes": [2]], settings: ["keepdims": 0])
        add("ReduceMax", [value], "max", integers: ["axes": [-1]], settings: ["keepdims": 0])
        add("Concat", ["mean", "max", "tabular"], "features", settings: ["axis": 1])
        add("Gemm", ["features", "output.weight", "output.bias"], "logits", settings: ["transB": 1])
    }

    mutating func add(
        _ kind: String,
        _ inputs: [String],
        _ output: String,
        integers: [String: [Int]] = [:],
        settings: [String: Int] = [:],
        floats: [String: Float] = [:]
    ) {
        let node = Node(
            kind: kind,
            name: "/\(output)/\(kind)",
            inputs: inputs,
            output: output,
            integers: integers,
            settings: settings,
            floats: floats
        )
        nodes.append(node)
    }

    private mutating func convolution(_ input: String, _ layer: ConvolutionLayer, _ isFolded: Bool, _ output: String) {
        let settings = [
            "kernel_shape": [layer.kernel], "strides": [layer.stride], "pads": [layer.padding, layer.padding],
            "dilations": [1],
        ]
        let raw = isFolded ? output : output + ".raw"
        let bias = isFolded ? [layer.bias] : []
        add("Conv", [input, layer.weight] + bias, raw, integers: settings, settings: ["group": 1])
        guard !isFolded else { return }
        add(
            "BatchNormalization",
            [raw] + layer.normalisationTensors,
            output,
            floats: ["epsilon": 1e-5, "momentum": 0.9]
        )
    }

    /// The place of the node that computes a value.
    func place(of output: String) -> Int { nodes.firstIndex { $0.output == output } ?? 0 }

    var file: Data {
        ProtobufWriter.of { model in
            model.integer(1, 8)
            model.text(2, "pytorch")
            model.message(8) { $0.integer(2, operatorSet) }
            model.data(7, graph)
        }
    }

    private var graph: Data {
        ProtobufWriter.of { graph in
            for node in nodes { graph.data(1, Self.message(node)) }
            graph.text(2, "main_graph")
            for (name, tensor) in constants.sorted(by: { $0.key < $1.key }) {
                graph.message(5) { message in
                    for size in tensor.shape { message.integer(1, size) }
                    message.integer(2, 1)
                    message.text(8, name)
                    message.data(9, tensor.values.littleEndianBytes)
                    if isExternal { message.integer(14, 1) }
                }
            }
            for (name, list) in axes {
                graph.message(5) { message in
                    message.integer(1, list.count)
                    message.integer(2, 7)
                    message.text(8, name)
                    message.data(9, Data(list.flatMap { CheckpointWriter.little(UInt64(bitPattern: Int64($0)), 8) }))
                }
            }
            for input in inputs { graph.data(11, Self.value(input.name, input.sizes)) }
            for output in outputs { graph.data(12, Self.value(output, [0, 0])) }
        }
    }

    private static func message(_ node: Node) -> Data {
        ProtobufWriter.of { message in
            for input in node.inputs { message.text(1, input) }
            message.text(2, node.output)
            message.text(3, node.name)
            message.text(4, node.kind)
            for (name, list) in node.integers {
                message.message(5) { attribute in
                    attribute.text(1, name)
                    for number in list { attribute.integer(8, number) }
                    attribute.integer(20, 7)
                }
            }
            for (name, number) in node.settings {
                message.message(5) { attribute in
                    attribute.text(1, name)
                    attribute.integer(3, number)
                    attribute.integer(20, 2)
                }
            }
            for (name, number) in node.floats {
                message.message(5) { attribute in
                    attribute.text(1, name)
                    attribute.float(2, number)
                    attribute.integer(20, 1)
                }
            }
            if !node.domain.isEmpty { message.text(7, node.domain) }
        }
    }

    /// A size of 0 is unknown.
    private static func value(_ name: String, _ sizes: [Int]) -> Data {
        ProtobufWriter.of { message in
            message.text(1, name)
            message.message(2) { type in
                type.message(1) { tensor in
                    tensor.integer(1, 1)
                    tensor.message(2) { shape in
                        for size in sizes {
                            shape.message(1) { size == 0 ? $0.text(2, "batch") : $0.integer(1, size) }
                        }
                    }
                }
            }
        }
    }
}
