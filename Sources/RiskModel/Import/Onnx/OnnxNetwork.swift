import Foundation

/// Takes the weights of a `resnet1d-tabular` out of an ONNX graph that computes exactly this network.
///
/// The graph is walked from its output: every operation must be the one that the architecture has there, with its
/// sizes, strides and paddings, fed by what feeds it there; and no other operation may be left.
struct OnnxNetwork {
    /// What an axis of a value is; a unit has size 1.
    enum Axis: Sendable { case batch, unit, channels, samples, leads }

    var walk: OnnxWalk
    private(set) var tensors: [String: Tensor] = [:]
    private var foldedLayers = 0
    private(set) var remarks: [String] = []

    private init(_ graph: OnnxGraph) { walk = OnnxWalk(graph) }

    /// - Throws: ``RiskModelError`` naming the node or the tensor at fault.
    static func weights(file: Data) throws -> (weights: ResNetWeights, remarks: [String]) {
        // Offsets in messages count from the start of the file.
        var network = OnnxNetwork(try OnnxGraph(file: file.startIndex == 0 ? file : Data(file)))
        try network.read()
        let weights = try ResNetWeights(tensors: network.tensors)
        return (weights, network.remarks)
    }

    private mutating func read() throws {
        // One output more or less changes no convolution: names, kernels and strides are the same at any width.
        let plan = try ResNetShape(width: 1, outputs: 1)
        let layers = plan.convolutions
        let (average, maximum, tabular) = try features(try linear(try logits()))
        guard average == maximum else {
            throw RiskModelError.wrongNode(ShownName.of(maximum), reason: "is pooled beside another value")
        }
        var value = average
        for block in plan.blocks.reversed() {
            value = try self.block(value, layers[block.first], layers[block.second], block.shortcut.map { layers[$0] })
        }
        let waveform = try input(try stem(value, layers[0]))
        try checkInputs(waveform: waveform, tabular: tabular)
        try walk.checkNothingElse()
        guard [0, layers.count].contains(foldedLayers) else {
            throw RiskModelError.malformedOnnx(reason: "some normalisations are folded and some are not", offset: 0)
        }
        if foldedLayers > 0 {
            remarks.append(ImportedWeights.foldingRemark)
        }
    }

    /// The logits: the graph's output, or what it takes the sigmoid of.
    private mutating func logits() throws(RiskModelError) -> String {
        let output = try walk.node(computing: walk.graph.output)
        guard output.kind == "Sigmoid" else { return walk.graph.output }
        try walk.check(output, inputs: 1...1, attributes: [])
        remarks.append("the graph ends in a sigmoid, which is not part of the weights")
        return output.inputs[0]
    }

    /// Takes the output layer, and gives its features.
    private mutating func linear(_ value: String) throws(RiskModelError) -> String {
        let node = try walk.node(computing: value)
        switch node.kind {
        case "Gemm":
            try walk.check(node, inputs: 3...3, attributes: ["alpha", "beta", "transA", "transB"])
            guard node.attributes["alpha"]?.float ?? 1 == 1, node.attributes["beta"]?.float ?? 1 == 1,
                node.attributes["transA"]?.integer ?? 0 == 0
            else { throw .wrongNode(node.title, reason: "scales or turns its input") }
            try takeOutput(
                weight: try walk.constant(node.inputs[1]),
                isTurned: node.attributes["transB"]?.integer ?? 0 != 1,
                bias: try walk.constant(node.inputs[2])
            )
            return node.inputs[0]
        case "Add":
            try walk.check(node, inputs: 2...2, attributes: [])
            let (product, bias) = try isConstant(node.inputs[0]) ? (1, 0) : (0, 1)
            let factor = try walk.node("MatMul", computing: node.inputs[product], inputs: 2...2)
            try takeOutput(
                weight: try walk.constant(factor.inputs[1]),
                isTurned: true,
                bias: try walk.constant(node.inputs[bias])
            )
            return factor.inputs[0]
        default: throw .wrongNode(node.title, reason: "is \(node.kind), expected Gemm or Add as the output layer")
        }
    }

    private mutating func isConstant(_ value: String) throws(RiskModelError) -> Bool {
        let value = try walk.source(of: value)
        return walk.graph.constants[value] != nil
            || walk.graph.producer(of: value).map { walk.graph.nodes[$0].kind == "Constant" } ?? false
    }

    private mutating func takeOutput(weight: OnnxTensor, isTurned: Bool, bias: OnnxTensor) throws(RiskModelError) {
        let read = try weight.floats()
        tensors["output.weight"] = isTurned ? read.transposed : read
        tensors["output.bias"] = try bias.floats()
    }

    /// Takes one residual block, and gives its input.
    private mutating func block(
        _ value: String,
        _ first: ConvolutionLayer,
        _ second: ConvolutionLayer,
        _ shortcut: ConvolutionLayer?
    ) throws(RiskModelError) -> String {
        let relu = try walk.node("Relu", computing: value, inputs: 1...1)
        let sum = try walk.node("Add", computing: relu.inputs[0], inputs: 2...2)
        let (main, side) = try branches(sum, hasShortcut: shortcut != nil)
        let middle = try walk.node("Relu", computing: try convolution(main, second), inputs: 1...1)
        let input = try walk.source(of: try convolution(middle.inputs[0], first))
        let other = try walk.source(
            of: try shortcut.map { layer throws(RiskModelError) in
                try convolution(side, layer)
            } ?? side
        )
        guard input == other else {
            throw .wrongNode(sum.title, reason: "adds something other than the input of its block")
        }
        return input
    }

