import Biostatistics

extension MethodInput {
    /// More different reasons than this at one node are no reasons but remarks.
    private static let mostReasons = 200
    /// More tiers than this are no tiers but, say, a column of names.
    private static let mostTiers = 100

    /// The entries of a flow, one for each element of `tier`.
    func flowEntries() throws -> [FlowEntry] {
        let tiers = try optionalTexts("tier")
        var entries = tiers.map { tier in
            var entry = FlowEntry()
            entry.tier = tier
            return entry
        }
        let texts: [(String, WritableKeyPath<FlowEntry, String?>)] = [
            ("id", \.id), ("index_indeterminate", \.indexIndeterminate), ("excluded", \.excluded),
            ("not_enrolled", \.notEnrolled), ("no_echo", \.noEcho), ("echo_indeterminate", \.echoIndeterminate),
        ]
        for (field, text) in texts {
            let values = try optionalTexts(field, count: tiers.count)
            let distinct = field == "id" ? [] : Set(values)
            guard distinct.count <= Self.mostReasons else {
                throw error(field, "has more than \(Self.mostReasons) different reasons: group them")
            }
            for (place, value) in values.enumerated() { entries[place][keyPath: text] = value }
        }
        for (place, value) in try optionalLabels("echo", count: tiers.count).enumerated() {
            entries[place].echo = value
        }
        for (place, value) in try optionalLabels("outcome", count: tiers.count).enumerated() {
            entries[place].outcome = value
        }
        return entries
    }

    /// The tiers in their order, declared or as they are first named.
    func flowTiers(named: [String]) throws -> [String] {
        var seen = Set<String>()
        let tiers = try has("tiers") ? texts("tiers") : named.filter { seen.insert($0).inserted }
        let withoutTier = [ParticipantFlow.indexIndeterminate, ParticipantFlow.noIndexTest]
        try checkColumns(tiers, of: has("tiers") ? "tiers" : "tier", reserved: withoutTier)
        return tiers
    }

    /// The declared reasons of each node.
    func flowReasons() throws -> [ParticipantFlow.Node: [String]] {
        guard has("reasons") else { return [:] }
        let declared = try object("reasons")
        try declared.checkMembers(ParticipantFlow.Node.withReasons.map(\.rawValue))
        var all: [ParticipantFlow.Node: [String]] = [:]
        for node in ParticipantFlow.Node.withReasons where declared.has(node.rawValue) {
            let texts = try declared.texts(node.rawValue)
            guard Set(texts).count == texts.count else { throw declared.error(node.rawValue, "names a reason twice") }
            all[node] = texts
        }
        return all
    }

    /// A flow of counts made elsewhere.
    func flowCounts() throws -> ParticipantFlow {
        let tiers = try objects("counts")
        let names = try tiers.map { try $0.text("name") }
        try checkColumns(names, of: "counts", reserved: [])
        for tier in tiers { try tier.checkMembers(["name"] + ParticipantFlow.Node.allCases.map(\.rawValue)) }
        let declared = try flowReasons()
        var nodes: [ParticipantFlow.Node: [Int]] = [:]
        var reasons: [ParticipantFlow.Node: [ParticipantFlow.Reason]] = [:]
        for node in ParticipantFlow.Node.allCases {
            guard node.hasReasons else {
                nodes[node] = try tiers.map { try $0.flowCount(node) }
                continue
            }
            let counts = try tiers.map { try $0.flowReasonCounts(node) }
            let stated = Set(counts.flatMap(\.keys)).subtracting(declared[node] ?? []).sorted()
            reasons[node] = ((declared[node] ?? []) + stated).map { text in
                ParticipantFlow.Reason(text, counts: counts.map { $0[text] ?? 0 })
            }
            nodes[node] = counts.map { $0.values.reduce(0, +) }
        }
        do throws(FlowError) {
            return try ParticipantFlow(columns: names, nodes: nodes, reasons: reasons)
        } catch {
            throw self.error(error)
        }
    }

    /// What is wrong with a flow, at the member that says it.
    func error(_ error: FlowError) -> MethodInputError {
        switch error {
        case .doesNotAddUp: self.error("counts", "do not add up: \(error)")
        case .contradiction(let entry, let field, let problem): self.error("\(field.rawValue)[\(entry)]", problem)
        }
    }

    private static let largestCount = 1_000_000_000_000

    private func flowCount(_ node: ParticipantFlow.Node) throws -> Int {
        // Studies that give every tier need not say that nobody was without one.
        try count(node.rawValue, in: 0...Self.largestCount, default: node == .withoutTier ? 0 : nil)
    }

    private func flowReasonCounts(_ node: ParticipantFlow.Node) throws -> [String: Int] {
        guard has(node.rawValue) else { return [:] }
        let reasons = try object(node.rawValue)
        guard reasons.members.count <= Self.mostReasons else {
            throw error(node.rawValue, "has more than \(Self.mostReasons) different reasons: group them")
        }
        return try Dictionary(
            uniqueKeysWithValues: reasons.members.keys.map { ($0, try reasons.count($0, in: 0...Self.largestCount)) }
        )
    }

    /// Tiers become members of the result beside others, so their names must be their own.
    private func checkColumns(_ names: [String], of field: String, reserved: [String]) throws {
        guard names.count <= Self.mostTiers else {
            throw error(field, "names \(names.count) tiers where at most \(Self.mostTiers) are counted")
        }
        guard Set(names).count == names.count else { throw error(field, "names a tier twice") }
        if let odd = names.first(where: { (["node", "reason", "total"] + reserved).contains($0) }) {
            throw error(field, "names a tier \(odd), which is what the flow calls something else: rename it")
        }
    }
}
