import Biostatistics

extension Catalogue {
    static let twoProportions = Method(
        "two_proportions",
        title: "Two independent proportions compared",
        chapter: .yield,
        fields: [
            .required("x1", "events of the first group"), .required("n1", "observations of the first group"),
            .required("x2", "events of the second group"), .required("n2", "observations of the second group"),
            .conf,
        ],
        example: #"{"x1": 18, "n1": 34, "x2": 9, "n2": 47}"#,
        table: Method.TableInput(
            roles: [
                .required(
                    "group",
                    "one of two groups, the first compared with the second; name the order as in tier as high|mid"
                ),
                .required("outcome", "1 event, 0 none; rows left blank are left out"),
            ],
            members: pairOfTable
        )
    ) { input in
        let pair = TwoProportions(try input.proportion("x1", of: "n1"), try input.proportion("x2", of: "n2"))
        let level = try input.level()
        return [
            "p1": MethodResult(pair.first.estimate, else: .noObservations),
            "p2": MethodResult(pair.second.estimate, else: .noObservations),
            "rd": [
                "estimate": MethodResult(point: pair.riskDifference(level: level)),
                "newcombe": MethodResult(limits: pair.riskDifference(level: level)),
                "miettinen_nurminen": MethodResult(limits: pair.miettinenNurminen(level: level)),
                "agresti_caffo": MethodResult(limits: pair.agrestiCaffo(level: level)),
                "wald": MethodResult(limits: pair.waldDifference(level: level)),
            ],
            "rr": ratio(pair, level),
            "or": [
                "estimate": MethodResult(point: pair.oddsRatio(level: level)),
                "woolf": MethodResult(limits: pair.oddsRatio(level: level), else: .zeroDenominator("a cell")),
            ],
            "chisq": chiSquared(pair.chiSquared()),
            "chisq_yates": chiSquared(pair.yates()),
            "fisher": fisher(pair, level),
        ]
    }

    private static func ratio(_ pair: TwoProportions, _ level: Double) -> MethodResult {
        let ratio = pair.riskRatio(level: level)
        let koopman = pair.koopmanInterval(level: level).map { Estimate.value(0, interval: $0) }
        return [
            "estimate": MethodResult(point: ratio),
            "katz_log": MethodResult(limits: ratio, else: .zeroDenominator("a group's number of events")),
            "koopman": MethodResult(limits: koopman ?? .notEstimable(.noObservations)),
        ]
    }

    private static func fisher(_ pair: TwoProportions, _ level: Double) -> MethodResult {
        let interval = pair.exactOddsRatioInterval(level: level)
        return [
            "p": MethodResult(pair.fisherP()),
            "p_greater": MethodResult(pair.fisherGreaterP()),
            "odds_ratio": MethodResult(point: pair.conditionalOddsRatio()),
            "lower": MethodResult(interval.lower),
            "upper": MethodResult(interval.upper),
        ]
    }

    private static func chiSquared(_ test: Result<ChiSquareTest, NotEstimable>) -> MethodResult {
        MethodResult(test, refused: ["statistic", "p"]) {
            ["statistic": MethodResult($0.statistic), "p": MethodResult($0.p)]
        }
    }

    private static func pairOfTable(_ table: TableSelection) throws -> TableMembers {
        let rows = try OutcomeRows(table, group: "group")
        guard rows.groups.count == 2 else {
            throw MethodInputError(path: "group", problem: "must name two groups, names \(rows.groups.count)")
        }
        let (first, second) = (rows.known(rows.groups[0]), rows.known(rows.groups[1]))
        let members = [
            "x1": first.events, "n1": first.total, "x2": second.events, "n2": second.total,
        ].mapValues { JSONValue.number(Double($0)) }
        let notes = ["first group \(rows.groups[0])", "second group \(rows.groups[1])"]
        return TableMembers(members, leftOut: rows.leftOut, notes: notes)
    }
}