    /// The block's convolutions and its shortcut, in whichever order they are added.
    private mutating func branches(
        _ sum: OnnxGraph.Node,
        hasShortcut: Bool
    ) throws(RiskModelError) -> (main: String, side: String) {
        let kernels = (try kernel(sum.inputs[0]), try kernel(sum.inputs[1]))
        switch (kernels, hasShortcut) {
        case ((7, nil), false), ((7, 1), true): return (sum.inputs[0], sum.inputs[1])
        case ((nil, 7), false), ((1, 7), true): return (sum.inputs[1], sum.inputs[0])
        default:
            let expected = hasShortcut ? "a convolution of kernel 7 and one of kernel 1" : "a convolution and its input"
            throw .wrongNode(sum.title, reason: "does not add \(expected)")
        }
    }

    /// The kernel of the convolution that computes a value, with or without a normalisation after it.
    private mutating func kernel(_ value: String) throws(RiskModelError) -> Int? {
        var node = walk.graph.producer(of: try walk.source(of: value)).map { walk.graph.nodes[$0] }
        if let found = node, found.kind == "BatchNormalization", let input = found.inputs.first {
            node = walk.graph.producer(of: try walk.source(of: input)).map { walk.graph.nodes[$0] }
        }
        guard let node, node.kind == "Conv", node.inputs.count > 1 else { return nil }
        return try walk.constant(node.inputs[1]).shape.last
    }

    /// Takes a convolution and its normalisation, and gives its input.
    private mutating func convolution(_ value: String, _ layer: ConvolutionLayer) throws(RiskModelError) -> String {
        let top = try walk.node(computing: value)
        guard top.kind == "BatchNormalization" else {
            let node = try convolutionNode(value, layer, inputs: 3...3)
            tensors[layer.bias] = try walk.constant(node.inputs[2]).floats()
            foldedLayers += 1
            return node.inputs[0]
        }
        try takeNormalisation(top, layer)
        return try convolutionNode(top.inputs[0], layer, inputs: 2...2).inputs[0]
    }

    private mutating func convolutionNode(
        _ value: String,
        _ layer: ConvolutionLayer,
        inputs: ClosedRange<Int>
    ) throws(RiskModelError) -> OnnxGraph.Node {
        let settings: Set<String> = ["auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"]
        let node = try walk.node("Conv", computing: value, inputs: inputs, attributes: settings)
        let padding = [layer.padding, layer.padding]
        try expect([layer.kernel], node, "kernel_shape", default: [layer.kernel])
        try expect([layer.stride], node, "strides", default: [1])
        try expect(padding, node, "pads", default: [0, 0])
        try expect([1], node, "dilations", default: [1])
        guard node.attributes["group"]?.integer ?? 1 == 1, isPaddedAsSaid(node) else {
            throw .wrongNode(node.title, reason: "has groups or pads by itself")
        }
        tensors[layer.weight] = try walk.constant(node.inputs[1]).floats()
        return node
    }

    private mutating func takeNormalisation(
        _ node: OnnxGraph.Node,
        _ layer: ConvolutionLayer
    ) throws(RiskModelError) {
        try walk.check(node, inputs: 5...5, attributes: ["epsilon", "momentum", "training_mode", "spatial"])
        let epsilon = node.attributes["epsilon"]?.float ?? 1e-5
        guard epsilon == Float(FoldedConvolutions.epsilon), node.attributes["training_mode"]?.integer ?? 0 == 0 else {
            throw .wrongNode(node.title, reason: "has epsilon \(epsilon) or is in training, expected 1e-05 and not")
        }
        for (name, input) in zip(layer.normalisationTensors, node.inputs.dropFirst()) {
            tensors[name] = try walk.constant(input).floats()
        }
    }

    /// Takes the first convolution, and gives the prepared waveform that it sees.
    private mutating func stem(_ value: String, _ layer: ConvolutionLayer) throws(RiskModelError) -> String {
        let settings: Set<String> = [
            "auto_pad", "ceil_mode", "dilations", "kernel_shape", "pads", "storage_order", "strides",
        ]
        let pool = try walk.node("MaxPool", computing: value, inputs: 1...1, attributes: settings)
        try expect([3], pool, "kernel_shape", default: [])
        try expect([2], pool, "strides", default: [1])
        try expect([1, 1], pool, "pads", default: [0, 0])
        try expect([1], pool, "dilations", default: [1])
        guard pool.attributes["ceil_mode"]?.integer ?? 0 == 0, isPaddedAsSaid(pool) else {
            throw .wrongNode(pool.title, reason: "rounds up or pads by itself")
        }
        let relu = try walk.node("Relu", computing: pool.inputs[0], inputs: 1...1)
        return try convolution(relu.inputs[0], layer)
    }

    private func isPaddedAsSaid(_ node: OnnxGraph.Node) -> Bool {
        ["", "NOTSET"].contains(node.attributes["auto_pad"]?.text ?? "")
    }

    func expect(
        _ expected: [Int],
        _ node: OnnxGraph.Node,
        _ name: String,
        default fallback: [Int]
    ) throws(RiskModelError) {
        let found = node.attributes[name]?.integers ?? fallback
        guard found == expected else {
            throw .wrongNode(node.title, reason: "has \(name) \(found.prefix(8)), expected \(expected)")
        }
    }
}
