import Foundation

extension IntervalMethod {
    /// Symmetric on the scale of log(−log S), as SAS does it.
    public static let survivalLogLog = IntervalMethod("Greenwood, log-log")
    /// Symmetric on the scale of log S, as R does it.
    public static let survivalLog = IntervalMethod("Greenwood, log")
    /// Symmetric about S.
    public static let survivalPlain = IntervalMethod("Greenwood, plain")
}

/// The scale on which the limits of a survival probability are symmetric.
public enum SurvivalScale: Sendable, CaseIterable {
    /// log(−log S): limits within 0 to 1 by themselves. The default, as in SAS.
    case logLog
    /// log S, cut at 1: the default of R.
    case log
    /// S itself, cut at 0 and 1.
    case plain

    var method: IntervalMethod {
        switch self {
        case .logLog: .survivalLogLog
        case .log: .survivalLog
        case .plain: .survivalPlain
        }
    }

    /// Limits of a probability strictly between 0 and 1, from the standard error of its logarithm times z.
    func limits(_ survival: Double, reach: Double) -> (lower: Double, upper: Double) {
        switch self {
        case .logLog:
            let factor = exp(reach / -Foundation.log(survival))
            return (pow(survival, factor), pow(survival, 1 / factor))
        case .log: return (survival * exp(-reach), min(1, survival * exp(reach)))
        case .plain: return (max(0, survival * (1 - reach)), min(1, survival * (1 + reach)))
        }
    }
}

extension KaplanMeier.Step {
    /// Limits of S; nil where S is 1 or 0.
    func interval(level: Double, scale: SurvivalScale) -> Interval? {
        guard survival > 0, survival < 1 else { return nil }
        let reach = NormalDistribution.criticalValue(level: level) * logVariance.squareRoot()
        let limits = scale.limits(survival, reach: reach)
        return Interval(lower: limits.lower, upper: limits.upper, level: level, method: scale.method)
    }
}

extension KaplanMeier {
    /// The probability to be free of the event at a time, which is at least 0.
    ///
    /// No limits where S is 1 or 0. Equals R `summary(survfit(…, conf.type = "log-log"), times = time)`.
    public func survival(at time: Double, level: Double = 0.95, scale: SurvivalScale = .logLog) -> Estimate {
        switch step(at: time) {
        case .success(let step): .value(step.survival, interval: step.interval(level: level, scale: scale))
        case .failure(let reason): .notEstimable(reason)
        }
    }

    /// This curve less another at a time, with the test that they agree there.
    ///
    /// The two curves are of different patients; standard error √(se₁² + se₂²) by Greenwood, symmetric limits.
    /// Not estimable where one of them is not, or where neither varies.
    public func difference(from other: KaplanMeier, at time: Double, level: Double = 0.95)
        -> Result<SurvivalDifference, NotEstimable>
    {
        step(at: time).flatMap { mine in
            other.step(at: time).flatMap { others in
                let variance = mine.variance + others.variance
                guard variance > 0 else { return .failure(.noVariation(of: "survival at this time")) }
                return .success(
                    SurvivalDifference(mine.survival - others.survival, error: variance.squareRoot(), level: level)
                )
            }
        }
    }
}

extension KaplanMeier.Step {
    /// Greenwood's variance of S; 0 where S is 1 or 0.
    var variance: Double { survival > 0 ? survival * survival * logVariance : 0 }
}

/// The difference of two survival probabilities at one time.
public struct SurvivalDifference: Sendable, Equatable {
    /// First less second, with limits.
    public let estimate: Estimate
    /// Of the difference.
    public let standardError: Double
    /// Standard normal where the two are equal.
    public let z: Double
    /// Two-sided.
    public let p: Double

    init(_ difference: Double, error: Double, level: Double) {
        let reach = NormalDistribution.criticalValue(level: level) * error
        let interval = Interval(
            lower: difference - reach,
            upper: difference + reach,
            level: level,
            method: .survivalPlain
        )
        estimate = .value(difference, interval: interval)
        standardError = error
        z = difference / error
        p = NormalDistribution.twoSidedP(z)
    }
}
