extension OnnxNetwork {
    /// What the output layer sees: pooled averages, pooled maxima, then the tabular input.
    mutating func features(_ value: String) throws(RiskModelError) -> (
        average: String, maximum: String, tabular: String
    ) {
        let (parts, rank) = try self.parts(value, depth: 0)
        guard parts.count == 3, rank == 2, case .average(let average) = parts[0], case .maximum(let maximum) = parts[1],
            case .tabular(let tabular) = parts[2]
        else {
            let reason = "is not the average pool, the maximum pool and the tabular values, in this order"
            throw .wrongNode(ShownName.of(value), reason: reason)
        }
        return (average, maximum, tabular)
    }

    /// A run of the features.
    private enum Part {
        case average(String)
        case maximum(String)
        case tabular(String)
    }

    private mutating func parts(_ value: String, depth: Int) throws(RiskModelError) -> (parts: [Part], rank: Int) {
        let value = try walk.source(of: value)
        if walk.graph.inputs.contains(where: { $0.name == value }) { return ([.tabular(value)], 2) }
        let node = try walk.node(computing: value)
        guard depth < 8 else { throw .wrongNode(node.title, reason: "lies too deep in what the output layer sees") }
        switch node.kind {
        case "Concat": return try concatenated(node, depth)
        case "GlobalAveragePool", "ReduceMean": return ([.average(node.inputs.first ?? "")], try pooledRank(node))
        case "GlobalMaxPool", "ReduceMax": return ([.maximum(node.inputs.first ?? "")], try pooledRank(node))
        case "Squeeze", "Flatten", "Reshape":
            let inner = try parts(node.inputs.first ?? "", depth: depth + 1)
            return (inner.parts, try flattenedRank(node, inner.rank))
        default: throw .wrongNode(node.title, reason: "is \(node.kind), expected pools and the tabular values")
        }
    }

    private mutating func concatenated(
        _ node: OnnxGraph.Node,
        _ depth: Int
    ) throws(RiskModelError) -> (parts: [Part], rank: Int) {
        try walk.check(node, inputs: 1...3, attributes: ["axis"])
        var found: [Part] = []
        var ranks: Set<Int> = []
        for input in node.inputs {
            let inner = try parts(input, depth: depth + 1)
            found += inner.parts
            ranks.insert(inner.rank)
        }
        guard let rank = ranks.first, ranks.count == 1, found.count <= 3,
            [1, 1 - rank].contains(node.attributes["axis"]?.integer ?? 0)
        else { throw .wrongNode(node.title, reason: "does not join channels") }
        return (found, rank)
    }

    /// Pools over the last of three axes; 3 where that stays with size 1.
    private mutating func pooledRank(_ node: OnnxGraph.Node) throws(RiskModelError) -> Int {
        guard node.kind.hasPrefix("Reduce") else {
            try walk.check(node, inputs: 1...1, attributes: [])
            return 3
        }
        try walk.check(node, inputs: 1...2, attributes: ["axes", "keepdims", "noop_with_empty_axes"])
        guard let axes = try walk.integers("axes", of: node), [[2], [-1]].contains(axes) else {
            throw .wrongNode(node.title, reason: "does not pool over the samples alone")
        }
        return node.attributes["keepdims"]?.integer ?? 1 == 0 ? 2 : 3
    }

    /// Takes away the last axis of three, which has size 1.
    private mutating func flattenedRank(_ node: OnnxGraph.Node, _ rank: Int) throws(RiskModelError) -> Int {
        let isExpected: Bool
        switch node.kind {
        case "Squeeze":
            try walk.check(node, inputs: 1...2, attributes: ["axes"])
            isExpected = try [[2], [-1]].contains(walk.integers("axes", of: node))
        case "Flatten":
            try walk.check(node, inputs: 1...1, attributes: ["axis"])
            isExpected = node.attributes["axis"]?.integer ?? 1 == 1
        default:
            try walk.check(node, inputs: 2...2, attributes: ["allowzero"])
            isExpected = try [[0, -1], [1, -1]].contains(walk.integers("shape", of: node))
        }
        guard isExpected, rank == 3 else {
            throw .wrongNode(node.title, reason: "does more than take away the axis that was pooled")
        }
        return 2
    }

