import Biostatistics

/// Rows of patients counted into strata and levels.
extension Catalogue {
    /// A stratum a name, sorted: counts of the event in groups 1 and 0.
    static func countedStrata(_ selection: TableSelection) throws -> TableMembers {
        let (groups, outcomes) = (try selection.truths("group"), try selection.truths("outcome"))
        var counts: [String: [Double]] = [:]
        var used = 0
        for (row, stratum) in try selection.texts("stratum").enumerated() {
            guard let stratum, let group = groups[row], let outcome = outcomes[row] else { continue }
            let place = (group ? 0 : 2) + (outcome ? 0 : 1)
            counts[stratum, default: [0, 0, 0, 0]][place] += 1
            used += 1
        }
        let rows = counts.keys.sorted().compactMap { counts[$0].map { JSONValue.array($0.map(JSONValue.number)) } }
        return TableMembers(["strata": .array(rows)], leftOut: selection.count - used)
    }

    /// A level a name, sorted, with its tiers in the order declared or, without one, that of their values.
    static func countedLevels(_ selection: TableSelection) throws -> TableMembers {
        let tiers = try selection.texts("tier")
        let outcomes = try selection.truths("outcome")
        var counts: [String: [String: (n: Double, x: Double)]] = [:]
        var used = 0
        for (row, level) in try selection.texts("level").enumerated() {
            guard let level, let tier = tiers[row], let outcome = outcomes[row] else { continue }
            counts[level, default: [:]][tier, default: (0, 0)].n += 1
            counts[level, default: [:]][tier, default: (0, 0)].x += outcome ? 1 : 0
            used += 1
        }
        let order = selection.declaredOrder(of: "tier") ?? Set(tiers.compactMap(\.self)).sorted(by: precedes)
        let levels = counts.keys.sorted().map { level in
            let tiers = order.compactMap { tier in counts[level]?[tier].map { (key: tier, value: $0) } }
            return JSONValue.object([
                "level": .string(level),
                "tiers": .array(
                    tiers.map {
                        .object(["tier": .string($0.key), "n": .number($0.value.n), "x": .number($0.value.x)])
                    }
                ),
            ])
        }
        return TableMembers(["subgroups": .array(levels)], leftOut: selection.count - used)
    }

    /// Numbers by their size, other names by the alphabet.
    private static func precedes(_ one: String, _ other: String) -> Bool {
        guard let a = Double(one), let b = Double(other) else { return one < other }
        return a < b
    }
}
