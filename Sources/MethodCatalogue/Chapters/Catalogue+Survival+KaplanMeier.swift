import Biostatistics

extension Catalogue {
    static let kaplanMeier = Method(
        "kaplan_meier",
        title: "Kaplan–Meier estimate",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent,
            .optional("query_times", "times at which the curve is wanted, at least 0; none where left out"),
            .optional("tau", "horizon of the restricted mean, positive; no mean where left out"), .conf,
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0], "query_times": [5, 10], "tau": 15}
            """,
        table: .columns(.followUpTime, .followUpEvent)
    ) { input in
        let (followUp, level) = (try input.followUp(), try input.level())
        let times = input.has("query_times") ? try input.times("query_times") : []
        let tau = try input.optionalNumber("tau", in: Double.leastNormalMagnitude...Double.greatestFiniteMagnitude)
        let curve = KaplanMeier(followUp)
        return [
            "n": .count(curve.observations), "events": .count(curve.events), "table": table(curve),
            "at_times": .list(times.map { atTime($0, curve, level) }),
            "quantiles": [
                "q25": quantile(0.25, curve, level), "median": quantile(0.5, curve, level),
                "q75": quantile(0.75, curve, level),
            ],
            "rmst": tau.map { restrictedMean(curve, $0, level) } ?? MethodResult(.undefined("no tau is given")),
            "median_followup_reverse_km": MethodResult(KaplanMeier.medianFollowUp(followUp)) { MethodResult($0) },
        ]
    }

    static let survivalDifference = Method(
        "survival_difference",
        title: "Difference of survival at a time",
        chapter: .survival,
        fields: [
            .followUpTime, .followUpEvent,
            .required("group", "1 for the group of interest, 0 for the one it is held against"),
            .required("times", "times at which the curves are compared, at least 0"), .conf,
        ],
        example: """
            {"time": [3, 5, 5, 8, 12, 14, 20, 20], "event": [1, 1, 0, 1, 0, 1, 0, 0],
             "group": [1, 0, 1, 0, 1, 0, 1, 0], "times": [5, 10]}
            """,
        table: .columns(.followUpTime, .followUpEvent, .required("group", "1 for the group of interest, else 0"))
    ) { input in
        let (followUp, level) = (try input.followUp(), try input.level())
        let isFirst = try input.labels("group", count: followUp.count)
        let curves = [true, false].map { wanted in
            let places = isFirst.indices.filter { isFirst[$0] == wanted }
            return KaplanMeier(
                FollowUp(times: places.map { followUp.times[$0] }, events: places.map { followUp.events[$0] })
            )
        }
        return .list(try input.times("times").map { difference(at: $0, curves[0], curves[1], level) })
    }

    private static func table(_ curve: KaplanMeier) -> MethodResult {
        let allHadIt = NotEstimable.undefined("nobody is left")
        return [
            "time": .numbers(curve.steps.map(\.time)), "n_risk": .counts(curve.steps.map(\.atRisk)),
            "n_event": .counts(curve.steps.map(\.events)), "survival": .numbers(curve.steps.map(\.survival)),
            "se": .list(curve.steps.map { MethodResult($0.standardError, else: allHadIt) }),
        ]
    }

    private static func atTime(_ time: Double, _ curve: KaplanMeier, _ level: Double) -> MethodResult {
        let step = curve.step(at: time)
        let noLimits = NotEstimable.undefined("survival is 1 or 0")
        func limits(_ scale: SurvivalScale) -> MethodResult {
            let interval = MethodResult(interval: curve.survival(at: time, level: level, scale: scale), else: noLimits)
            return interval["lower"] == nil ? ["lower": interval, "upper": interval] : interval
        }
        return [
            "time": MethodResult(time), "n_risk": .count(curve.atRisk(at: time)),
            "survival": MethodResult(step) { MethodResult($0.survival) },
            "se": MethodResult(step) { MethodResult($0.standardError, else: .undefined("nobody is left")) },
            "log_log": limits(.logLog), "log": limits(.log), "plain": limits(.plain),
            "nelson_aalen": MethodResult(step) { MethodResult($0.cumulativeHazard) },
        ]
    }

    private static func quantile(_ share: Double, _ curve: KaplanMeier, _ level: Double) -> MethodResult {
        let quantile = curve.quantile(share, level: level)
        return [
            "estimate": MethodResult(quantile.time, else: .notReached),
            "lower": MethodResult(quantile.lower, else: .notReached),
            "upper": MethodResult(quantile.upper, else: .notReached),
        ]
    }

    private static func restrictedMean(_ curve: KaplanMeier, _ tau: Double, _ level: Double) -> MethodResult {
        let mean = curve.restrictedMean(to: tau, level: level)
        func value(_ part: (RestrictedMean) -> MethodResult) -> MethodResult { MethodResult(mean, part) }
        return [
            "tau": MethodResult(tau), "estimate": value { MethodResult(point: $0.estimate) },
            "se": value { MethodResult($0.standardError) },
            "lower": value { MethodResult($0.estimate.interval?.lower, else: .noObservations) },
            "upper": value { MethodResult($0.estimate.interval?.upper, else: .noObservations) },
        ]
    }

    private static func difference(
        at time: Double,
        _ first: KaplanMeier,
        _ second: KaplanMeier,
        _ level: Double
    ) -> MethodResult {
        let found = first.difference(from: second, at: time, level: level)
        func value(_ part: (SurvivalDifference) -> Double?) -> MethodResult {
            MethodResult(found) { MethodResult(part($0), else: .undefined("no interval")) }
        }
        return [
            "time": MethodResult(time), "survival1": MethodResult(point: first.survival(at: time)),
            "survival0": MethodResult(point: second.survival(at: time)), "difference": value { $0.estimate.point },
            "se": value(\.standardError), "lower": value { $0.estimate.interval?.lower },
            "upper": value { $0.estimate.interval?.upper }, "z": value(\.z), "p": value(\.p),
        ]
    }
}
