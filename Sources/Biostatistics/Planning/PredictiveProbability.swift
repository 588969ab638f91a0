import Foundation

/// The chance that a count reaches a threshold in the end, given the count so far and a beta prior of the proportion.
public struct PredictiveProbability: Sendable, Equatable {
    /// Events and patients so far.
    public let observed: Proportion
    /// Patients in the end, at least as many.
    public let total: Int
    /// Events that make the trial a success.
    public let threshold: Int
    /// Shapes of the prior, at least 0.
    public let prior: (a: Double, b: Double)

    /// The total is not below the patients so far; the prior's shapes are finite and not negative.
    public init(observed: Proportion, total: Int, threshold: Int, prior: (a: Double, b: Double) = (1, 1)) {
        precondition(total >= observed.total, "the final number lies below that so far")
        precondition(prior.a >= 0 && prior.b >= 0 && (prior.a + prior.b).isFinite, "shapes are finite and not negative")
        self.observed = observed
        self.total = total
        self.threshold = threshold
        self.prior = prior
    }

    /// Two analyses are equal when all their numbers are.
    public static func == (one: Self, other: Self) -> Bool {
        one.observed == other.observed && one.total == other.total && one.threshold == other.threshold
            && one.prior == other.prior
    }

    /// Shapes of the posterior; nil where one is zero, so that it is no distribution.
    private var posterior: (a: Double, b: Double)? {
        let a = prior.a + Double(observed.events)
        let b = prior.b + Double(observed.total - observed.events)
        return a > 0 && b > 0 ? (a, b) : nil
    }

    /// Mean of the posterior with its central interval, a posterior that is no distribution being refused.
    public func posteriorMean(level: Double = 0.95) -> Estimate {
        guard let (a, b) = posterior else { return .notEstimable(Self.improper) }
        let tail = NormalDistribution.tail(level: level)
        let limits = Interval(
            lower: BetaDistribution.quantile(tail, a: a, b: b),
            upper: 1 - BetaDistribution.quantile(tail, a: b, b: a),
            level: level,
            method: .posterior
        )
        return .value(a / (a + b), interval: limits)
    }

    /// P(final count ≥ threshold): the upper tail of the beta-binomial distribution of what is still to come.
    ///
    /// Terms by their ratio from the largest outwards, over the sum of all, so that no gamma function loses digits.
    public var value: Result<Double, NotEstimable> {
        let (needed, left) = (threshold - observed.events, total - observed.total)
        if needed <= 0 { return .success(1) }
        if needed > left { return .success(0) }
        guard let (a, b) = posterior else { return .failure(Self.improper) }
        func ratio(_ k: Int) -> Double {
            Double(left - k) / Double(k + 1) * ((a + Double(k)) / (b + Double(left - k - 1)))
        }
        let start = min(left, max(0, Int(Double(left) * (a / (a + b)))))
        var (below, above) = (CompensatedSum(), CompensatedSum())
        func add(_ term: Double, at k: Int) { if k >= needed { above.add(term) } else { below.add(term) } }
        add(1, at: start)
        var term = 1.0
        for k in stride(from: start, to: left, by: 1) where term > 0 {
            term *= ratio(k)
            add(term, at: k + 1)
        }
        term = 1
        for k in stride(from: start - 1, through: 0, by: -1) where term > 0 {
            term /= ratio(k)
            add(term, at: k)
        }
        return .success(above.value / (above.value + below.value))
    }

    private static let improper = NotEstimable.undefined("prior and data leave a shape of the posterior at zero")
}

extension IntervalMethod {
    /// Equal posterior probability outside either limit.
    public static let posterior = IntervalMethod("posterior, equal tails")
}
