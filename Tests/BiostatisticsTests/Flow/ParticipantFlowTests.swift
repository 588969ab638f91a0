import Biostatistics
import Testing

@Suite("The flow of participants")
struct ParticipantFlowTests {
    private typealias Node = ParticipantFlow.Node

    private func entry(_ change: (inout FlowEntry) -> Void) -> FlowEntry {
        var entry = FlowEntry()
        change(&entry)
        return entry
    }

    /// One participant for each way through the study, all of tier high but those without one.
    private var everyWay: [FlowEntry] {
        [
            entry { $0.excluded = "under-18" },
            entry { ($0.tier, $0.notEnrolled) = ("high", "declined") },
            entry { ($0.tier, $0.noEcho) = ("high", "moved away") },
            entry { ($0.tier, $0.echo) = ("high", false) },
            entry { ($0.tier, $0.echoIndeterminate) = ("high", "no window") },
            entry { ($0.tier, $0.echo) = ("high", true) },
            entry { ($0.indexIndeterminate, $0.outcome) = ("noise", true) },
            entry { ($0.tier, $0.outcome) = ("high", true) },
            entry { ($0.tier, $0.outcome) = ("high", false) },
        ]
    }

    @Test("counts each way through the study at every node it passes")
    func ways() throws {
        let flow = try ParticipantFlow.count(everyWay, tiers: ["low", "high"])
        #expect(flow.columns == ["low", "high", "index test indeterminate", "no index test"])
        let expected: [Node: [Int]] = [
            .assessed: [0, 7, 1, 1], .excluded: [0, 0, 0, 1], .eligible: [0, 7, 1, 0], .notEnrolled: [0, 1, 0, 0],
            .enrolled: [0, 6, 1, 0], .echoNotDone: [0, 2, 0, 0], .echoDone: [0, 4, 1, 0],
            .echoIndeterminate: [0, 2, 0, 0], .withoutTier: [0, 0, 1, 0], .analysed: [0, 2, 0, 0],
            .diseased: [0, 1, 0, 0], .notDiseased: [0, 1, 0, 0],
        ]
        for (node, counts) in expected { #expect(flow.counts(at: node) == counts, "\(node)") }
        #expect(flow.total(at: .assessed) == everyWay.count)
        #expect(flow.reasons(at: .echoNotDone).map(\.text) == ["moved away", "no reason stated"])
        #expect(flow.reasons(at: .echoIndeterminate).map(\.text) == ["no window", "no reason stated"])
    }

    @Test("shows declared reasons that nobody has, in the declared order")
    func declared() throws {
        let flow = try ParticipantFlow.count(
            everyWay,
            tiers: ["high"],
            declared: [.excluded: ["recent-echo", "under-18"], .notEnrolled: ["died"]]
        )
        #expect(flow.reasons(at: .excluded).map(\.text) == ["recent-echo", "under-18"])
        #expect(flow.reasons(at: .excluded).map(\.total) == [0, 1])
        #expect(flow.reasons(at: .notEnrolled).map(\.text) == ["died", "declined"])
    }

    @Test("without participants has every node and tier at zero")
    func nobody() throws {
        let flow = try ParticipantFlow.count([], tiers: ["low"])
        for node in Node.allCases { #expect(flow.counts(at: node) == [0, 0, 0]) }
    }

    @Test("counts somebody who skipped a visit but stayed once, with the echocardiogram of the other visit")
    func visits() throws {
        let skipped = entry { ($0.id, $0.tier, $0.echo, $0.noEcho) = ("P1", "low", false, "missed the visit") }
        let unreadable = entry { ($0.id, $0.echoIndeterminate) = ("P1", "no window") }
        let read = entry { ($0.id, $0.tier, $0.outcome) = ("P1", "low", false) }
        func flow(_ entries: [FlowEntry]) throws -> ParticipantFlow {
            try ParticipantFlow.count(entries, tiers: ["low"])
        }
        for entries in [[skipped, read], [read, skipped], [skipped, unreadable, read], [read, read]] {
            let flow = try flow(entries)
            #expect(flow.total(at: .assessed) == 1 && flow.total(at: .notDiseased) == 1)
            #expect(flow.total(at: .echoNotDone) == 0 && flow.total(at: .echoIndeterminate) == 0)
        }
        #expect(try flow([skipped, unreadable]).total(at: .echoIndeterminate) == 1)
        #expect(try flow([skipped, skipped]).reasons(at: .echoNotDone).map(\.total) == [1])
    }

    @Test("reads a tier from a later index test than one that could not be read")
    func laterIndexTest() throws {
        let noise = entry { ($0.id, $0.indexIndeterminate) = ("P1", "noise") }
        let clear = entry { ($0.id, $0.tier, $0.outcome) = ("P1", "low", true) }
        for entries in [[noise, clear], [clear, noise]] {
            #expect(try ParticipantFlow.count(entries, tiers: ["low"]).counts(at: .diseased) == [1, 0, 0])
        }
    }

    @Test("refuses what cannot be true, with the entry and the field")
    func contradictions() {
        let wrong: [(FlowEntry, FlowEntry.Field)] = [
            (entry { ($0.tier, $0.indexIndeterminate) = ("low", "noise") }, .indexIndeterminate),
            (entry { ($0.excluded, $0.notEnrolled) = ("under-18", "declined") }, .notEnrolled),
            (entry { ($0.excluded, $0.outcome) = ("under-18", false) }, .excluded),
            (entry { ($0.notEnrolled, $0.echo) = ("declined", true) }, .notEnrolled),
            (entry { ($0.noEcho, $0.outcome) = ("declined", true) }, .noEcho),
            (entry { ($0.echo, $0.outcome) = (false, true) }, .outcome),
            (entry { ($0.echo, $0.echoIndeterminate) = (false, "no window") }, .echoIndeterminate),
            (entry { ($0.outcome, $0.echoIndeterminate) = (true, "no window") }, .echoIndeterminate),
        ]
        for (entry, field) in wrong {
            do {
                _ = try ParticipantFlow.count([FlowEntry(), entry], tiers: ["low"])
                Issue.record("\(field) was taken")
            } catch {
                guard case .contradiction(1, field, _) = error else {
                    Issue.record("\(error)")
                    continue
                }
            }
        }
    }

    @Test("refuses two visits of one participant that contradict each other")
    func contradictingVisits() {
        let pairs: [(FlowEntry, FlowEntry)] = [
            (entry { $0.tier = "low" }, entry { $0.tier = "high" }),
            (entry { $0.outcome = true }, entry { $0.outcome = false }),
            (entry { $0.outcome = true }, entry { $0.excluded = "under-18" }),
        ]
        for (first, second) in pairs {
            var (first, second) = (first, second)
            (first.id, second.id) = ("P1", "P1")
            #expect(throws: FlowError.self) {
                try ParticipantFlow.count([first, second], tiers: ["low", "high"])
            }
        }
    }

    @Test("of counts must add up, and says where it does not")
    func counts() throws {
        func flow(_ change: (inout [Node: [Int]]) -> Void) throws -> ParticipantFlow {
            var nodes: [Node: [Int]] = [
                .assessed: [9, 12], .excluded: [2, 1], .eligible: [7, 11], .enrolled: [7, 11], .echoDone: [7, 11],
                .analysed: [7, 11], .diseased: [1, 5], .notDiseased: [6, 6],
            ]
            change(&nodes)
            return try ParticipantFlow(
                columns: ["low", "high"],
                nodes: nodes,
                reasons: [.excluded: [ParticipantFlow.Reason("under-18", counts: [2, 1])]]
            )
        }
        #expect(try flow { _ in }.total(at: .assessed) == 21)
        let wrong: [(FlowError, (inout [Node: [Int]]) -> Void)] = [
            (.doesNotAddUp(node: "assessed", tier: "high", stated: 13, parts: 12), { $0[.assessed] = [9, 13] }),
            (.doesNotAddUp(node: "eligible", tier: "low", stated: 7, parts: 6), { $0[.enrolled] = [6, 11] }),
            (.doesNotAddUp(node: "analysed", tier: "low", stated: 7, parts: 8), { $0[.diseased] = [2, 5] }),
            (
                .doesNotAddUp(node: "excluded", tier: "low", stated: 3, parts: 2),
                { ($0[.assessed], $0[.excluded]) = ([10, 12], [3, 1]) }
            ),
        ]
        for (error, change) in wrong { #expect(throws: error) { try flow(change) } }
    }

    @Test("adds up for whatever participants there are, and agrees with filters over them")
    func property() throws {
        var random = SplitMix64(seed: 2015)
        func pick<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }
        for _ in 0..<200 {
            let entries = (0..<pick([0, 1, 5, 40])).map { _ in
                var entry = pick(everyWay)
                if entry.tier != nil { entry.tier = pick(["low", "mid", "high"]) }
                return entry
            }
            let flow = try ParticipantFlow.count(entries, tiers: ["low", "mid", "high"])
            let enrolled = entries.filter { $0.excluded == nil && $0.notEnrolled == nil }
            #expect(flow.total(at: .enrolled) == enrolled.count)
            #expect(flow.counts(at: .enrolled)[1] == enrolled.count { $0.tier == "mid" })
            #expect(flow.total(at: .analysed) == enrolled.count { $0.outcome != nil && $0.tier != nil })
            for node in Node.allCases where !node.parts.isEmpty {
                let parts = node.parts.map(flow.total(at:)).reduce(0, +)
                #expect(flow.total(at: node) == parts)
            }
        }
    }
}
