import Foundation
import Testing

@testable import RiskModel

@Suite struct OnnxImportTests {
    static let weights = Result { try ResNetWeights(tensors: SmallNetwork.tensors(width: 1, outputs: 2)) }

    /// What an exporter's folding gives: in single precision, one rounding after another.
    static func folded(_ weights: ResNetWeights) throws -> ResNetWeights {
        var tensors = ["output.weight", "output.bias"].reduce(into: [String: Tensor]()) { $0[$1] = weights.tensors[$1] }
        for layer in weights.shape.convolutions {
            let parts = layer.normalisationTensors.map(weights.values)
            let factors = zip(parts[0], parts[3]).map { $0 / ($1 + 1e-5).squareRoot() }
            let row = layer.inputs * layer.kernel
            let values = weights.values(layer.weight).enumerated().map { $1 * factors[$0 / row] }
            let biases = factors.indices.map { parts[1][$0] - parts[2][$0] * factors[$0] }
            tensors[layer.weight] = Tensor(shape: [layer.outputs, layer.inputs, layer.kernel], values: values)
            tensors[layer.bias] = Tensor(shape: [layer.outputs], values: biases)
        }
        return try ResNetWeights(tensors: tensors)
    }

    @Test func `a graph with its normalisations gives the tensors it was exported from, to the byte`() throws {
        let weights = try Self.weights.get()
        let imported = try ImportedWeights(file: OnnxWriter(weights).file)
        #expect(imported.format == .onnx)
        #expect(imported.remarks.isEmpty)
        #expect(imported.weights == weights)
        #expect(imported.weights.safetensors == weights.safetensors)
    }

    @Test func `a folded graph computes what its numbers say and shares the fingerprint`() throws {
        let original = try ResNetWeights(tensors: SmallNetwork.tensors(width: 2, outputs: 3, seed: 2))
        let imported = try ImportedWeights(file: OnnxWriter(Self.folded(original)).file)
        #expect(imported.weights.isFolded)
        #expect(imported.weights.digest != original.digest)
        #expect(imported.weights.fingerprint == original.fingerprint)
        #expect(imported.remarks.count == 1)
        let input = SmallNetwork.input(rows: 1)
        let found = try ResNet1DTabular(imported.weights).logits(waveforms: input.waveforms, tabular: input.tabular)[0]
        let direct = NaiveNetwork(tensors: Self.unfolded(imported.weights))
        for (found, expected) in zip(found, direct.logits(waveform: input.waveforms, tabular: input.tabular)) {
            #expect(abs(Double(found) - expected) <= 1e-5 * max(1, abs(expected)))
        }
    }

    /// The same numbers with normalisations that only add the bias.
    private static func unfolded(_ weights: ResNetWeights) -> [String: Tensor] {
        var tensors = weights.tensors
        for layer in weights.shape.convolutions {
            let bias = tensors.removeValue(forKey: layer.bias)?.values ?? []
            let parts = [bias.map { _ in 1 }, bias, bias.map { _ in 0 }, bias.map { _ in 1 - 1e-5 }]
            for (name, values) in zip(layer.normalisationTensors, parts) {
                tensors[name] = Tensor(shape: [layer.outputs], values: values)
            }
        }
        return tensors
    }

    @Test func `folded weights are exchanged for their original, and for no other`() throws {
        let original = try Self.weights.get()
        let imported = try ImportedWeights(file: OnnxWriter(Self.folded(original)).file)
        let restored = try imported.restored(from: original)
        #expect(restored.weights == original)
        let other = try ResNetWeights(tensors: SmallNetwork.tensors(width: 1, outputs: 2, seed: 9))
        #expect(throws: RiskModelError.self) { try imported.restored(from: other) }
        for name in ["conv1.weight", "layer3.2.bn2.bias", "layer2.0.downsample.1.running_var", "output.bias"] {
            let close = try Self.changed(original, name, by: 1.00001)
            #expect(throws: RiskModelError.self, "\(name)") { try imported.restored(from: close) }
        }
    }

    private static func changed(_ weights: ResNetWeights, _ name: String, by factor: Float) throws -> ResNetWeights {
        var tensors = weights.tensors
        let tensor = try #require(tensors[name])
        let values = [tensor.values[0] * factor] + tensor.values.dropFirst()
        tensors[name] = Tensor(shape: tensor.shape, values: values)
        return try ResNetWeights(tensors: tensors)
    }

    @Test func `a fingerprint tells networks apart`() throws {
        let weights = try Self.weights.get()
        #expect(try Self.changed(weights, "layer4.0.conv1.weight", by: -1).fingerprint != weights.fingerprint)
        #expect(try Self.changed(weights, "output.bias", by: 1.000001).fingerprint != weights.fingerprint)
        #expect(try Self.changed(weights, "layer1.0.bn1.weight", by: 1.01).fingerprint != weights.fingerprint)
    }

