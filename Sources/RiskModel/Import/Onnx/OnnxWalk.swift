/// Walks an ONNX graph from its output to its inputs by what computes what, and notes which nodes were met.
///
/// Names of nodes and values and the order of nodes say nothing here; an exporter chooses them.
struct OnnxWalk {
    let graph: OnnxGraph
    private var met: Set<Int> = []

    init(_ graph: OnnxGraph) { self.graph = graph }

    /// The value itself, past nodes that pass it on as it is.
    mutating func source(of value: String) throws(RiskModelError) -> String {
        var value = value
        for _ in 0...graph.nodes.count {
            guard let index = graph.producer(of: value) else { return value }
            let node = graph.nodes[index]
            // Two inputs of a Dropout are data and ratio; a third would switch training on.
            guard node.kind == "Identity" || (node.kind == "Dropout" && node.inputs.count <= 2),
                let input = node.inputs.first
            else { return value }
            met.insert(index)
            value = input
        }
        throw .wrongNode(ShownName.of(value), reason: "is computed from itself")
    }

    /// The node that computes a value.
    mutating func node(computing value: String) throws(RiskModelError) -> OnnxGraph.Node {
        let value = try source(of: value)
        guard let index = graph.producer(of: value) else {
            throw .wrongNode(ShownName.of(value), reason: "is an input or a constant where the network computes")
        }
        met.insert(index)
        return graph.nodes[index]
    }

    /// The node that computes a value, which must be of a kind.
    mutating func node(
        _ kind: String,
        computing value: String,
        inputs: ClosedRange<Int>,
        attributes: Set<String> = []
    ) throws(RiskModelError) -> OnnxGraph.Node {
        let node = try node(computing: value)
        guard node.kind == kind else { throw .wrongNode(node.title, reason: "is \(node.kind), expected \(kind)") }
        try check(node, inputs: inputs, attributes: attributes)
        return node
    }

    /// Refuses a node with inputs or settings that are not known here.
    func check(_ node: OnnxGraph.Node, inputs: ClosedRange<Int>, attributes: Set<String>) throws(RiskModelError) {
        guard inputs.contains(node.inputs.count), node.inputs.first != "" else {
            throw .wrongNode(node.title, reason: "has \(node.inputs.count) inputs")
        }
        if let stranger = node.attributes.keys.filter({ !attributes.contains($0) }).min() {
            throw .wrongNode(node.title, reason: "has the attribute \(ShownName.of(stranger)), which is not expected")
        }
    }

    /// A constant, by whatever name.
    mutating func constant(_ value: String) throws(RiskModelError) -> OnnxTensor {
        let value = try source(of: value)
        if let tensor = graph.constants[value] { return tensor }
        let node = try node("Constant", computing: value, inputs: 0...0, attributes: ["value"])
        guard let tensor = node.attributes["value"]?.tensor else {
            throw .wrongNode(node.title, reason: "has no tensor as its value")
        }
        return tensor
    }

    /// Axes or sizes, which older operator sets keep in an attribute and newer ones in an input.
    mutating func integers(
        _ name: String,
        of node: OnnxGraph.Node,
        input: Int = 1
    ) throws(RiskModelError) -> [Int]? {
        if let listed = node.attributes[name]?.integers, !listed.isEmpty { return listed }
        guard node.inputs.count > input, !node.inputs[input].isEmpty else { return nil }
        guard let integers = try constant(node.inputs[input]).integers else {
            throw .wrongNode(node.title, reason: "has \(name) that are not a short list of integers")
        }
        return integers
    }

    /// Refuses a graph that computes more than what was met.
    func checkNothingElse() throws(RiskModelError) {
        let stranger = graph.nodes.indices.first { !met.contains($0) && graph.nodes[$0].kind != "Constant" }
        guard let stranger else { return }
        throw .wrongNode(
            graph.nodes[stranger].title,
            reason: "(\(graph.nodes[stranger].kind)) is not part of the network"
        )
    }
}
