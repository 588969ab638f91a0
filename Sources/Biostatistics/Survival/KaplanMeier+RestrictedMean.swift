extension IntervalMethod {
    /// Estimate and a multiple of its standard error.
    public static let restrictedMeanWald = IntervalMethod("Wald")
}

/// The mean time free of the event up to a horizon.
public struct RestrictedMean: Sendable, Equatable {
    /// The horizon τ.
    public let horizon: Double
    /// The area under the curve up to the horizon, with Wald limits.
    public let estimate: Estimate
    /// By Greenwood; 0 where nothing varies before the horizon.
    public let standardError: Double
}

extension KaplanMeier {
    /// The mean time free of the event up to a horizon: the area under the curve.
    ///
    /// The horizon is positive.
    ///
    /// Var = Σ A(tᵢ)² dᵢ/(nᵢ(nᵢ − dᵢ)) with A(tᵢ) the area between tᵢ and the horizon. Not estimable where the horizon
    /// lies beyond the last follow-up of a curve that is not 0 there.
    /// Equals R `summary(survfit(…), rmean = τ)`. Source: Royston and Parmar, BMC Med Res Methodol 13 (2013) 152.
    public func restrictedMean(to horizon: Double, level: Double = 0.95) -> Result<RestrictedMean, NotEstimable> {
        precondition(horizon > 0, "the horizon is positive")
        if case .failure(let reason) = step(at: horizon) { return .failure(reason) }
        let (area, variance) = area(to: horizon)
        let error = variance.squareRoot()
        let reach = NormalDistribution.criticalValue(level: level) * error
        let interval = Interval(lower: area - reach, upper: area + reach, level: level, method: .restrictedMeanWald)
        return .success(
            RestrictedMean(horizon: horizon, estimate: .value(area, interval: interval), standardError: error)
        )
    }

    /// From the horizon backwards, so that each step finds the area beyond it.
    private func area(to horizon: Double) -> (area: Double, variance: Double) {
        var (area, variance) = (CompensatedSum(), CompensatedSum())
        var end = horizon
        for step in steps[..<steps.partitioningIndex { $0.time > horizon }].reversed() {
            area.add((end - step.time) * step.survival)
            let (d, n) = (Double(step.events), Double(step.atRisk))
            if d < n { variance.add(area.value * area.value * d / (n * (n - d))) }
            end = step.time
        }
        area.add(end)
        return (area.value, variance.value)
    }

    /// The median time of follow-up: of the curve in which censoring is the event.
    ///
    /// Events at the time of a censoring are at risk of it. Equals R `survfit(Surv(time, 1 − event) ~ 1)`.
    /// Source: Schemper and Smith, Control Clin Trials 17 (1996) 343.
    public static func medianFollowUp(_ followUp: FollowUp) -> Result<Double, NotEstimable> {
        guard followUp.count > 0 else { return .failure(.noObservations) }
        let median = KaplanMeier(followUp.reversed).quantile(0.5).time
        return median.map(Result.success) ?? .failure(.notReached)
    }
}
