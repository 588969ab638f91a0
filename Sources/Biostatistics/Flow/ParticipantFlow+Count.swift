extension ParticipantFlow {
    /// Counts entries, each participant once.
    ///
    /// - Parameters:
    ///   - entries: a participant each, or a visit each where they share an `id`; every tier is one of `tiers`.
    ///   - tiers: in their order; one that nobody is in keeps its column.
    ///   - declared: reasons to show at a node even where nobody has them, in their order.
    /// - Returns: the flow of all, also of nobody.
    /// - Throws: ``FlowError/contradiction(entry:field:problem:)`` at the first entry that cannot be true.
    public static func count(
        _ entries: [FlowEntry],
        tiers: [String],
        declared: [Node: [String]] = [:]
    ) throws(FlowError) -> ParticipantFlow {
        let columns = tiers + [indexIndeterminate, noIndexTest]
        let places = Dictionary(zip(columns, 0...)) { first, _ in first }
        var tally = Tally(columns: columns.count, declared: declared)
        for participant in try participants(entries) {
            let name = participant.tier ?? (participant.indexIndeterminate == nil ? noIndexTest : indexIndeterminate)
            guard let column = places[name] else { preconditionFailure("every tier must be one of the tiers") }
            tally.add(participant, column: column)
        }
        return try ParticipantFlow(columns: columns, nodes: tally.nodes, reasons: tally.reasons)
    }

    /// The entries of each participant as one, in the order in which they are first named.
    static func participants(_ entries: [FlowEntry]) throws(FlowError) -> [FlowEntry] {
        var all: [FlowEntry] = []
        var known: [String: Int] = [:]
        for (number, entry) in entries.enumerated() {
            try check(entry, number)
            guard let id = entry.id else {
                all.append(entry)
                continue
            }
            guard let place = known[id] else {
                known[id] = all.count
                all.append(entry)
                continue
            }
            switch all[place].joined(with: entry) {
            case .success(let joined):
                try check(joined, number)
                all[place] = joined
            case .failure(let contradiction):
                throw .contradiction(entry: number, field: contradiction.field, problem: contradiction.problem)
            }
        }
        return all
    }

    private static func check(_ entry: FlowEntry, _ number: Int) throws(FlowError) {
        if let (field, problem) = entry.contradiction {
            throw .contradiction(entry: number, field: field, problem: problem)
        }
    }
}

/// Counts at the nodes while participants are added one by one.
private struct Tally {
    private(set) var nodes: [ParticipantFlow.Node: [Int]] = [:]
    private var leaving: [ParticipantFlow.Node: [(text: String, counts: [Int])]] = [:]
    private let none: [Int]

    init(columns: Int, declared: [ParticipantFlow.Node: [String]]) {
        none = Array(repeating: 0, count: columns)
        let empty = none
        leaving = declared.mapValues { $0.map { ($0, empty) } }
    }

    var reasons: [ParticipantFlow.Node: [ParticipantFlow.Reason]] {
        leaving.mapValues { $0.map { ParticipantFlow.Reason($0.text, counts: $0.counts) } }
    }

    mutating func add(_ participant: FlowEntry, column: Int) {
        reach(.assessed, column)
        if let reason = participant.excluded { return leave(.excluded, reason, column) }
        reach(.eligible, column)
        if let reason = participant.notEnrolled { return leave(.notEnrolled, reason, column) }
        reach(.enrolled, column)
        let isRead = participant.outcome != nil || participant.echoIndeterminate != nil
        guard participant.echo ?? isRead else { return leave(.echoNotDone, participant.noEcho, column) }
        reach(.echoDone, column)
        guard let outcome = participant.outcome else {
            return leave(.echoIndeterminate, participant.echoIndeterminate, column)
        }
        guard participant.tier != nil else { return reach(.withoutTier, column) }
        reach(.analysed, column)
        reach(outcome ? .diseased : .notDiseased, column)
    }

    private mutating func reach(_ node: ParticipantFlow.Node, _ column: Int) {
        nodes[node, default: none][column] += 1
    }

    private mutating func leave(_ node: ParticipantFlow.Node, _ reason: String?, _ column: Int) {
        reach(node, column)
        let text = reason ?? ParticipantFlow.noReason
        var all = leaving[node] ?? []
        let place = all.firstIndex { $0.text == text } ?? all.count
        if place == all.count { all.append((text, none)) }
        all[place].counts[column] += 1
        leaving[node] = all
    }
}
