import Biostatistics

extension Catalogue {
    static let flow: [Method] = [stardFlow, timeToEcho]

    static let stardFlow = Method(
        "stard_flow",
        title: "Flow of participants by tier (STARD 2015)",
        chapter: .description,
        fields: [
            .optional("tier", "tier of each participant or visit, null without one; this or counts is required"),
            .optional("outcome", "1 diseased, 0 healthy, null where it is unknown"),
            .optional("id", "who it is: entries of one id are visits, and count once"),
            .optional("index_indeterminate", "why the index test gave no tier, else null"),
            .optional("excluded", "why the participant was not eligible, else null"),
            .optional("not_enrolled", "why an eligible participant did not take part, else null"),
            .optional("echo", "1 where the echocardiogram was done, 0 where not; done if an outcome is known"),
            .optional("no_echo", "why there was none, else null"),
            .optional("echo_indeterminate", "why the echocardiogram could not be read, else null"),
            .optional("tiers", "the tiers in their order, also empty ones; as the entries name them if left out"),
            .optional("reasons", "reasons to show even where nobody has them, by node: {\"excluded\": [\"under-18\"]}"),
            .optional(
                "counts",
                "instead of entries: for each tier its name, its nodes such as \"enrolled\": 12, and its reasons as "
                    + "{\"excluded\": {\"under-18\": 2}}; checked"
            ),
            .optional("total", "with counts: the nodes of all tiers together; checked"),
        ],
        example: """
            {"tier": ["low", "high", "high", null], "outcome": [0, 1, null, null],
             "no_echo": [null, null, "declined", null], "excluded": [null, null, null, "under-18"],
             "tiers": ["low", "high"], "reasons": {"excluded": ["under-18", "recent-echo"]}}
            """,
        table: Method.TableInput(roles: flowRoles, members: flowOfTable)
    ) { input in
        result(of: try input.has("counts") ? flowOfCounts(input) : flowOfEntries(input))
    }

    private static let flowRoles: [Method.Field] = [
        .required("tier", "tier of an assessed patient, blank without one"),
        .required("outcome", "1 diseased, 0 healthy, blank where it is unknown"),
        .optional("id", "who it is: rows of one id are visits, and count once"),
        .optional("index_indeterminate", "why the index test gave no tier, else blank"),
        .optional("excluded", "why the patient was not eligible, else blank"),
        .optional("not_enrolled", "why an eligible patient did not take part, else blank"),
        .optional("echo", "1 where the echocardiogram was done, 0 where not; done if an outcome is known"),
        .optional("no_echo", "why there was none, else blank"),
        .optional("echo_indeterminate", "why the echocardiogram could not be read, else blank"),
    ]

    private static func flowOfEntries(_ input: MethodInput) throws -> ParticipantFlow {
        guard input.has("tier") else { throw input.error("tier", "is missing: give entries, or counts") }
        let entries = try input.flowEntries()
        let named = entries.compactMap(\.tier)
        let tiers = try input.flowTiers(named: named)
        if let odd = entries.firstIndex(where: { $0.tier.map { !tiers.contains($0) } ?? false }) {
            throw input.error("tier[\(odd)]", "must be one of \(tiers.joined(separator: ", "))")
        }
        let declared = try input.flowReasons()
        do throws(FlowError) {
            return try ParticipantFlow.count(entries, tiers: tiers, declared: declared)
        } catch {
            throw input.error(error)
        }
    }

    private static func flowOfCounts(_ input: MethodInput) throws -> ParticipantFlow {
        if let field = FlowEntry.Field.allCases.first(where: { input.has($0.rawValue) }) {
            throw input.error(field.rawValue, "stands beside counts: give entries or counts")
        }
        let flow = try input.flowCounts()
        guard input.has("total") else { return flow }
        let total = try input.object("total")
        for node in ParticipantFlow.Node.allCases where total.has(node.rawValue) {
            let stated = try total.count(node.rawValue)
            guard stated == flow.total(at: node) else {
                throw total.error(node.rawValue, "is \(stated), but the tiers add up to \(flow.total(at: node))")
            }
        }
        return flow
    }

    private static func result(of flow: ParticipantFlow) -> MethodResult {
        func row(_ names: MethodResult, _ counts: [Int]) -> MethodResult {
            let columns = zip(flow.columns, counts).map { MethodResult.Member(name: $0, value: .count($1)) }
            return names.merging(.record(columns)).merging(["total": .count(counts.reduce(0, +))])
        }
        let nodes = ParticipantFlow.Node.allCases
        return [
            "nodes": .list(nodes.map { row(["node": .text($0.rawValue)], flow.counts(at: $0)) }),
            "reasons": .list(
                nodes.flatMap { node in
                    flow.reasons(at: node).map { reason in
                        row(["node": .text(node.rawValue), "reason": .text(reason.text)], reason.counts)
                    }
                }
            ),
        ]
    }

    private static func flowOfTable(_ table: TableSelection) throws -> TableMembers {
        let played = flowRoles.map(\.name).filter { table.has($0) || ["tier", "outcome"].contains($0) }
        var members: [String: JSONValue] = [:]
        for role in played {
            members[role] =
                ["echo", "outcome"].contains(role)
                ? .array(try table.numbers(role).map { $0.map(JSONValue.number) ?? .null })
                : .array(try table.texts(role).map { $0.map(JSONValue.string) ?? .null })
        }
        members["tiers"] = .array(try table.order(of: "tier").map(JSONValue.string))
        return TableMembers(members, sources: table.sources(of: played, rows: Array(0..<table.count)))
    }
}
