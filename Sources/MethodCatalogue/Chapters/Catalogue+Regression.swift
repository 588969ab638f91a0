import Biostatistics

extension Catalogue {
    static let regression: [Method] = [logisticRegression, stratifiedTables, subgroupInteraction]

    static let logisticRegression = Method(
        "logistic_regression",
        title: "Logistic regression",
        chapter: .subgroups,
        fields: [
            .required("y", "outcomes, 1 or 0"),
            .required("X", "a row of predictors for every outcome, without the intercept"),
            .conf,
        ],
        example: #"{"y": [0, 0, 1, 0, 1, 1], "X": [[1.2], [0.4], [2.1], [1.9], [1.4], [2.8]]}"#,
        table: .columns(
            .required("y", "outcome, 1 or 0"),
            matrix: .required("X", "predictors: one column or several")
        )
    ) { input in
        let outcomes = try input.labels("y")
        let rows = try input.matrix("X", rows: outcomes.count)
        let columns = (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
        let model = LogisticRegression(outcomes: outcomes, columns: columns)
        let level = try input.level()
        switch model.fit() {
        case .success(let fit): return result(of: fit, level: level)
        case .failure(let reason): return refusal(of: model, reason, columns: columns.count)
        }
    }

    private static func result(of fit: LogisticRegression.Fit, level: Double) -> MethodResult {
        func each(_ terms: some Sequence<TermResult>, _ value: (LogisticRegression.Term) -> MethodResult)
            -> MethodResult
        {
            .list(terms.map { MethodResult($0, value) })
        }
        let slopes = fit.terms.dropFirst()
        func limit(_ side: @escaping (Interval) -> Double) -> MethodResult {
            each(slopes) {
                MethodResult($0.oddsRatio(level: level).interval.map(side), else: .noConvergence("a limit"))
            }
        }
        return [
            "separated": .truth(false),
            "coefficients": each(fit.terms) { .number($0.coefficient) },
            "standard_errors": each(fit.terms) { .number($0.standardError) },
            "z": each(fit.terms) { .number($0.z) },
            "p": each(fit.terms) { .number($0.p) },
            "odds_ratios": each(slopes) { MethodResult(point: $0.oddsRatio(level: level)) },
            "or_lower": limit(\.lower),
            "or_upper": limit(\.upper),
            "null_deviance": .number(fit.nullDeviance),
            "deviance": .number(fit.deviance),
            "log_likelihood": .number(fit.logLikelihood),
            "aic": .number(fit.aic),
            "lrt": test(fit.likelihoodRatioTest),
        ]
    }

    private typealias TermResult = Result<LogisticRegression.Term, NotEstimable>

    /// Every estimate refused, the deviance of the intercept alone kept.
    private static func refusal(of model: LogisticRegression, _ reason: NotEstimable, columns: Int) -> MethodResult {
        let refused = MethodResult(reason)
        let terms = MethodResult.list(Array(repeating: refused, count: columns + 1))
        let slopes = MethodResult.list(Array(repeating: refused, count: columns))
        let separated = if case .separated = reason { true } else { reason == .oneOutcomeClass }
        return [
            "separated": .truth(separated),
            "coefficients": terms,
            "standard_errors": terms,
            "z": terms,
            "p": terms,
            "odds_ratios": slopes,
            "or_lower": slopes,
            "or_upper": slopes,
            "null_deviance": MethodResult(model.nullDeviance, else: .noObservations),
            "deviance": refused,
            "log_likelihood": refused,
            "aic": refused,
            "lrt": ["statistic": refused, "df": refused, "p": refused],
        ]
    }

    /// A chi-squared test as `statistic`, `df` and `p`.
    static func test(_ test: Result<ChiSquareTest, NotEstimable>) -> MethodResult {
        [
            "statistic": MethodResult(test) { .number($0.statistic) },
            "df": MethodResult(test) { .count($0.degreesOfFreedom) },
            "p": MethodResult(test) { .number($0.p) },
        ]
    }
}
