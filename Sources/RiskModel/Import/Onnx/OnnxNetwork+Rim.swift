extension OnnxNetwork {
    /// What the output layer sees: pooled averages, pooled maxima, then the tabular input.
    mutating func features(
        _ value: String
    ) throws(RiskModelError) -> (average: String, maximum: String, tabular: String) {
        let row = try features(value, depth: 0)
        guard row.parts.count == 3, row.axes == [.batch, .channels], case .average(let average) = row.parts[0],
            case .maximum(let maximum) = row.parts[1], case .tabular(let tabular) = row.parts[2]
        else {
            let reason = "is not the average pool, the maximum pool and the tabular values, in this order"
            throw .wrongNode(ShownName.of(value), reason: reason)
        }
        return (average, maximum, tabular)
    }

    /// Features joined along their channels.
    private struct Features {
        enum Part {
            case average(String)
            case maximum(String)
            case tabular(String)
        }

        var parts: [Part]
        var axes: [Axis]
    }

    private mutating func features(_ value: String, depth: Int) throws(RiskModelError) -> Features {
        let value = try walk.source(of: value)
        if walk.graph.inputs.contains(where: { $0.name == value }) {
            return Features(parts: [.tabular(value)], axes: [.batch, .channels])
        }
        let node = try walk.node(computing: value)
        guard depth < 8, let input = node.inputs.first else {
            throw .wrongNode(node.title, reason: "lies too deep in what the output layer sees")
        }
        switch node.kind {
        case "Concat": return try joined(node, depth)
        case "GlobalAveragePool", "AveragePool", "ReduceMean": return try pooled(node) { .average($0) }
        case "GlobalMaxPool", "MaxPool", "ReduceMax": return try pooled(node) { .maximum($0) }
        case "Squeeze", "Unsqueeze", "Flatten", "Reshape":
            var features = try features(input, depth: depth + 1)
            features.axes = try reshaped(features.axes, parts: features.parts.count, by: node)
            return features
        default: throw .wrongNode(node.title, reason: "is \(node.kind), expected pools and the tabular values")
        }
    }

    private mutating func joined(_ node: OnnxGraph.Node, _ depth: Int) throws(RiskModelError) -> Features {
        try walk.check(node, inputs: 1...3, attributes: ["axis"])
        var row = Features(parts: [], axes: [])
        for input in node.inputs {
            let part = try features(input, depth: depth + 1)
            guard row.axes.isEmpty || row.axes == part.axes, row.parts.count + part.parts.count <= 3 else {
                throw .wrongNode(node.title, reason: "joins what differs in its axes")
            }
            row = Features(parts: row.parts + part.parts, axes: part.axes)
        }
        guard let axis = node.attributes["axis"]?.integer, row.axes.count > 1, row.axes[1] == .channels,
            [1, 1 - row.axes.count].contains(axis)
        else { throw .wrongNode(node.title, reason: "does not join channels") }
        return row
    }

    /// Pools over all samples of the last block.
    private mutating func pooled(
        _ node: OnnxGraph.Node,
        _ part: (String) -> Features.Part
    ) throws(RiskModelError) -> Features {
        var (source, axes) = try trunk(node.inputs.first ?? "")
        guard node.kind.hasPrefix("Reduce") else {
            try checkPool(node, axes)
            return Features(parts: [part(source)], axes: [.batch, .channels, .unit])
        }
        try walk.check(node, inputs: 1...2, attributes: ["axes", "keepdims", "noop_with_empty_axes"])
        let places = Set(try walk.integers("axes", of: node)?.map { [axes] in $0 < 0 ? $0 + axes.count : $0 } ?? [])
        guard places.allSatisfy({ axes.indices.contains($0) && [.samples, .unit].contains(axes[$0]) }),
            places.contains(where: { axes[$0] == .samples })
        else { throw .wrongNode(node.title, reason: "does not pool over the samples alone") }
        let isKept = node.attributes["keepdims"]?.integer ?? 1 != 0
        axes = axes.indices.compactMap { places.contains($0) ? (isKept ? .unit : nil) : axes[$0] }
        return Features(parts: [part(source)], axes: axes)
    }

    /// A pool by its own name, or one whose kernel covers the whole length.
    private func checkPool(_ node: OnnxGraph.Node, _ axes: [Axis]) throws(RiskModelError) {
        guard axes == [.batch, .channels, .samples] else {
            throw .wrongNode(node.title, reason: "does not pool batch, channels and samples")
        }
        guard !node.kind.hasPrefix("Global") else { return try walk.check(node, inputs: 1...1, attributes: []) }
        let settings: Set<String> = [
            "auto_pad", "ceil_mode", "count_include_pad", "dilations", "kernel_shape", "pads", "storage_order",
            "strides",
        ]
        try walk.check(node, inputs: 1...1, attributes: settings)
        try expect([ResNetShape.pooledLength], node, "kernel_shape", default: [])
        try expect([0, 0], node, "pads", default: [0, 0])
        try expect([1], node, "dilations", default: [1])
    }

    /// What is pooled, past axes of size 1 that were put in, and its axes.
    private mutating func trunk(_ value: String) throws(RiskModelError) -> (source: String, axes: [Axis]) {
        let value = try walk.source(of: value)
        let node = try walk.node(computing: value)
        guard node.kind == "Unsqueeze", let input = node.inputs.first else {
            return (value, [.batch, .channels, .samples])
        }
        let source = try walk.source(of: input)
        return (source, try reshaped([.batch, .channels, .samples], parts: 1, by: node))
    }

    /// Takes away or puts in axes of size 1.
    private mutating func reshaped(
        _ axes: [Axis],
        parts: Int,
        by node: OnnxGraph.Node
    ) throws(RiskModelError) -> [Axis] {
        let isFlat = axes.starts(with: [.batch, .channels]) && axes.dropFirst(2).allSatisfy { $0 == .unit }
        switch node.kind {
        case "Squeeze", "Unsqueeze":
            try walk.check(node, inputs: 1...2, attributes: ["axes"])
            let listed = try walk.integers("axes", of: node) ?? []
            if let moved = node.kind == "Squeeze" ? axes.squeezed(listed) : axes.unsqueezed(listed) { return moved }
        case "Flatten":
            try walk.check(node, inputs: 1...1, attributes: ["axis"])
            if isFlat, node.attributes["axis"]?.integer ?? 1 == 1 { return [.batch, .channels] }
        default:
            try walk.check(node, inputs: 2...2, attributes: ["allowzero"])
            let shape = try walk.integers("shape", of: node) ?? []
            // The output layer's columns are two pools and the tabular values.
            let columns = ((tensors["output.weight"]?.shape.last ?? 0) - ResNetShape.tabularCount) / 2
            if isFlat, shape.count == 2, shape[1] == parts * columns || (shape[1] == -1 && shape[0] >= 0) {
                return [.batch, .channels]
            }
        }
        throw .wrongNode(node.title, reason: "does more than take away an axis of size 1")
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
            guard let squeezed = axes.squeezed(try walk.integers("axes", of: node) ?? []) else {
                throw .wrongNode(node.title, reason: "takes away something other than the axis of size 1")
            }
            return squeezed
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

extension [OnnxNetwork.Axis] {
    /// Without the listed axes, which all have size 1; nil where one has not.
    fileprivate func squeezed(_ listed: [Int]) -> Self? {
        let places = Set(listed.map { $0 < 0 ? $0 + count : $0 })
        guard !places.isEmpty, places.allSatisfy({ indices.contains($0) && self[$0] == .unit }) else { return nil }
        return indices.filter { !places.contains($0) }.map { self[$0] }
    }

    /// With axes of size 1 at the listed places of the result; nil where there is no such place.
    fileprivate func unsqueezed(_ listed: [Int]) -> Self? {
        let rank = count + listed.count
        let places = Set(listed.map { $0 < 0 ? $0 + rank : $0 })
        guard !listed.isEmpty, rank <= 8, places.count == listed.count,
            places.allSatisfy({ (0..<rank).contains($0) })
        else { return nil }
        var rest = self[...]
        return (0..<rank).compactMap { places.contains($0) ? .unit : rest.popFirst() }
    }
}