    /// Graphs that compute the same in another way.
    private static let variants: [(String, @Sendable (inout OnnxWriter) -> Void)] = [
        ("nodes in another order", { $0.nodes.reverse() }),
        ("a sum the other way round", { $0.nodes[$0.place(of: "d3")].inputs.reverse() }),
        (
            "values passed on",
            { writer in
                writer.add("Identity", ["c0"], "same")
                writer.nodes[writer.place(of: "d0")].inputs[0] = "same"
                writer.add("Dropout", ["b1"], "kept")
                writer.nodes[writer.place(of: "c1.raw")].inputs[0] = "kept"
            }
        ),
        (
            "a shared constant",
            { writer in
                writer.add("Identity", ["bn1.bias"], "alias")
                writer.nodes[writer.place(of: "stem")].inputs[2] = "alias"
            }
        ),
        (
            "a sigmoid at the end",
            { writer in
                writer.nodes[writer.place(of: "logits")].output = "z"
                writer.add("Sigmoid", ["z"], "logits")
            }
        ),
        (
            "a product and a sum",
            { writer in
                writer.nodes.removeLast()
                writer.constants["output.weight"] = writer.constants["output.weight"]?.transposed
                writer.add("MatMul", ["features", "output.weight"], "product")
                writer.add("Add", ["output.bias", "product"], "logits")
            }
        ),
        (
            "global pools",
            { writer in
                writer.nodes.removeAll { ["mean", "max", "features"].contains($0.output) }
                writer.axes["last"] = [2]
                writer.axes["flat"] = [0, -1]
                writer.add("GlobalAveragePool", ["x15"], "mean")
                writer.add("GlobalMaxPool", ["x15"], "max")
                writer.add("Concat", ["mean", "max"], "pooled", settings: ["axis": 1])
                writer.add("Squeeze", ["pooled", "last"], "row")
                writer.add("Concat", ["row", "tabular"], "features", settings: ["axis": -1])
            }
        ),
        (
            "a maximum over the whole length, with an axis more",
            { writer in
                writer.nodes.removeAll { ["mean", "max", "features"].contains($0.output) }
                writer.axes.merge(["second": [-2], "both": [-1, -2], "last": [-1], "row": [0, 8]]) { $1 }
                writer.add("Unsqueeze", ["x15", "second"], "wide")
                writer.add("ReduceMean", ["wide", "both"], "one", settings: ["keepdims": 1])
                writer.add("Squeeze", ["one", "second"], "two")
                writer.add("Reshape", ["two", "row"], "mean")
                writer.add("MaxPool", ["x15"], "longest", integers: ["kernel_shape": [79], "strides": [79]])
                writer.add("Squeeze", ["longest", "last"], "max")
                writer.add("Concat", ["mean", "max", "tabular"], "features", settings: ["axis": 1])
            }
        ),
        (
            "a reshaped waveform",
            { writer in
                writer.nodes.removeAll { ["turned", "prepared"].contains($0.output) }
                writer.axes["rows"] = [-1, 2500, 12]
                writer.add("Reshape", ["waveform", "rows"], "flat")
                writer.add("Transpose", ["flat"], "prepared", integers: ["perm": [0, 2, 1]])
            }
        ),
    ]

    @Test(arguments: variants.indices)
    func `the graph is followed by what computes what`(index: Int) throws {
        let weights = try Self.weights.get()
        var writer = OnnxWriter(weights)
        let (name, change) = Self.variants[index]
        change(&writer)
        #expect(try ImportedWeights(file: writer.file).weights == weights, "\(name)")
    }

