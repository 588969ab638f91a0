import Biostatistics

extension Catalogue {
    static let stratifiedTables = Method(
        "stratified_2x2",
        title: "Mantel-Haenszel estimates and homogeneity over strata",
        chapter: .subgroups,
        fields: [
            .required("strata", "rows [x1, n1 - x1, x2, n2 - x2]: with and without the event in two groups"),
            .conf,
        ],
        example: #"{"strata": [[10, 20, 5, 40], [8, 8, 4, 15]]}"#,
        table: Method.TableInput(
            roles: [
                .required("stratum", "the stratum's name"),
                .required("group", "1 for the first group, 0 for the second"),
                .required("outcome", "1 for the event, 0 for none"),
            ],
            members: countedStrata
        )
    ) { input in
        let tables = StratifiedTables(try strata(of: input))
        let level = try input.level()
        let homogeneity = tables.homogeneityTest()
        return [
            "strata_used": .count(tables.strata.count),
            "mh_or": estimate(tables.oddsRatio(level: level)),
            "mh_rr": estimate(tables.riskRatio(level: level)),
            "mh_rd": estimate(tables.riskDifference(level: level)),
            "cmh": statistic(tables.associationTest()),
            "cmh_cc": statistic(tables.associationTest(continuityCorrection: true)),
            "breslow_day": test(homogeneity.map(\.breslowDay)),
            "tarone": test(homogeneity.map(\.tarone)),
        ]
    }

    static let subgroupInteraction = Method(
        "subgroup_interaction",
        title: "Subgroup yields and tier-by-subgroup interaction",
        chapter: .subgroups,
        fields: [
            .required("subgroups", "levels: {level, tiers: [{tier, n, x}]}, tiers from the lowest to the highest"),
            .conf,
            .optional("order", "names of the tiers from the lowest to the highest, where a table is read"),
        ],
        example: """
            {"subgroups": [{"level": "F", "tiers": [{"tier": "low", "n": 60, "x": 5}, {"tier": "high", "n": 40, "x": 20}]},
                           {"level": "M", "tiers": [{"tier": "low", "n": 70, "x": 6}, {"tier": "high", "n": 30, "x": 11}]}]}
            """,
        table: Method.TableInput(
            roles: [
                .required("level", "the level of the subgroup"),
                .required("tier", "the tier, or its place from 0 for the lowest"),
                .required("outcome", "1 or 0, blank where it is unknown"),
            ],
            members: countedLevels
        )
    ) { input in
        let levels = try subgroupLevels(of: input)
        let level = try input.level()
        return [
            "subgroups": .list(levels.map { subgroup($0, level: level) }),
            "interaction_lrt": test(SubgroupInteraction.test(levels)),
        ]
    }

    private static func strata(of input: MethodInput) throws -> [TwoProportions] {
        try input.countTable("strata").enumerated().map { place, row in
            guard row.count == 4 else {
                throw input.error("strata[\(place)]", "must have four counts: x1, n1 - x1, x2, n2 - x2")
            }
            let (first, firstOverflows) = row[0].addingReportingOverflow(row[1])
            let (second, secondOverflows) = row[2].addingReportingOverflow(row[3])
            guard !firstOverflows, !secondOverflows else { throw input.error("strata[\(place)]", "is too large") }
            return TwoProportions(
                Proportion(events: row[0], total: first),
                Proportion(events: row[2], total: second)
            )
        }
    }

    private static func estimate(_ estimate: Estimate) -> MethodResult {
        let point: MethodResult = ["estimate": MethodResult(point: estimate)]
        return point.merging(limits(estimate))
    }

    /// Both limits, each with its reason where there is none.
    private static func limits(_ estimate: Estimate) -> MethodResult {
        let interval = MethodResult(interval: estimate)
        return ["lower": interval["lower"] ?? interval, "upper": interval["upper"] ?? interval]
    }

    private static func statistic(_ test: Result<ChiSquareTest, NotEstimable>) -> MethodResult {
        [
            "statistic": MethodResult(test) { .number($0.statistic) },
            "p": MethodResult(test) { .number($0.p) },
        ]
    }

    private static func subgroupLevels(of input: MethodInput) throws -> [SubgroupLevel] {
        let order = input.has("order") ? try input.texts("order") : nil
        return try input.objects("subgroups").map { level in
            let tiers = try level.objects("tiers").map { tier in
                let total = try tier.count("n", in: 0...1_000_000_000_000)
                let yield = Proportion(events: try tier.count("x", in: 0...total), total: total)
                return SubgroupLevel.TierYield(tier: try tier.text("tier"), yield: yield)
            }
            guard Set(tiers.map(\.tier)).count == tiers.count else { throw level.error("tiers", "name a tier twice") }
            return SubgroupLevel(
                name: try level.text("level"),
                tiers: try order.map { try sorted(tiers, by: $0, in: level) } ?? tiers
            )
        }
    }

    private static func sorted(
        _ tiers: [SubgroupLevel.TierYield],
        by order: [String],
        in level: MethodInput
    ) throws -> [SubgroupLevel.TierYield] {
        let placed = try tiers.map { tier in
            guard let place = order.firstIndex(of: tier.tier) else {
                throw level.error("tiers", "name \(tier.tier), which the order does not")
            }
            return (place, tier)
        }
        return placed.sorted { $0.0 < $1.0 }.map(\.1)
    }

    private static func subgroup(_ subgroup: SubgroupLevel, level: Double) -> MethodResult {
        let difference = subgroup.riskDifference(level: level)
        let oddsRatio = subgroup.oddsRatio(level: level)
        return [
            "level": .text(subgroup.name),
            "yields": .list(
                subgroup.tiers.map { tier in
                    let wilson = tier.yield.wilson(level: level)
                    return [
                        "tier": .text(tier.tier),
                        "estimate": MethodResult(point: wilson),
                        "wilson": limits(wilson),
                    ]
                }
            ),
            "highest_vs_lowest": [
                "rd": MethodResult(point: difference),
                "newcombe": limits(difference),
                "or": MethodResult(point: oddsRatio),
                "woolf": limits(oddsRatio),
            ],
            "fewer_than_5": .truth(subgroup.isSmall),
        ]
    }
}
