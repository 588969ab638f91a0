import Foundation

/// The graph of an ONNX model: what computes which value from which.
///
/// Field numbers are those of onnx.proto.
struct OnnxGraph {
    /// One operation.
    struct Node {
        let name: String
        let kind: String
        let inputs: [String]
        let outputs: [String]
        let attributes: [String: Attribute]
    }

    /// A setting of an operation; the fields that it does not have are nil or empty.
    struct Attribute {
        let float: Float?
        let integer: Int?
        let text: String
        let tensor: OnnxTensor?
        let integers: [Int]
    }

    /// What is fed in; an unknown size is nil.
    struct Input {
        let name: String
        let sizes: [Int?]
    }

    private static let nodeLimit = 10_000

    let nodes: [Node]
    let constants: [String: OnnxTensor]
    let inputs: [Input]
    let output: String
    private let producers: [String: Int]

    /// Reads a model file.
    ///
    /// - Throws: ``RiskModelError``.
    init(file: Data) throws(RiskModelError) {
        let model = try ProtobufMessage(file)
        try Self.checkVersions(model)
        guard let graph = try model.messages(7).last else {
            throw .malformedOnnx(reason: "the model has no graph", offset: 0)
        }
        guard try graph.bytes(1).count <= Self.nodeLimit, try graph.bytes(5).count <= Self.nodeLimit else {
            throw .malformedOnnx(reason: "the graph has more than \(Self.nodeLimit) nodes", offset: graph.offset)
        }
        nodes = try Self.nodes(graph)
        constants = try Self.constants(graph)
        var inputs: [Input] = []
        for message in try graph.messages(11) { inputs.append(try Self.input(message)) }
        inputs.removeAll { [constants] in constants[$0.name] != nil }
        self.inputs = inputs
        let outputs = try graph.messages(12)
        guard let output = outputs.first, outputs.count == 1 else {
            throw .malformedOnnx(reason: "the graph has \(outputs.count) outputs, expected one", offset: graph.offset)
        }
        self.output = try output.text(1)
        producers = try Self.producers(of: nodes, besides: Set(constants.keys).union(inputs.map(\.name)))
    }

    /// The place of the node that computes a value; nil for inputs and constants.
    func producer(of value: String) -> Int? { producers[value] }

    private static func checkVersions(_ model: ProtobufMessage) throws(RiskModelError) {
        guard !model.has(20), !model.has(25) else {
            throw .malformedOnnx(reason: "functions and training information are not read", offset: 0)
        }
        for set in try model.messages(8) {
            let domain = try set.text(1)
            let version = try set.integer(2) ?? 0
            // Others may be announced without being used; a node of theirs is refused by its name.
            guard !["", "ai.onnx"].contains(domain) || (9...26).contains(version) else {
                throw .malformedOnnx(
                    reason: "operator set \(version) is not read; export to opset 17",
                    offset: set.offset
                )
            }
        }
    }

    private static func constants(_ graph: ProtobufMessage) throws(RiskModelError) -> [String: OnnxTensor] {
        var constants: [String: OnnxTensor] = [:]
        for message in try graph.messages(5) {
            let tensor = try OnnxTensor(message)
            guard constants.updateValue(tensor, forKey: tensor.name) == nil else {
                throw .duplicateTensor(ShownName.of(tensor.name))
            }
        }
        return constants
    }

    private static func nodes(_ graph: ProtobufMessage) throws(RiskModelError) -> [Node] {
        var nodes: [Node] = []
        for message in try graph.messages(1) {
            let node = Node(
                name: ShownName.of(try message.text(3)),
                kind: ShownName.of(try message.text(4)),
                inputs: try message.texts(1),
                outputs: try message.texts(2),
                attributes: try attributes(message)
            )
            let domain = try message.text(7)
            guard ["", "ai.onnx"].contains(domain) else {
                throw .wrongNode(node.title, reason: "is of the operator set \(ShownName.of(domain))")
            }
            nodes.append(node)
        }
        return nodes
    }

    private static func attributes(_ node: ProtobufMessage) throws(RiskModelError) -> [String: Attribute] {
        var attributes: [String: Attribute] = [:]
        for message in try node.messages(5) {
            let tensor = try message.messages(5).last
            attributes[try message.text(1)] = Attribute(
                float: try message.float(2),
                integer: try message.integer(3),
                text: try message.text(4),
                tensor: try tensor.map { message throws(RiskModelError) in try OnnxTensor(message) },
                integers: try message.integers(8)
            )
        }
        return attributes
    }

    private static func input(_ message: ProtobufMessage) throws(RiskModelError) -> Input {
        var sizes: [Int?] = []
        let shape = try message.messages(2).last?.messages(1).last?.messages(2).last
        for dimension in try shape?.messages(1) ?? [] { sizes.append(try dimension.integer(1)) }
        return Input(name: try message.text(1), sizes: sizes)
    }

    private static func producers(of nodes: [Node], besides given: Set<String>) throws(RiskModelError) -> [String: Int]
    {
        var producers: [String: Int] = [:]
        for (index, node) in nodes.enumerated() {
            for output in node.outputs where !output.isEmpty {
                guard producers.updateValue(index, forKey: output) == nil, !given.contains(output) else {
                    throw .wrongNode(node.title, reason: "computes \(ShownName.of(output)), which is there already")
                }
            }
        }
        return producers
    }
}

extension OnnxGraph.Node {
    /// The node's name for a message; its kind where it has none.
    var title: String { name.isEmpty ? "without a name (\(kind))" : name }
}
