import Biostatistics

extension Catalogue {
    static let baselineTable = Method(
        "baseline_table",
        title: "Baseline characteristics by tier",
        chapter: .description,
        fields: [
            .required("group", "tier of each patient, null without one"),
            .optional("groups", "the tiers in their order, also empty ones; as the patients name them if left out"),
            .optional("continuous", "measurements as objects with name and values, null where one is missing"),
            .optional("categorical", "the same with texts as values; levels gives their order, also unused ones"),
            .optional("reference", "the tier against which the others are held; each against each if left out"),
            .optional("tests", "true adds p-values between the tiers, which say nothing of balance; false if left out"),
            .quantileType,
        ],
        example: """
            {"group": ["low", "high", "low", "high"], "groups": ["low", "high"],
             "continuous": [{"name": "age", "values": [61, 70, 55, null]}],
             "categorical": [{"name": "sex", "values": ["F", "M", "M", "M"], "levels": ["F", "M"]}]}
            """,
        table: Method.TableInput(
            roles: [
                .required("group", "tier of the patient"),
                .optional("continuous", "measurements: one column or several"),
                .optional("categorical", "categories: one column or several"),
            ],
            members: baselineOfTable
        )
    ) { input in
        let design = try BaselineDesign(input)
        let measurements = try input.has("continuous") ? input.objects("continuous") : []
        let categories = try input.has("categorical") ? input.objects("categorical") : []
        guard !measurements.isEmpty || !categories.isEmpty else {
            throw input.error("continuous", "and categorical are missing: name at least one variable")
        }
        let described =
            try measurements.map { try measurement($0, design) }
            + categories.map { try category($0, design) }
        return [
            "groups": .list(
                zip(design.names, design.sizes).map { ["group": .text($0), "n": .count($1)] }
                    + [["group": .text("overall"), "n": .count(design.sizes.reduce(0, +))]]
            ),
            "quantile_type": .count(design.type.rawValue),
            "smd_compares": .text(
                design.reference.map { "each tier with \(design.names[$0])" } ?? "the two tiers that differ most"
            ),
            "variables": .list(described),
        ]
    }

    private static func measurement(_ input: MethodInput, _ design: BaselineDesign) throws -> MethodResult {
        try input.checkMembers(["name", "values"])
        let values = try input.optionalNumbers("values", count: design.members.count)
        let variable = BaselineMeasurement(design.split(values))
        func row(_ name: String, _ sample: ContinuousSummary, missing: Int) -> MethodResult {
            let spread: NotEstimable = sample.count == 0 ? .noObservations : .tooFew("values", needed: 2)
            let moments: MethodResult = [
                "group": .text(name), "n": .count(sample.count), "missing": .count(missing),
                "mean": MethodResult(sample.mean, else: .noObservations),
                "sd": MethodResult(sample.standardDeviation, else: spread),
            ]
            return moments.merging(.fiveNumbers(of: sample, design.type))
        }
        let rows = design.names.indices.map {
            row(design.names[$0], variable.groups[$0], missing: variable.missing[$0])
        }
        let all = row("overall", variable.overall, missing: variable.missing.reduce(0, +))
        let tests = variable.tests
        let p: MethodResult = [
            "anova": MethodResult(tests.anova()) { MethodResult($0.p) },
            "kruskal_wallis": MethodResult(tests.kruskalWallis()) { MethodResult($0.p) },
        ]
        let described: MethodResult = ["name": .text(try input.text("name")), "groups": .list(rows + [all])]
        return described.merging(difference(variable.difference(reference: design.reference), design))
            .merging(design.wantsTests ? ["p": p] : [:])
    }

    private static func category(_ input: MethodInput, _ design: BaselineDesign) throws -> MethodResult {
        try input.checkMembers(["name", "values", "levels"])
        let values = try input.optionalTexts("values", count: design.members.count)
        let levels = try input.tierNames(of: values, declared: "levels", role: "values")
        let places = Dictionary(uniqueKeysWithValues: zip(levels, 0...))
        let variable = BaselineCategories(
            design.split(values.map { $0.flatMap { places[$0] } }),
            categories: levels.count
        )
        func row(_ level: String, _ group: String, _ share: Proportion, missing: Int) -> MethodResult {
            [
                "level": .text(level), "group": .text(group), "n": .count(share.events), "of": .count(share.total),
                "share": MethodResult(share.estimate, else: .noObservations), "missing": .count(missing),
            ]
        }
        let rows = levels.indices.flatMap { level in
            design.names.indices.map { group in
                row(
                    levels[level],
                    design.names[group],
                    variable.share(group: group, category: level),
                    missing: variable.missing[group]
                )
            } + [
                row(levels[level], "overall", variable.overall(category: level), missing: variable.missing.reduce(0, +))
            ]
        }
        let p: MethodResult = [
            "chi_square": MethodResult(variable.counts.association()) { MethodResult($0.pearson.p) },
            "fisher": MethodResult(variable.counts.freemanHalton().p),
        ]
        let described: MethodResult = ["name": .text(try input.text("name")), "levels": .list(rows)]
        return described.merging(difference(variable.difference(reference: design.reference), design))
            .merging(design.wantsTests ? ["p": p] : [:])
    }

    /// The difference and the two tiers of which it is one.
    private static func difference(_ largest: StandardizedDifference?, _ design: BaselineDesign) -> MethodResult {
        guard let largest else {
            let refusal = MethodResult(.tooFew("tiers", needed: 2))
            return ["smd": refusal, "smd_first": refusal, "smd_second": refusal]
        }
        return [
            "smd": MethodResult(point: largest.value), "smd_first": .text(design.names[largest.first]),
            "smd_second": .text(design.names[largest.second]),
        ]
    }

    private static func baselineOfTable(_ table: TableSelection) throws -> TableMembers {
        let groups = try table.texts("group")
        let kept = groups.indices.filter { groups[$0] != nil }
        var members: [String: JSONValue] = [
            "group": .array(kept.compactMap { groups[$0].map(JSONValue.string) }),
            "groups": .array(try table.order(of: "group").map(JSONValue.string)),
        ]
        func variables<Value>(_ role: String, _ columns: [TableSelection.Column<Value>], _ json: (Value) -> JSONValue) {
            guard table.has(role) else { return }
            members[role] = .array(
                columns.map { column in
                    let values = kept.map { column.values[$0].map(json) ?? .null }
                    let levels = column.order.map { ["levels": JSONValue.array($0.map(JSONValue.string))] } ?? [:]
                    return .object(["name": .string(column.name), "values": .array(values)].merging(levels) { $1 })
                }
            )
        }
        variables("continuous", try table.finiteColumns("continuous"), JSONValue.number)
        variables("categorical", try table.textColumns("categorical"), JSONValue.string)
        return TableMembers(
            members,
            leftOut: table.count - kept.count,
            sources: table.sources(of: ["group"], rows: kept)
        )
    }
}
