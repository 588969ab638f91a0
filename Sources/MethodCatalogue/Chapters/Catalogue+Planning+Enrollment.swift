import Biostatistics

extension Catalogue {
    static let enrollmentProjection = Method(
        "enrollment_projection",
        title: "Projection of enrolment",
        chapter: .planning,
        fields: [
            .required("n", "patients so far"),
            .required("days", "days in which they came"),
            .required("target", "patients wanted"),
            .optional("prior_shape", "shape of the gamma prior of the rate, 0 where it is left out"),
            .optional("prior_rate", "rate of the prior in days, 0 where it is left out"),
            .optional("future_days", "days to come, for the count expected in them"),
            .conf,
        ],
        example: #"{"n": 62, "days": 180, "target": 100, "future_days": 90}"#
    ) { input in
        let shape = try input.number("prior_shape", in: 0...1e12, default: 0)
        guard shape == 0 || shape >= 1e-6 else { throw input.error("prior_shape", "must be 0 or at least 0.000001") }
        let projection = EnrollmentProjection(
            enrolled: try input.count("n", in: 0...1_000_000_000),
            days: try input.number("days", in: 0...1e9),
            target: try input.count("target", in: 0...1_000_000_000),
            priorShape: shape,
            priorRate: try input.number("prior_rate", in: 0...1e12, default: 0)
        )
        let level = try input.level()
        let future = try input.optionalNumber("future_days", in: 0...1e9)
        return rates(projection, level: level).merging(future.map { counts(projection, days: $0, level: level) } ?? [:])
    }

    private static func rates(_ projection: EnrollmentProjection, level: Double) -> MethodResult {
        let rate = projection.rate(level: level)
        let known = projection.daysAtRateSoFar(level: level)
        let days = projection.daysToTarget(level: level)
        return [
            "rate_per_day": MethodResult(point: rate),
            "rate_exact_lower": limit(rate, \.lower),
            "rate_exact_upper": limit(rate, \.upper),
            "remaining": .count(projection.remaining),
            "days_to_target_deterministic": MethodResult(point: known),
            "days_to_target_median": MethodResult(point: days),
            "days_to_target_lower": limit(days, \.lower),
            "days_to_target_upper": limit(days, \.upper),
            "plugin_lower": limit(known, \.lower, else: .undefined("nobody has been enrolled so far")),
            "plugin_upper": limit(known, \.upper, else: .undefined("nobody has been enrolled so far")),
        ]
    }

    private static func counts(_ projection: EnrollmentProjection, days: Double, level: Double) -> MethodResult {
        let count = projection.futureCount(days: days, level: level)
        return [
            "future_mean": MethodResult(point: count),
            "future_lower": wholeLimit(count, \.lower),
            "future_upper": wholeLimit(count, \.upper),
            "prob_reach_within_future": MethodResult(projection.probabilityOfTarget(withinDays: days)) { .number($0) },
        ]
    }

    private static func limit(
        _ estimate: Estimate,
        _ side: (Interval) -> Double,
        else reason: NotEstimable = .undefined("no interval")
    ) -> MethodResult {
        MethodResult(estimate.interval.map(side), else: estimate.reason ?? reason)
    }

    /// A limit that is a number of patients.
    private static func wholeLimit(_ estimate: Estimate, _ side: (Interval) -> Double) -> MethodResult {
        guard case .number(let limit) = limit(estimate, side), let count = Int(exactly: limit) else {
            return limit(estimate, side)
        }
        return .count(count)
    }
}
