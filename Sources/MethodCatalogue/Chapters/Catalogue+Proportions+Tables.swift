import Biostatistics

extension Catalogue {
    static let tableTests = Method(
        "rxc_tests",
        title: "Association and trend over all tiers",
        chapter: .yield,
        fields: [
            .required("table", "rows of counts, one a tier; of two columns the first counts the events"),
            .optional("scores", "a score a row for the trend tests; 0, 1, 2 … where it is left out"),
            .optional("seed", "of the simulation where an exact test would cost too much; 1 where it is left out"),
            .optional("replicates", "tables drawn by that simulation; 10,000 where it is left out"),
        ],
        example: #"{"table": [[1, 18], [9, 38], [18, 16]], "scores": [0, 1, 2]}"#,
        table: Method.TableInput(
            roles: [
                .required("row", "the tier, as lowest to highest number (such as tier as low|mid|high)"),
                .required("outcome", "1 event, 0 none; rows left blank are left out"),
            ],
            members: tableOfRows
        )
    ) { input in
        let rows = try input.countTable("table")
        guard rows.reduce(0.0, { $0 + $1.reduce(0.0) { $0 + Double($1) } }) <= 1e9 else {
            throw input.error("table", "must not count more than a thousand million")
        }
        let table = ContingencyTable(rows)
        guard let columns = table.rows.first?.count, columns > 0 else {
            throw input.error("table", "must have rows and columns")
        }
        let seed = UInt64(try input.count("seed", default: 1))
        let replicates = try input.count("replicates", in: 1...10_000_000, default: 10_000)
        let all = association(table).merging(
            exact(table.freemanHalton(ExactTestPlan(replicates: replicates, seed: seed)), "fisher_p")
        )
        guard let groups = table.proportions else { return all }
        let scores = input.has("scores") ? try input.numbers("scores", count: groups.count) : nil
        let plan = ExactTestPlan(steps: 2_000_000_000, replicates: replicates, seed: seed)
        return all.merging(trends(groups, scores, plan))
    }

    private static func association(_ table: ContingencyTable) -> MethodResult {
        let kept = table.withoutEmptyMargins
        let df = max(0, kept.rows.count - 1) * max(0, kept.columnTotals.count - 1)
        let tests = table.association()
        func test(_ test: KeyPath<AssociationTests, ChiSquareTest>) -> MethodResult {
            [
                "statistic": MethodResult(tests) { MethodResult($0[keyPath: test].statistic) },
                "df": .count(df),
                "p": MethodResult(tests) { MethodResult($0[keyPath: test].p) },
            ]
        }
        return [
            "n": .count(table.total),
            "pearson": test(\.pearson),
            "likelihood_ratio": test(\.likelihoodRatio),
            "cramers_v": MethodResult(tests) { MethodResult($0.cramersV) },
            "min_expected": MethodResult(tests) { MethodResult($0.leastExpected) },
            "fraction_expected_lt5": MethodResult(tests) { MethodResult($0.shareExpectedBelowFive) },
        ]
    }

    private static func trends(_ groups: [Proportion], _ scores: [Double]?, _ plan: ExactTestPlan) -> MethodResult {
        let trend = CochranArmitage.test(groups, scores: scores)
        let linear = CochranArmitage.linearByLinear(groups, scores: scores)
        let exactTrend = ExactTrend.test(groups, scores: scores, plan: plan)
        return [
            "cochran_armitage": MethodResult(trend, refused: ["z", "chisq", "p_two_sided", "p_increasing"]) {
                [
                    "z": MethodResult($0.z),
                    "chisq": MethodResult($0.z * $0.z),
                    "p_two_sided": MethodResult($0.p),
                    "p_increasing": MethodResult(NormalDistribution.upperTail($0.z)),
                ]
            },
            "linear_by_linear": MethodResult(linear, refused: ["chisq", "p"]) {
                ["chisq": MethodResult($0.statistic), "p": MethodResult($0.p)]
            },
            "exact_trend": exact(exactTrend.twoSided, "p_two_sided").merging(
                exact(exactTrend.increasing, "p_increasing")
            ),
        ]
    }

    /// A p-value; where it was simulated, with its standard error and what repeats it.
    private static func exact(_ p: ExactP, _ name: String) -> MethodResult {
        switch p {
        case .exact(let p): return .record([.init(name: name, value: MethodResult(p))])
        case .simulated(let p, let standardError, let replicates, let seed):
            let simulation: MethodResult = [
                "standard_error": MethodResult(standardError),
                "replicates": .count(replicates),
                "seed": .text(String(seed)),
            ]
            return .record([
                .init(name: name, value: MethodResult(p)), .init(name: name + "_simulation", value: simulation),
            ])
        }
    }

    /// A row for every tier of the declared order, so that an empty tier keeps its score; else for every whole number.
    private static func tableOfRows(_ table: TableSelection) throws -> TableMembers {
        let rows = try OutcomeRows(table, group: "row")
        let names = try table.declaredOrder(of: "row") ?? numbered(rows.groups)
        let counts = names.map { name in
            let known = rows.known(name)
            return JSONValue.array([.number(Double(known.events)), .number(Double(known.total - known.events))])
        }
        return TableMembers(["table": .array(counts)], leftOut: rows.leftOut)
    }

    /// Every whole number from 0 to the highest.
    private static func numbered(_ groups: [String]) throws -> [String] {
        let places = groups.compactMap(Int.init)
        guard places.count == groups.count, places.allSatisfy((0..<1000).contains) else {
            throw MethodInputError(
                path: "row",
                problem: "must be whole numbers from 0, or have an order as in 'tier as low|mid|high'"
            )
        }
        return (0..<((places.max() ?? -1) + 1)).map(String.init)
    }
}