    /// Changes to the graph, and what the refusal must mention.
    private static let refusals: [(mention: String, change: @Sendable (inout OnnxWriter) -> Void)] = [
        ("/a0.raw/Conv has strides [2], expected [1]", { $0.nodes[$0.place(of: "a0.raw")].integers["strides"] = [2] }),
        (
            "/a0.raw/Conv has pads [2, 2], expected [3, 3]",
            { $0.nodes[$0.place(of: "a0.raw")].integers["pads"] = [2, 2] }
        ),
        ("has dilations [2]", { $0.nodes[$0.place(of: "stem.raw")].integers["dilations"] = [2] }),
        ("has kernel_shape [5], expected [3]", { $0.nodes[$0.place(of: "x")].integers["kernel_shape"] = [5] }),
        ("/x/MaxPool rounds up", { $0.nodes[$0.place(of: "x")].settings["ceil_mode"] = 1 }),
        ("has groups", { $0.nodes[$0.place(of: "a2.raw")].settings["group"] = 2 }),
        ("has epsilon 0.001", { $0.nodes[$0.place(of: "stem")].floats["epsilon"] = 1e-3 }),
        ("is in training", { $0.nodes[$0.place(of: "stem")].settings["training_mode"] = 1 }),
        (
            "/b4/LeakyRelu is LeakyRelu, expected Relu",
            { writer in
                let place = writer.place(of: "b4")
                writer.nodes[place].kind = "LeakyRelu"
                writer.nodes[place].name = "/b4/LeakyRelu"
            }
        ),
        ("in this order", { $0.nodes[$0.place(of: "features")].inputs = ["max", "mean", "tabular"] }),
        ("does not join channels", { $0.nodes[$0.place(of: "features")].settings["axis"] = 0 }),
        ("/mean/ReduceMean does not pool", { $0.nodes[$0.place(of: "mean")].integers["axes"] = [1] }),
        ("adds something other than the input", { $0.nodes[$0.place(of: "d1")].inputs[1] = "x" }),
        ("does not add a convolution of kernel 7", { $0.nodes[$0.place(of: "d3")].inputs[1] = "x2" }),
        ("(Exp) is not part of the network", { $0.add("Exp", ["x"], "more") }),
        (
            "expected Gemm or Add",
            { writer in
                writer.nodes[writer.place(of: "logits")].output = "z"
                writer.add("Neg", ["z"], "logits")
            }
        ),
        ("scales or turns", { $0.nodes[$0.place(of: "logits")].floats["alpha"] = 2 }),
        (
            "stands between waveform",
            { writer in
                writer.nodes[writer.place(of: "prepared")].inputs[0] = "louder"
                writer.add("Mul", ["turned", "unit"], "louder")
            }
        ),
        ("does not reach the first convolution", { $0.nodes[$0.place(of: "turned")].integers["perm"] = [0, 1, 2, 3] }),
        ("is of the operator set com.example", { $0.nodes[3].domain = "com.example" }),
        ("operator set 99", { $0.operatorSet = 99 }),
        ("has 2 outputs", { $0.outputs = ["logits", "features"] }),
        ("lies in a file beside", { $0.isExternal = true }),
        (
            "is computed from itself",
            { writer in
                writer.nodes[writer.place(of: "logits")].inputs[0] = "circle"
                writer.add("Identity", ["circle"], "circle")
            }
        ),
        ("which is there already", { $0.add("Identity", ["x"], "x") }),
        ("which is there already", { $0.add("Identity", ["x"], "waveform") }),
        ("no row of 7 tabular values", { $0.inputs[1].sizes = [0, 8] }),
        ("other inputs", { $0.inputs.append(("third", [0, 1])) }),
        ("no waveform of 2500", { $0.inputs[0].sizes = [0, 1, 5000, 12] }),
        ("is an input or a constant", { $0.nodes.remove(at: $0.place(of: "x")) }),
        (
            "tensor conv1.weight has shape",
            { $0.constants["conv1.weight"] = Tensor(shape: [1, 12, 5], values: [Float](repeating: 1, count: 60)) }
        ),
        ("has the attribute surprise", { $0.nodes[$0.place(of: "x")].settings["surprise"] = 1 }),
    ]

    @Test(arguments: refusals.indices)
    func `a graph that computes anything else is refused by its node`(index: Int) throws {
        var writer = OnnxWriter(try Self.weights.get())
        let (mention, change) = Self.refusals[index]
        change(&writer)
        let error = #expect(throws: RiskModelError.self) { try ImportedWeights(file: writer.file) }
        #expect(error?.description.contains(mention) == true, "\(mention): \(String(describing: error))")
    }

    @Test func `a graph whose shape promises more than its bytes is refused before anything is allocated`() throws {
        let tensor = ProtobufWriter.of { message in
            for size in [1 << 40, 1 << 40] { message.integer(1, size) }
            message.integer(2, 1)
            message.text(8, "conv1.weight")
            message.data(9, Data(count: 16))
        }
        let read = try OnnxTensor(ProtobufMessage(tensor))
        #expect { try read.floats() } throws: { "\($0)".contains("16 bytes") }
    }

    @Test func `a message that is cut off or out of bounds is refused with its place`() throws {
        let file = OnnxWriter(try Self.weights.get()).file
        for count in [1, 2, 20, file.count / 2, file.count - 1] {
            #expect(throws: RiskModelError.self) { try ImportedWeights(file: file.prefix(count)) }
        }
        let huge = Data([0x08, 0x08, 0x3A] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
        #expect { try ImportedWeights(file: huge) } throws: { "\($0)".contains("are announced") }
        #expect { try ImportedWeights(file: Data([0x08] + [UInt8](repeating: 0xFF, count: 11))) } throws: {
            "\($0)".contains("more than 64 bits")
        }
    }
}