    /// Follows the waveform to the graph's input, and gives that input's name; batch, leads and samples must arrive.
    mutating func input(_ value: String) throws(RiskModelError) -> String {
        var chain: [OnnxGraph.Node] = []
        var value = try walk.source(of: value)
        while !walk.graph.inputs.contains(where: { $0.name == value }) {
            let node = try walk.node(computing: value)
            guard chain.count < 8, ["Transpose", "Squeeze", "Reshape"].contains(node.kind) else {
                throw .wrongNode(node.title, reason: "(\(node.kind)) stands between waveform and first convolution")
            }
            chain.append(node)
            value = try walk.source(of: node.inputs.first ?? "")
        }
        var axes = try axes(ofInput: value)
        for node in chain.reversed() { axes = try moved(axes, by: node) }
        guard axes == [.batch, .leads, .samples] else {
            throw .wrongNode(ShownName.of(value), reason: "does not reach the first convolution as leads × samples")
        }
        return value
    }

    /// What each axis of the waveform is, told by its size.
    private func axes(ofInput name: String) throws(RiskModelError) -> [Axis] {
        let sizes = walk.graph.inputs.first { $0.name == name }?.sizes ?? []
        let known: [Int: Axis] = [1: .unit, ResNetShape.samples: .samples, ResNetShape.leads: .leads]
        let axes = [.batch] + sizes.dropFirst().compactMap { $0.flatMap { known[$0] } }
        guard (3...4).contains(sizes.count), axes.count == sizes.count else {
            throw .wrongNode(ShownName.of(name), reason: "is no waveform of 2500 samples and 12 leads")
        }
        return axes
    }

    private mutating func moved(_ axes: [Axis], by node: OnnxGraph.Node) throws(RiskModelError) -> [Axis] {
        switch node.kind {
        case "Transpose":
            try walk.check(node, inputs: 1...1, attributes: ["perm"])
            let order = node.attributes["perm"]?.integers ?? Array(axes.indices.reversed())
            guard order.sorted() == Array(axes.indices) else {
                throw .wrongNode(node.title, reason: "has an order of other axes than there are")
            }
            return order.map { axes[$0] }
        case "Squeeze":
            try walk.check(node, inputs: 1...2, attributes: ["axes"])
            guard let axis = try walk.integers("axes", of: node), axis.count == 1,
                let unit = axes.firstIndex(of: .unit), [unit, unit - axes.count].contains(axis[0])
            else { throw .wrongNode(node.title, reason: "takes away something other than the axis of size 1") }
            return axes.filter { $0 != .unit }
        default:
            try walk.check(node, inputs: 2...2, attributes: ["allowzero"])
            let kept = axes.filter { $0 != .unit }
            let sizes: [Axis: Int] = [.samples: ResNetShape.samples, .leads: ResNetShape.leads]
            let shape = try walk.integers("shape", of: node) ?? []
            guard kept.first == .batch, [0, -1, 1].contains(shape.first),
                Array(shape.dropFirst()) == kept.dropFirst().map({ sizes[$0] })
            else { throw .wrongNode(node.title, reason: "does more than take away the axis of size 1") }
            return kept
        }
    }

    /// Two inputs: the waveform and seven tabular values.
    func checkInputs(waveform: String, tabular: String) throws(RiskModelError) {
        let inputs = walk.graph.inputs
        guard Set(inputs.map(\.name)) == [waveform, tabular], inputs.count == 2, waveform != tabular else {
            throw .malformedOnnx(reason: "the graph has other inputs than a waveform and the tabular values", offset: 0)
        }
        let sizes = inputs.first { $0.name == tabular }?.sizes ?? []
        guard sizes.count == 2, sizes[1] == ResNetShape.tabularCount else {
            throw .wrongNode(ShownName.of(tabular), reason: "is no row of \(ResNetShape.tabularCount) tabular values")
        }
    }
}
