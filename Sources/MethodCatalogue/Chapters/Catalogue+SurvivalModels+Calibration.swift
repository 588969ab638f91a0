import Biostatistics

extension Catalogue {
    static let survivalBrier = Method(
        "survival_brier",
        title: "Brier score of predicted survival",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent, .required("times", "times of the predictions, at least 0, ascending"),
            .required("surv", "for each time a list of predicted survival, one in 0 to 1 a patient"),
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0], "times": [5, 10],
             "surv": [[0.2, 0.7, 0.6, 0.5, 0.8, 0.8, 0.9, 0.9], [0.1, 0.5, 0.4, 0.3, 0.6, 0.7, 0.9, 0.8]]}
            """,
        table: predictionColumns
    ) { input in
        let followUp = try input.followUp()
        let times = try input.times("times")
        if let odd = times.indices.dropFirst().first(where: { times[$0] <= times[$0 - 1] }) {
            throw input.error("times[\(odd)]", "must be later than the time before it")
        }
        let predictions = try input.matrix("surv", rows: times.count)
        try checkPredictions(predictions, patients: followUp.count, input)
        let brier = SurvivalBrier.of(predictions, at: times, followUp)
        func list(_ part: (SurvivalBrier.Score) -> Estimate) -> MethodResult {
            .list(brier.scores.map { MethodResult(point: part($0)) })
        }
        return [
            "brier": list(\.brier), "brier_null_km": list(\.null), "ipa": list(\.accuracyIndex),
            "ibs": MethodResult(point: brier.integrated), "ibs_null_km": MethodResult(point: brier.integratedNull),
            "brier_g_at_t": list(\.weightedAtEvent),
        ]
    }

    static let survivalCalibration = Method(
        "survival_calibration",
        title: "Calibration of the risk at a horizon",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent, .required("p", "predicted risk of the event by the horizon, 0 to 1"),
            .required("horizon", "the time by which the event was predicted, positive"),
            .optional("groups", "number of groups of predicted risk, 10 where left out"), .conf,
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0],
             "p": [0.8, 0.3, 0.4, 0.5, 0.2, 0.2, 0.1, 0.1], "horizon": 10, "groups": 2}
            """,
        table: .columns(.followUpTime, .followUpEvent, .required("p", "predicted risk by the horizon"))
    ) { input in
        let (followUp, level) = (try input.followUp(), try input.level())
        let predicted = try input.numbers("p", in: 0...1, count: followUp.count)
        let horizon = try input.number("horizon", in: Double.leastNormalMagnitude...Double.greatestFiniteMagnitude)
        let groups = try input.count("groups", in: 1...10_000, default: 10)
        let calibration = SurvivalCalibration.of(predicted, at: horizon, followUp, groups: groups, level: level)
        return MethodResult(calibration) { found in
            let ratio = MethodResult(withLimits: found.observedOverExpected, noLimits: .noEvents)
            return [
                "overall": group(found.overall), "oe_ratio": ratio["estimate"] ?? MethodResult(.noObservations),
                "oe_lower": ratio["lower"] ?? MethodResult(.noObservations),
                "oe_upper": ratio["upper"] ?? MethodResult(.noObservations), "groups": .list(found.groups.map(group)),
            ]
        }
    }

    /// The columns that play `surv`, one a time, turned into a list a time.
    private static let predictionColumns = Method.TableInput.columns(
        .followUpTime,
        .followUpEvent,
        matrix: .required("surv", "predicted survival: one column a time, in their order"),
        order: .byColumn
    )

    private static func checkPredictions(_ all: [[Double]], patients: Int, _ input: MethodInput) throws {
        for (time, predictions) in all.enumerated() {
            guard predictions.count == patients else {
                throw input.error("surv[\(time)]", "has \(predictions.count) values for \(patients) patients")
            }
            if let odd = predictions.firstIndex(where: { !(0...1).contains($0) }) {
                throw input.error("surv[\(time)][\(odd)]", "must lie in 0 to 1, is \(predictions[odd])")
            }
        }
    }

    private static func group(_ group: SurvivalCalibration.Group) -> MethodResult {
        let observed = MethodResult(withLimits: group.observed, noLimits: .undefined("the observed risk is 0 or 1"))
        let reason = group.observed.reason ?? .undefined("the observed risk is 1")
        return [
            "n": .count(group.count), "events_by_horizon": .count(group.events),
            "mean_predicted": MethodResult(group.meanPredicted),
            "observed_risk": MethodResult(point: group.observed),
            "se": MethodResult(group.standardError, else: reason),
            "lower": observed["lower"] ?? MethodResult(reason), "upper": observed["upper"] ?? MethodResult(reason),
        ]
    }
}
