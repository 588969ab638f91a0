import Biostatistics

extension Catalogue {
    static let tierYield = Method(
        "tier_yield",
        title: "Yield per tier and number needed to screen",
        chapter: .yield,
        fields: [
            .required("tiers", "objects with name, enrolled, verified (outcome known), positive, in declared order"),
            .conf,
        ],
        example: #"{"tiers": [{"name": "high", "enrolled": 36, "verified": 34, "positive": 18}]}"#,
        table: Method.TableInput(
            roles: [
                .required("tier", "the tier of an enrolled patient"),
                .required("outcome", "1 diseased, 0 healthy, blank where the outcome is unknown"),
            ],
            members: tiersOfTable
        )
    ) { input in
        let tiers = try input.objects("tiers").map { tier in
            let enrolled = try tier.count("enrolled", in: 0...1_000_000_000_000)
            let verified = try tier.count("verified", in: 0...enrolled)
            let positive = try tier.count("positive", in: 0...verified)
            return (
                name: try tier.text("name"),
                yield: TierYield(enrolled: enrolled, verified: verified, positive: positive)
            )
        }
        let level = try input.level()
        let overall = TierYield.overall(tiers.map(\.yield))
        return [
            "tiers": .list(tiers.map { MethodResult(named: $0.name).merging(figures($0.yield, level)) }),
            "overall": figures(overall, level),
        ]
    }

    private static func figures(_ tier: TierYield, _ level: Double) -> MethodResult {
        let number = tier.found.numberNeededToScreen(level: level)
        let whole = tier.found.wholeNumberNeededToScreen.map(MethodResult.count) ?? MethodResult(point: number)
        return [
            "enrolled": .count(tier.enrolled),
            "verified": .count(tier.found.total),
            "positive": .count(tier.found.events),
            "verification_rate": MethodResult(tier.verification.estimate, else: .noObservations),
            "yield": MethodResult(tier.found.estimate, else: .noObservations),
            "wilson": MethodResult(limits: tier.found.wilson(level: level)),
            "clopper_pearson": MethodResult(limits: tier.found.clopperPearson(level: level)),
            "nns": MethodResult(point: number),
            "nns_ceil": whole,
            "nns_wilson": MethodResult(limits: number),
        ]
    }

    /// Tiers in the order of the table or of `tier as …`; every row is an enrolled patient.
    private static func tiersOfTable(_ table: TableSelection) throws -> TableMembers {
        let patients = try OutcomeRows(table, group: "tier")
        let tiers = patients.groups.map { name in
            let outcomes = patients.outcomes(name)
            return JSONValue.object([
                "name": .string(name),
                "enrolled": .number(Double(outcomes.count)),
                "verified": .number(Double(outcomes.count { $0 != nil })),
                "positive": .number(Double(outcomes.count { $0 == true })),
            ])
        }
        return TableMembers(["tiers": .array(tiers)], leftOut: patients.withoutGroup)
    }
}

extension MethodResult {
    /// The beginning of the record of something that has a name.
    fileprivate init(named name: String) { self = ["name": .text(name)] }
}

/// Rows of patients as group and outcome.
struct OutcomeRows {
    struct Row {
        let group: String
        /// Nil where it is blank.
        let outcome: Bool?
    }

    let rows: [Row]
    /// The groups in their order, those that the order names and no row has among them.
    let groups: [String]
    /// Rows whose group is blank.
    let withoutGroup: Int

    init(_ table: TableSelection, group role: String) throws {
        let outcomes = try table.truths("outcome")
        let names = try table.texts(role)
        rows = zip(names, outcomes).compactMap { name, outcome in
            name.map { Row(group: $0, outcome: outcome) }
        }
        groups = try table.order(of: role)
        withoutGroup = names.count - rows.count
    }

    /// The outcomes of a group, nil where they are unknown.
    func outcomes(_ group: String) -> [Bool?] { rows.filter { $0.group == group }.map(\.outcome) }

    /// Events and observations of a group, unknown outcomes left out.
    func known(_ group: String) -> Proportion {
        let outcomes = outcomes(group).compactMap(\.self)
        return Proportion(events: outcomes.count { $0 }, total: outcomes.count)
    }

    /// Rows without group or without outcome.
    var leftOut: Int { withoutGroup + rows.count { $0.outcome == nil } }
}
