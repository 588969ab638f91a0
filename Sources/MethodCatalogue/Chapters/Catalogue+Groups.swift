import Biostatistics

extension Catalogue {
    static let groups: [Method] = [continuousSummary, baselineTable, groupComparison]

    static let continuousSummary = Method(
        "continuous_summary",
        title: "Description of a continuous measurement",
        chapter: .description,
        fields: [
            .required("values", "the measurements, missing ones left out"),
            .optional("probs", "where quantiles are wanted, 0 to 1; 0, 0.25, 0.5, 0.75, 1 where it is left out"),
            .conf,
        ],
        example: #"{"values": [3.5, 2.25, 7], "probs": [0.25, 0.5, 0.75]}"#,
        table: .columns(.required("values", "the measurement; blanks are left out"))
    ) { input in
        let summary = ContinuousSummary(try input.numbers("values"))
        let probs = input.has("probs") ? try input.numbers("probs", in: 0...1) : [0, 0.25, 0.5, 0.75, 1]
        let mean = summary.meanEstimate(level: try input.level())
        let spread: NotEstimable = summary.count == 0 ? .noObservations : .tooFew("values", needed: 2)
        func quantiles(_ type: ContinuousSummary.QuantileType) -> MethodResult {
            .list(probs.map { MethodResult(summary.quantile($0, type: type), else: .noObservations) })
        }
        return [
            "n": .count(summary.count),
            "mean": MethodResult(summary.mean, else: .noObservations),
            "sd": MethodResult(summary.standardDeviation, else: spread),
            "se": MethodResult(summary.standardError, else: spread),
            "median": MethodResult(summary.median, else: .noObservations),
            "min": MethodResult(summary.minimum, else: .noObservations),
            "max": MethodResult(summary.maximum, else: .noObservations),
            "t_ci": MethodResult(limits: mean, else: spread),
            "quantiles_type7": quantiles(.interpolated),
            "quantiles_type2": quantiles(.averaged),
            "iqr_type7": MethodResult(summary.interquartileRange, else: .noObservations),
            "geometric_mean": MethodResult(point: summary.geometricMean),
        ]
    }

    static let groupComparison = Method(
        "group_comparison",
        title: "Tests between tiers",
        chapter: .description,
        fields: [.required("groups", "a list of values for each group, in declared order"), .conf],
        example: #"{"groups": [[1.2, 3.4, 2.2], [4.4, 5.1, 3.9, 6]]}"#,
        table: Method.TableInput(
            roles: [
                .required("group", "the group, in the order of the rows or of tier as low|mid|high"),
                .required("value", "the measurement; blanks are left out"),
            ],
            members: groupsOfTable
        )
    ) { input in
        let groups = try input.groups("groups")
        guard groups.count > 1 else { throw input.error("groups", "must hold at least two lists") }
        let all = severalGroups(GroupTests(groups))
        if groups.count > 2 { return all }
        return twoGroups(TwoSamples(groups[0], groups[1]), groups, try input.level()).merging(all)
    }

    private static func severalGroups(_ tests: GroupTests) -> MethodResult {
        let (kruskal, anova, jonckheere) = (tests.kruskalWallis(), tests.anova(), tests.jonckheere())
        return [
            "kruskal_wallis": [
                "statistic": MethodResult(kruskal) { MethodResult($0.statistic) },
                "df": .count(max(0, tests.groupCount - 1)),
                "p": MethodResult(kruskal) { MethodResult($0.p) },
            ],
            "anova": [
                "statistic": MethodResult(anova) { MethodResult($0.statistic) },
                "df1": .count(max(0, tests.groupCount - 1)),
                "df2": .count(tests.total - tests.groupCount),
                "p": MethodResult(anova) { MethodResult($0.p) },
            ],
            "jonckheere": [
                "statistic": MethodResult(tests.jonckheereStatistic),
                "z": MethodResult(jonckheere) { MethodResult($0.z) },
                "p_two_sided": MethodResult(jonckheere) { MethodResult($0.p) },
            ],
        ]
    }

    private static func twoGroups(_ pair: TwoSamples, _ groups: [[Double]], _ level: Double) -> MethodResult {
        let (welch, student) = (pair.welch(level: level), pair.student(level: level))
        let wilcoxon = WilcoxonTest.test(groups[0], groups[1])
        let difference: MethodResult = [
            "statistic": MethodResult(welch) { MethodResult($0.statistic) },
            "df": MethodResult(welch) { MethodResult($0.df) },
            "p": MethodResult(welch) { MethodResult($0.p) },
            "difference": MethodResult(pair.difference, else: .noObservations),
        ]
        return [
            "welch": difference.merging(
                MethodResult(welch, refused: ["lower", "upper"]) { MethodResult(limits: $0.difference) }
            ),
            "student": [
                "statistic": MethodResult(student) { MethodResult($0.statistic) },
                "df": MethodResult(pair.pooledDF, else: .tooFew("values in both groups", needed: 3)),
                "p": MethodResult(student) { MethodResult($0.p) },
            ],
            "wilcoxon": MethodResult(wilcoxon, refused: ["w", "p_exact", "p_normal_cc", "p_normal", "auc"]) {
                [
                    "w": MethodResult($0.u),
                    "p_exact": MethodResult($0.exactP),
                    "p_normal_cc": MethodResult($0.correctedP),
                    "p_normal": MethodResult($0.normalP),
                    "auc": MethodResult($0.probabilityOfSuperiority),
                ]
            },
            "smd": MethodResult(point: pair.standardizedMeanDifference),
        ]
    }

    private static func groupsOfTable(_ table: TableSelection) throws -> TableMembers {
        let rows = zip(try table.texts("group"), try table.finiteNumbers("value")).compactMap { group, value in
            group.flatMap { group in value.map { (group: group, value: $0) } }
        }
        let groups = try table.order(of: "group").map { name in rows.filter { $0.group == name } }
            .filter { !$0.isEmpty }.map { JSONValue.array($0.map { .number($0.value) }) }
        return TableMembers(["groups": .array(groups)], leftOut: table.count - rows.count)
    }
}
