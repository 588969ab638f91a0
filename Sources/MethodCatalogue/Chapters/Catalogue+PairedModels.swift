import Biostatistics

extension Catalogue {
    static let pairedModels: [Method] = [pairedBinary, pairedDiagnostic]

    private static let pairedBinary = Method(
        "paired_binary",
        title: "Paired proportions: McNemar's tests, the difference and the odds ratio",
        chapter: .pairedModels,
        fields: [
            .required("a", "patients positive by both calls"),
            .required("b", "patients positive by the first call only"),
            .required("c", "patients positive by the second call only"),
            .required("d", "patients positive by neither"),
            .conf,
        ],
        example: #"{"a": 36, "b": 12, "c": 2, "d": 10}"#,
        table: PairedCells.table
    ) { input in
        pairedBinary(try PairedCells.read(input), level: try input.level())
    }

    private static func pairedBinary(_ pair: PairedProportions, level: Double) -> MethodResult {
        [
            "n": .count(pair.total),
            "p1": MethodResult(pair.first.estimate, else: .noObservations),
            "p2": MethodResult(pair.second.estimate, else: .noObservations),
            "difference": MethodResult(pair.difference, else: .noObservations),
            "mcnemar": .pairedTest(pair.mcNemar()),
            "mcnemar_cc": .pairedTest(pair.mcNemar(continuityCorrected: true)),
            "exact_p": MethodResult(pair.exactP),
            "mid_p": MethodResult(pair.midP),
            "tango": MethodResult(interval: pair.tangoDifference(level: level)),
            "newcombe_method10": MethodResult(interval: pair.newcombeDifference(level: level)),
            "newcombe_method8": MethodResult(interval: pair.newcombeDifference(level: level, correlation: .phi)),
            "wald": MethodResult(interval: pair.waldDifference(level: level)),
            "odds_ratio": .estimateAndLimits(pair.oddsRatio(level: level)),
        ]
    }

    private static let pairedDiagnostic = Method(
        "paired_diagnostic",
        title: "Two tests in the same patients: sensitivity, specificity and predictive values",
        chapter: .pairedModels,
        fields: [
            .required("diseased", "counts a, b, c, d of the patients with the disease, as in paired_binary"),
            .required("nondiseased", "the same counts of the patients without it"),
            .conf,
        ],
        example: """
            {"diseased": {"a": 30, "b": 8, "c": 3, "d": 9}, "nondiseased": {"a": 6, "b": 20, "c": 7, "d": 117}}
            """,
        table: PairedCells.tableByOutcome
    ) { input in
        let pair = PairedDiagnostic(
            diseased: try PairedCells.read(try input.object("diseased")),
            healthy: try PairedCells.read(try input.object("nondiseased"))
        )
        let level = try input.level()
        return [
            "sensitivity": accuracy(pair.sensitivity),
            "specificity": accuracy(pair.specificity),
            "joint": joint(pair.jointTest()),
            "ppv": predictiveValues(pair.positivePredictiveValues, level: level),
            "npv": predictiveValues(pair.negativePredictiveValues, level: level),
        ]
    }

    private static func accuracy(_ pair: PairedProportions) -> MethodResult {
        let none = NotEstimable.zeroDenominator("the number of patients with this outcome")
        let mcNemar = MethodResult.pairedTest(pair.mcNemar()).merging(["exact_p": MethodResult(pair.exactP)])
        return [
            "test1": MethodResult(pair.first.estimate, else: none),
            "test2": MethodResult(pair.second.estimate, else: none),
            "difference": MethodResult(pair.difference, else: none),
            "mcnemar": mcNemar,
        ]
    }

    private static func joint(_ test: Result<PairedTest, NotEstimable>) -> MethodResult {
        [
            "statistic": MethodResult(test.map(\.statistic)),
            "df": .count(2),
            "p": MethodResult(test.map(\.p)),
        ]
    }

    private static func predictiveValues(_ values: PairedPredictiveValues, level: Double) -> MethodResult {
        let none = NotEstimable.zeroDenominator("the number of such calls of the test")
        let ratio = MethodResult.estimateAndLimits(values.ratio(level: level))
        return [
            "test1": MethodResult(values.first.estimate, else: none),
            "test2": MethodResult(values.second.estimate, else: none),
            "difference": MethodResult(values.difference, else: none),
            "generalized_score": .pairedTest(values.generalisedScore()),
            "weighted_generalized_score": .pairedTest(values.weightedGeneralisedScore()),
            "ratio": ratio.merging(["p": MethodResult(values.ratioTest())]),
        ]
    }
}

/// Reads paired counts and makes them from rows.
private enum PairedCells {
    /// Beyond this a Double no longer holds every whole number, nor an Int the sum of four counts.
    private static let largest = 1 << 51

    static func read(_ input: MethodInput) throws -> PairedProportions {
        PairedProportions(
            both: try input.count("a", in: 0...largest),
            onlyFirst: try input.count("b", in: 0...largest),
            onlySecond: try input.count("c", in: 0...largest),
            neither: try input.count("d", in: 0...largest)
        )
    }

    private static let roles: [Method.Field] = [
        .required("test1", "1 where the first call is positive, else 0"),
        .required("test2", "1 where the second call is positive, else 0"),
    ]

    static let table = Method.TableInput(roles: roles) { selection in
        let rows = try complete(selection, roles)
        return TableMembers(cells(rows), leftOut: selection.count - rows.count)
    }

    private static let rolesWithOutcome: [Method.Field] =
        roles + [.required("outcome", "1 where the patient has the disease, else 0")]

    static let tableByOutcome = Method.TableInput(roles: rolesWithOutcome) { selection in
        let rows = try complete(selection, rolesWithOutcome)
        let members: [String: JSONValue] = [
            "diseased": .object(cells(rows.filter { $0[2] })),
            "nondiseased": .object(cells(rows.filter { !$0[2] })),
        ]
        return TableMembers(members, leftOut: selection.count - rows.count)
    }

    private static func cells(_ rows: [[Bool]]) -> [String: JSONValue] {
        let pair = PairedProportions(rows.lazy.map { (first: $0[0], second: $0[1]) })
        return [
            "a": .number(Double(pair.both)), "b": .number(Double(pair.onlyFirst)),
            "c": .number(Double(pair.onlySecond)), "d": .number(Double(pair.neither)),
        ]
    }

    /// The rows without a blank, each value 1 or 0.
    private static func complete(_ selection: TableSelection, _ roles: [Method.Field]) throws -> [[Bool]] {
        let columns = try roles.map { try selection.truths($0.name) }
        return (0..<selection.count).compactMap { row in
            let values = columns.compactMap { $0[row] }
            return values.count == columns.count ? values : nil
        }
    }
}
