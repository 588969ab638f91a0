/// A time by which a share of the patients has had the event; each part may be out of reach of the follow-up.
public struct SurvivalQuantile: Sendable, Equatable {
    /// The first time at which the curve is down to 1 − p.
    public let time: Double?
    /// The first time at which the lower limit of the curve is down to 1 − p.
    public let lower: Double?
    /// The first time at which the upper limit of the curve is down to 1 − p.
    public let upper: Double?
}

extension KaplanMeier {
    /// Steps closer than this to the level count as equal to it, as in R.
    private static let tolerance = Double.ulpOfOne.squareRoot()

    /// The time by which a share has had the event: the median for 0.5.
    ///
    /// The share lies between 0 and 1.
    ///
    /// Where the curve is flat exactly at 1 − p, the middle of the flat part, which for the last step ends with the
    /// follow-up. Limits come from the band around the curve. Equals R `quantile(survfit(…, conf.type = "log-log"))`.
    /// Source: Brookmeyer and Crowley, Biometrics 38 (1982) 29.
    public func quantile(_ share: Double, level: Double = 0.95, scale: SurvivalScale = .logLog) -> SurvivalQuantile {
        precondition(share > 0 && share < 1, "the share lies between 0 and 1")
        return SurvivalQuantile(
            time: crossing(of: 1 - share) { $0.survival },
            lower: crossing(of: 1 - share) { $0.interval(level: level, scale: scale)?.lower },
            upper: crossing(of: 1 - share) { $0.interval(level: level, scale: scale)?.upper }
        )
    }

    /// The first time at which a height of the curve comes down to a level; heights may be missing at either end.
    private func crossing(of level: Double, _ height: (Step) -> Double?) -> Double? {
        let reached = steps.firstIndex { height($0).map { $0 <= level + Self.tolerance } ?? false }
        guard let reached else { return nil }
        let passed = steps[reached...].firstIndex { height($0).map { $0 < level - Self.tolerance } ?? false }
        if let passed { return 0.5 * (steps[reached].time + steps[passed].time) }
        guard let last = steps.last, height(last) != nil, let end = lastTime else { return nil }
        return 0.5 * (steps[reached].time + end)
    }
}
