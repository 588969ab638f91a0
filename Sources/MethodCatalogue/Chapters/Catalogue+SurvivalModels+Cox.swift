import Biostatistics

extension Catalogue {
    static let coxModel = Method(
        "cox_ph",
        title: "Cox proportional hazards model",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent, .required("X", "a row of covariates for each patient"),
            .optional("stratum", "a number for each patient's stratum; one stratum where left out"),
            .optional("newx", "rows of covariates for which survival is predicted"),
            .optional("times", "times of baseline and predictions, at least 0"), .conf,
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0],
             "X": [[1.2], [0.3], [0.4], [0.1], [0.2], [0.6], [-0.4], [-0.1]], "newx": [[0], [1]], "times": [5, 10]}
            """,
        table: covariateColumns
    ) { input in
        let (followUp, level) = (try input.followUp(), try input.level())
        let rows = try input.matrix("X", rows: followUp.count)
        let strata = input.has("stratum") ? try input.codes("stratum", count: followUp.count) : ([0], nil)
        let data = CoxData(followUp, covariates: rows, strata: strata.1)
        guard data.covariates > 0 else { throw input.error("X", "must have at least one column") }
        let prediction = try CoxPredictionInput(input, covariates: data.covariates)
        switch CoxModel.fit(data) {
        case .success(let model):
            return coxTests(model, level).merging(
                try prediction.results(model, breslow: CoxModel.fit(data, ties: .breslow), strata: strata.0.count)
            )
        case .failure(let reason): return coxFailure(data, reason)
        }
    }

    /// What is known without a fit.
    private static func coxFailure(_ data: CoxData, _ reason: NotEstimable) -> MethodResult {
        let status =
            switch reason {
            case .separated: "monotone_likelihood"
            case .noEvents: "no_events"
            case .noVariation: "no_variation"
            default: "no_convergence"
            }
        let missing = MethodResult(reason)
        let names = [
            "coefficients", "se", "z", "p", "hr", "hr_lower", "hr_upper", "log_likelihood", "lrt", "wald", "score",
            "breslow_coefficients", "breslow_se", "concordance", "zph_km", "zph_identity", "baseline_cumhaz_efron",
            "survival_new", "baseline_cumhaz_breslow",
        ]
        let known: MethodResult = [
            "status": .text(status), "n": .count(data.observations), "events": .count(data.events),
            "log_likelihood_null": MethodResult(CoxModel.nullLogLikelihood(data)),
        ]
        return known.merging(.record(names.map { MethodResult.Member(name: $0, value: missing) }))
    }

    private static func coxTests(_ model: CoxModel, _ level: Double) -> MethodResult {
        func list(_ part: (CoxModel.Coefficient) -> Double) -> MethodResult { .numbers(model.coefficients.map(part)) }
        func ratio(_ part: (Estimate) -> Double?) -> MethodResult {
            .list(
                model.coefficients.map {
                    MethodResult(part($0.hazardRatio(level: level)), else: .undefined("no interval"))
                }
            )
        }
        func test(_ test: ChiSquareTest) -> MethodResult {
            MethodResult(.success(test), degreesOfFreedom: test.degreesOfFreedom)
        }
        return [
            "status": .text("ok"), "n": .count(model.observations), "events": .count(model.events),
            "coefficients": list(\.value), "se": list(\.standardError), "z": list(\.z), "p": list(\.p),
            "hr": ratio(\.point), "hr_lower": ratio { $0.interval?.lower }, "hr_upper": ratio { $0.interval?.upper },
            "log_likelihood_null": MethodResult(model.nullLogLikelihood),
            "log_likelihood": MethodResult(model.logLikelihood), "lrt": test(model.likelihoodRatioTest),
            "wald": test(model.waldTest), "score": test(model.scoreTest),
            "concordance": MethodResult(point: model.concordance.estimate),
            "zph_km": proportionalHazards(model, .kaplanMeier), "zph_identity": proportionalHazards(model, .identity),
        ]
    }

    /// One row a covariate and a last one for all together.
    private static func proportionalHazards(_ model: CoxModel, _ scale: CoxModel.TimeScale) -> MethodResult {
        let found = model.proportionalHazardsTest(scale)
        let rows = found.covariates + [found.global]
        func list(_ part: (ChiSquareTest) -> Double) -> MethodResult {
            .list(rows.map { MethodResult($0) { MethodResult(part($0)) } })
        }
        let df = Array(repeating: 1, count: model.coefficients.count) + [model.coefficients.count]
        return ["chisq": list(\.statistic), "df": .counts(df), "p": list(\.p)]
    }

    /// The columns that play `X`, row by row.
    private static let covariateColumns = Method.TableInput.columns(
        .followUpTime,
        .followUpEvent,
        .optional("stratum", "number of the stratum"),
        matrix: .required("X", "the covariates: one or more columns")
    )
}

/// For whom and when a Cox model is to predict.
private struct CoxPredictionInput {
    let patients: [[Double]]
    let times: [Double]

    init(_ input: MethodInput, covariates: Int) throws {
        patients = input.has("newx") ? try input.matrix("newx") : []
        times = input.has("times") ? try input.times("times") : []
        if let first = patients.first, first.count != covariates {
            throw input.error("newx", "has \(first.count) values a row where X has \(covariates)")
        }
    }

    /// Baselines and predictions; with several strata a list of lists, in ascending order of strata.
    func results(
        _ model: CoxModel,
        breslow: Result<CoxModel, NotEstimable>,
        strata: Int
    ) throws -> MethodResult {
        let average = Array(repeating: 0.0, count: model.coefficients.count)
        func coefficients(_ part: (CoxModel.Coefficient) -> Double) -> MethodResult {
            MethodResult(breslow) { .numbers($0.coefficients.map(part)) }
        }
        return [
            "breslow_coefficients": coefficients(\.value), "breslow_se": coefficients(\.standardError),
            "baseline_cumhaz_efron": curves(model, average) { $0.value(at: $1) },
            "baseline_cumhaz_breslow": MethodResult(breslow) { curves($0, average) { $0.value(at: $1) } },
            "survival_new": .list(patients.map { curves(model, $0) { $0.survival(at: $1) } }),
        ]
    }

    private func curves(
        _ model: CoxModel,
        _ covariates: [Double],
        _ value: (CoxModel.CumulativeHazard, Double) -> Result<Double, NotEstimable>
    ) -> MethodResult {
        let strata = model.cumulativeHazards(covariates).map { curve in
            MethodResult.list(times.map { time in MethodResult(value(curve, time)) { MethodResult($0) } })
        }
        return strata.count == 1 ? strata[0] : .list(strata)
    }
}
