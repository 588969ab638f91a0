import Biostatistics

extension Catalogue {
    static let logRank = Method(
        "logrank",
        title: "Log-rank, Peto–Peto, stratified and trend tests",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent,
            .required("group", "a number for each patient's group, also its score in the trend; at most 100 groups"),
            .optional("stratum", "a number for each patient's stratum; no stratified test where left out"),
            .optional("group_names", "names of the groups 0, 1, 2 …; the numbers where left out"),
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0],
             "group": [2, 1, 2, 1, 1, 0, 0, 0], "group_names": ["low", "mid", "high"]}
            """,
        table: namedGroups(
            .followUpTime,
            .followUpEvent,
            .required("group", "number of the group, also its score, or tier as low|mid|high"),
            .optional("stratum", "number of the stratum")
        )
    ) { input in
        let followUp = try input.followUp()
        let (scores, groups) = try input.groups(count: followUp.count)
        let names = try input.groupNames(of: scores)
        let strata = input.has("stratum") ? try input.codes("stratum", count: followUp.count).codes : nil
        let test = LogRank(followUp, groups: groups, groupCount: scores.count, strata: strata)
        let comparison = test.comparison()
        let df = max(0, scores.count - 1)
        let stratified: Result<ChiSquareTest, NotEstimable> =
            strata == nil ? .failure(.undefined("no strata are given")) : test.stratifiedComparison().test()
        return [
            "groups": .list(names.map(MethodResult.text)),
            "observed": .numbers(comparison.observed), "expected": .numbers(comparison.expected),
            "logrank": MethodResult(comparison.test(), degreesOfFreedom: df),
            "peto_peto": MethodResult(test.comparison(.petoPeto).test(), degreesOfFreedom: df),
            "stratified": MethodResult(stratified, degreesOfFreedom: df),
            "trend": trend(comparison.trend(scores: scores)),
            "pairwise": .list(test.pairwise().map { pair($0, scores, names) }),
        ]
    }

    static let cumulativeIncidence = Method(
        "cumulative_incidence",
        title: "Cumulative incidence with competing events",
        chapter: .survival,
        fields: [
            .followUpTime,
            .required("status", "0 censored, 1 the event of interest, 2 a competing event"),
            .optional("group", "a number for each patient's group; no test where left out"),
            .required("times", "times at which the incidence is wanted, at least 0"),
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "status": [1, 2, 0, 1, 0, 1, 2, 0],
             "group": [1, 0, 1, 0, 1, 1, 0, 0], "times": [5, 10]}
            """,
        table: .columns(
            .followUpTime,
            .required("status", "0 censored, 1 the event of interest, 2 a competing event"),
            .optional("group", "number of the group")
        )
    ) { input in
        let followUpTimes = try input.times("time")
        let status = try input.counts("status", in: 0...2, count: followUpTimes.count)
            .compactMap(CompetingStatus.init)
        let times = try input.times("times")
        let curve = CumulativeIncidence(times: followUpTimes, status: status)
        let (first, second) = (
            times.map { curve.incidence(of: .interest, at: $0) }, times.map { curve.incidence(of: .competing, at: $0) }
        )
        func list(
            _ points: [Result<CumulativeIncidence.Point, NotEstimable>],
            _ part: (CumulativeIncidence.Point) -> MethodResult
        ) -> MethodResult { .list(points.map { MethodResult($0, part) }) }
        return [
            "times": .numbers(times), "cif1": list(first) { MethodResult($0.incidence) },
            "se1_greenwood": list(first) { MethodResult($0.standardError) },
            "cif2": list(second) { MethodResult($0.incidence) },
            "se2_greenwood": list(second) { MethodResult($0.standardError) },
            "se1_aalen_cmprsk": list(first) { MethodResult($0.aalenStandardError) { MethodResult($0) } },
            "gray_test_cause1": try grayTest(input, followUpTimes, status),
        ]
    }

    private static func trend(_ test: Result<TrendTest, NotEstimable>) -> MethodResult {
        [
            "z": MethodResult(test) { MethodResult($0.z) }, "chisq": MethodResult(test) { MethodResult($0.z * $0.z) },
            "p": MethodResult(test) { MethodResult($0.p) },
        ]
    }

    private static func pair(_ pair: LogRank.Pair, _ scores: [Double], _ names: [String]) -> MethodResult {
        let groups: MethodResult = [
            "group1": MethodResult(scores[pair.first]), "group2": MethodResult(scores[pair.second]),
            "name1": .text(names[pair.first]), "name2": .text(names[pair.second]),
        ]
        return groups.merging(MethodResult(pair.test, degreesOfFreedom: 1)).merging([
            "p_holm": MethodResult(pair.adjustedP, else: .undefined("the pair has no test"))
        ])
    }

    /// Columns as numbers, the names that `group` declares beside them.
    private static func namedGroups(_ roles: Method.Field...) -> Method.TableInput {
        Method.TableInput(roles: roles) { rows in
            let read = try rows.completeCases(of: roles)
            let names = rows.declaredOrder(of: "group").map {
                ["group_names": JSONValue.array($0.map(JSONValue.string))]
            }
            return TableMembers(
                read.members.merging(names ?? [:]) { first, _ in first },
                leftOut: read.leftOut,
                sources: read.sources
            )
        }
    }

    private static func grayTest(
        _ input: MethodInput,
        _ times: [Double],
        _ status: [CompetingStatus]
    ) throws -> MethodResult {
        guard input.has("group") else { return MethodResult(.undefined("no groups are given")) }
        let (values, groups) = try input.groups(count: times.count)
        let test = GrayTest.compare(times: times, status: status, groups: groups, groupCount: values.count)
        return MethodResult(test, degreesOfFreedom: max(0, values.count - 1))
    }
}
