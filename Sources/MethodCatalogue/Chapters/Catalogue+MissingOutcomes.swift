import Biostatistics

extension Catalogue {
    static let missingOutcomes: [Method] = [missingOutcomeSensitivity, rubinPooling]

    static let missingOutcomeSensitivity = Method(
        "missing_outcome_sensitivity",
        title: "What unknown outcomes could change",
        chapter: .missingOutcomes,
        fields: [
            .required("high", "the group expected to be higher: n known outcomes, x events, missing unknown outcomes"),
            .required("low", "the group it is held against, likewise"),
            .optional("alpha", "two-sided significance level, 0.05 where it is left out"),
            .conf,
        ],
        example: #"{"high": {"n": 34, "x": 18, "missing": 2}, "low": {"n": 47, "x": 9, "missing": 5}}"#
    ) { input in
        let (high, low) = (try incomplete(input.object("high")), try incomplete(input.object("low")))
        guard Double(high.missing + 1) * Double(low.missing + 1) <= 1e6 else {
            throw input.error("high.missing", "makes over a million fillings with those of low")
        }
        let alpha = try input.number("alpha", default: 0.05)
        guard alpha > 0, alpha < 1 else { throw input.error("alpha", "must lie between 0 and 1, such as 0.05") }
        let level = try input.level()
        let grid = MissingOutcomeGrid(high: high, low: low, alpha: alpha)
        return [
            "high": bounds(high, level),
            "low": bounds(low, level),
            "complete_case_p": MethodResult(grid.completeCaseP),
            "p_worst_for_contrast": MethodResult(grid.worstP),
            "p_best_for_contrast": MethodResult(grid.bestP),
            "scenarios": .count(grid.scenarios),
            "scenarios_significant": .count(grid.significantScenarios),
            "tipping_frontier": .list(
                grid.tippingFrontier.map { $0.map(MethodResult.count) ?? MethodResult(.undefined("no number tips it")) }
            ),
            "p_grid": .list(grid.fisherP.map { .numbers($0) }),
        ]
    }

    private static func incomplete(_ input: MethodInput) throws -> IncompleteProportion {
        IncompleteProportion(
            known: try input.proportion("x", of: "n"),
            missing: try input.count("missing", in: 0...1_000_000)
        )
    }

    private static func bounds(_ group: IncompleteProportion, _ level: Double) -> MethodResult {
        let (worst, best) = (group.lowest.wilson(level: level), group.highest.wilson(level: level))
        return [
            "complete_case": MethodResult(group.known.estimate, else: .noObservations),
            "lower": MethodResult(group.lowest.estimate, else: .noObservations),
            "upper": MethodResult(group.highest.estimate, else: .noObservations),
            "wilson_lower_of_worst": MethodResult(worst.interval?.lower, else: .noObservations),
            "wilson_upper_of_best": MethodResult(best.interval?.upper, else: .noObservations),
        ]
    }

    static let rubinPooling = Method(
        "rubin_pooling",
        title: "Estimates of imputed data sets pooled",
        chapter: .missingOutcomes,
        fields: [
            .required("estimates", "the estimate from each completed data set"),
            .required("variances", "their squared standard errors"),
            .optional("df_complete", "degrees of freedom of complete data; infinite where it is left out"),
            .conf,
        ],
        example: #"{"estimates": [0.52, 0.55, 0.49], "variances": [0.004, 0.0042, 0.0041], "df_complete": 98}"#
    ) { input in
        let estimates = try input.numbers("estimates")
        guard !estimates.isEmpty else { throw input.error("estimates", "must not be empty") }
        let variances = try input.numbers(
            "variances",
            in: 0...Double.greatestFiniteMagnitude,
            count: estimates.count
        )
        let df = try input.optionalNumber("df_complete", in: 0...Double.infinity) ?? .infinity
        guard df > 0 else { throw input.error("df_complete", "must be positive") }
        let level = try input.level()
        let summary = ContinuousSummary(estimates)
        let within: MethodResult = [
            "estimate": MethodResult(summary.mean, else: .noObservations),
            "within": MethodResult(ContinuousSummary(variances).mean, else: .noObservations),
        ]
        return within.merging(
            MethodResult(
                RubinPooling.pool(estimates, variances: variances, completeDF: df),
                refused: pooledNames
            ) { pooled($0, level) }
        )
    }

    private static let pooledNames = [
        "between", "total", "se", "relative_increase", "lambda", "fmi", "df_rubin", "df_barnard_rubin", "lower",
        "upper", "p",
    ]

    private static func pooled(_ pooled: RubinPooling, _ level: Double) -> MethodResult {
        let figures: MethodResult = [
            "between": MethodResult(pooled.between),
            "total": MethodResult(pooled.total),
            "se": MethodResult(pooled.standardError),
            "relative_increase": MethodResult(point: pooled.relativeIncrease),
            "lambda": MethodResult(point: pooled.lambda),
            "fmi": MethodResult(point: pooled.missingInformation),
            "df_rubin": MethodResult(point: pooled.rubinDF),
            "df_barnard_rubin": MethodResult(point: pooled.barnardRubinDF),
        ]
        let limits = MethodResult(limits: pooled.interval(level: level), else: .zeroDenominator("the variance"))
        return figures.merging(limits).merging(["p": MethodResult(pooled.p)])
    }
}
