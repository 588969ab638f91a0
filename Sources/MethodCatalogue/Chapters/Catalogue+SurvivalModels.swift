import Biostatistics

extension Catalogue {
    static let survivalModels: [Method] = [
        concordance, timeDependentAUC, survivalBrier, survivalCalibration, coxModel,
    ]

    static let concordance = Method(
        "concordance",
        title: "Harrell's and Uno's C-index",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent, .required("risk", "a risk score, higher for earlier events"),
            .optional("tau", "horizon of Uno's C, positive: events before it count; no such C where left out"), .conf,
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0],
             "risk": [0.9, 0.4, 0.5, 0.6, 0.3, 0.3, 0.1, 0.2], "tau": 15}
            """,
        table: .columns(.followUpTime, .followUpEvent, .required("risk", "a risk score"))
    ) { input in
        let (followUp, level) = (try input.followUp(), try input.level())
        let risk = try input.numbers("risk", count: followUp.count)
        let tau = try input.optionalNumber("tau", in: Double.leastNormalMagnitude...Double.greatestFiniteMagnitude)
        let harrell = Concordance.harrell(followUp, risk: risk, level: level)
        let noPair = NotEstimable.undefined("no comparable pair")
        let uno = tau.map { Concordance.uno(followUp, risk: risk, tau: $0, level: level) }
        let noTau = NotEstimable.undefined("no tau is given")
        return [
            "concordant": MethodResult(harrell.pairs.concordant), "discordant": MethodResult(harrell.pairs.discordant),
            "tied_risk": MethodResult(harrell.pairs.tiedRisk), "tied_time": .count(harrell.tiedTime),
            "harrell_c": MethodResult(point: harrell.estimate), "se": MethodResult(harrell.standardError, else: noPair),
            "lower": MethodResult(harrell.estimate.interval?.lower, else: noPair),
            "upper": MethodResult(harrell.estimate.interval?.upper, else: noPair),
            "uno_c": uno.map { MethodResult(point: $0.estimate) } ?? MethodResult(noTau),
            "uno_se": uno.map { MethodResult($0.standardError, else: noPair) } ?? MethodResult(noTau),
            "uno_lower": uno.map { MethodResult($0.estimate.interval?.lower, else: noPair) } ?? MethodResult(noTau),
            "uno_upper": uno.map { MethodResult($0.estimate.interval?.upper, else: noPair) } ?? MethodResult(noTau),
        ]
    }

    static let timeDependentAUC = Method(
        "time_dependent_auc",
        title: "Time-dependent AUC",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent, .required("risk", "a risk score, higher for earlier events"),
            .required("times", "times at which the AUC is wanted, at least 0"), .conf,
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0],
             "risk": [0.9, 0.4, 0.5, 0.6, 0.3, 0.3, 0.1, 0.2], "times": [5, 10]}
            """,
        table: .columns(.followUpTime, .followUpEvent, .required("risk", "a risk score"))
    ) { input in
        let (followUp, level) = (try input.followUp(), try input.level())
        let risk = try input.numbers("risk", count: followUp.count)
        let values = TimeDependentAUC.at(try input.times("times"), followUp, risk: risk, level: level)
        func list(_ part: (TimeDependentAUC) -> MethodResult) -> MethodResult { .list(values.map(part)) }
        func spread(_ value: Double?, _ auc: TimeDependentAUC) -> MethodResult {
            MethodResult(value, else: auc.estimate.reason ?? .noObservations)
        }
        return [
            "auc": list { MethodResult(point: $0.estimate) }, "se": list { spread($0.standardError, $0) },
            "lower": list { spread($0.estimate.interval?.lower, $0) },
            "upper": list { spread($0.estimate.interval?.upper, $0) },
            "n_cases": .counts(values.map(\.cases)), "n_controls": .counts(values.map(\.controls)),
            "auc_g_at_t": list { MethodResult(point: $0.weightedAtEvent) },
        ]
    }
}
