import Foundation

/// When a trial will have its patients, and how many there will be by then.
///
/// Enrolment is a Poisson process whose rate has a Gamma(shape, rate) prior; the posterior is Gamma(shape + n, rate +
/// days). Source: Anisimov and Fedorov, Statistics in Medicine 26 (2007) 4958.
public struct EnrollmentProjection: Sendable, Equatable {
    /// Patients so far.
    public let enrolled: Int
    /// Days in which they came.
    public let days: Double
    /// Patients wanted.
    public let target: Int
    /// Shape of the prior, 0 for none.
    public let priorShape: Double
    /// Rate of the prior in days, 0 for none.
    public let priorRate: Double

    /// Counts, days and prior are not negative; the prior's shape is 0 or at least 10⁻⁶.
    public init(enrolled: Int, days: Double, target: Int, priorShape: Double = 0, priorRate: Double = 0) {
        precondition(enrolled >= 0 && target >= 0 && days >= 0 && days.isFinite, "not an enrolment")
        precondition(
            (priorShape == 0 || priorShape >= 1e-6) && priorRate >= 0 && (priorShape + priorRate).isFinite,
            "not a prior"
        )
        self.enrolled = enrolled
        self.days = days
        self.target = target
        self.priorShape = priorShape
        self.priorRate = priorRate
    }

    /// Patients still wanted.
    public var remaining: Int { max(0, target - enrolled) }

    /// Patients a day with the exact Poisson interval.
    ///
    /// Equals R `poisson.test(n, days)`. Source: Garwood, Biometrika 28 (1936) 437.
    public func rate(level: Double = 0.95) -> Estimate {
        guard days > 0 else { return .notEstimable(.zeroDenominator("the number of days")) }
        let tail = NormalDistribution.tail(level: level)
        let lower = enrolled == 0 ? 0 : GammaDistribution.quantile(tail, shape: Double(enrolled))
        let upper = GammaDistribution.upperQuantile(tail, shape: Double(enrolled) + 1)
        let limits = Interval(lower: lower / days, upper: upper / days, level: level, method: .exactPoisson)
        return .value(Double(enrolled) / days, interval: limits)
    }

    /// Days to the target at the rate so far, infinite at none, with the gamma limits of a known rate.
    ///
    /// The limits leave out that the rate is itself estimated: they are for comparison with `daysToTarget`.
    public func daysAtRateSoFar(level: Double = 0.95) -> Estimate {
        if remaining == 0 { return .value(0, interval: Interval(lower: 0, upper: 0, level: level, method: .knownRate)) }
        guard days > 0 else { return .notEstimable(.zeroDenominator("the number of days")) }
        guard enrolled > 0 else { return .value(.infinity, interval: nil) }
        let (rate, tail) = (Double(enrolled) / days, NormalDistribution.tail(level: level))
        let limits = Interval(
            lower: GammaDistribution.quantile(tail, shape: Double(remaining)) / rate,
            upper: GammaDistribution.upperQuantile(tail, shape: Double(remaining)) / rate,
            level: level,
            method: .knownRate
        )
        return .value(Double(remaining) / rate, interval: limits)
    }

    /// The median of the days to the target, with the limits between which they lie with the probability of the level.
    ///
    /// (rate + days) · X/(1 − X) with X ~ Beta(remaining, shape + n): a beta-prime distribution.
    public func daysToTarget(level: Double = 0.95) -> Estimate {
        if remaining == 0 {
            return .value(0, interval: Interval(lower: 0, upper: 0, level: level, method: .predictive))
        }
        guard let (shape, rate) = posterior else { return .notEstimable(Self.noInformation) }
        let tail = NormalDistribution.tail(level: level)
        func quantile(_ tails: TailPair) -> Double {
            rate * exp(BetaDistribution.logitQuantile(tails, a: Double(remaining), b: shape))
        }
        let limits = Interval(
            lower: quantile(TailPair(lower: tail)),
            upper: quantile(TailPair(upper: tail)),
            level: level,
            method: .predictive
        )
        return .value(quantile(TailPair(lower: 0.5, upper: 0.5)), interval: limits)
    }

    /// Shape and rate of the posterior; nil where neither patients nor a prior say anything.
    private var posterior: (shape: Double, rate: Double)? {
        let (shape, rate) = (priorShape + Double(enrolled), priorRate + days)
        return shape > 0 && rate > 0 ? (shape, rate) : nil
    }

    static let noInformation = NotEstimable.undefined("no days or nobody enrolled, and no prior")
}

extension EnrollmentProjection {
    /// The mean number of patients in days to come, with predictive limits.
    ///
    /// Negative binomial with size shape + n and success probability (rate + days)/(rate + days + future).
    public func futureCount(days future: Double, level: Double = 0.95) -> Estimate {
        precondition(future >= 0 && future.isFinite, "days to come must not be negative")
        guard let (shape, rate) = posterior else { return .notEstimable(Self.noInformation) }
        // Counts are whole numbers of 63 bits; the limits of so many would lie within their own rounding.
        guard shape * (future / rate) < 1e15 else {
            return .notEstimable(.undefined("more patients than can be counted"))
        }
        let tail = NormalDistribution.tail(level: level)
        func quantile(_ q: Double) -> Double {
            Double(NegativeBinomialDistribution.quantile(q, size: shape, probability: rate / (rate + future)))
        }
        let limits = Interval(lower: quantile(tail), upper: quantile(1 - tail), level: level, method: .predictive)
        return .value(shape * (future / rate), interval: limits)
    }

    /// The probability that the target is reached within days to come.
    public func probabilityOfTarget(withinDays future: Double) -> Result<Double, NotEstimable> {
        precondition(future >= 0 && future.isFinite, "days to come must not be negative")
        if remaining == 0 { return .success(1) }
        guard let (shape, rate) = posterior else { return .failure(Self.noInformation) }
        return .success(
            NegativeBinomialDistribution.upperTail(remaining, size: shape, probability: rate / (rate + future))
        )
    }
}

extension IntervalMethod {
    /// Garwood's limits.
    public static let exactPoisson = IntervalMethod("exact Poisson")
    /// Quantiles of a Poisson process with a known rate.
    public static let knownRate = IntervalMethod("gamma, rate taken as known")
    /// Quantiles of what is still to come, the rate being uncertain.
    public static let predictive = IntervalMethod("predictive, equal tails")
}
