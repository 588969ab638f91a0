/// A number with its interval, or the reason why there is none.
///
/// Not estimable is a value of its own (`NE` in print, null in JSON): never zero, NaN or a crash.
public enum Estimate: Sendable, Equatable {
    case value(Double, interval: Interval?)
    case notEstimable(NotEstimable)

    /// The point estimate; nil where there is none.
    public var point: Double? {
        guard case .value(let value, _) = self else { return nil }
        return value
    }

    /// The interval; nil where there is none.
    public var interval: Interval? {
        guard case .value(_, let interval) = self else { return nil }
        return interval
    }

    /// Why there is no value; nil where there is one.
    public var reason: NotEstimable? {
        guard case .notEstimable(let reason) = self else { return nil }
        return reason
    }
}

/// A two-sided confidence interval.
///
/// A side without a limit is infinite.
public struct Interval: Sendable, Equatable {
    /// Lower limit; −∞ or the edge of the scale where there is none.
    public let lower: Double
    /// Upper limit; +∞ where there is none.
    public let upper: Double
    /// Two-sided confidence level, such as 0.95.
    public let level: Double
    /// How the limits were found.
    public let method: IntervalMethod

    /// Limits, level and method as they are printed together.
    public init(lower: Double, upper: Double, level: Double, method: IntervalMethod) {
        self.lower = lower
        self.upper = upper
        self.level = level
        self.method = method
    }
}

/// How an interval was made; the raw value is the name printed under a table.
public enum IntervalMethod: String, Sendable, Equatable, Codable {
    case wilson = "Wilson score"
    case clopperPearson = "Clopper–Pearson exact"
    case wilsonReciprocal = "reciprocal of Wilson score"
    case newcombe = "Newcombe hybrid score"
    case katzLog = "Katz log"
    case koopman = "Koopman score"
    case logitLinearised = "logit, linearised variance"
    case logitDelta = "logit, delta method"
}

/// Why a quantity cannot be estimated from these data or under this design.
public enum NotEstimable: Error, Sendable, Equatable {
    case noObservations
    case noEvents
    case oneOutcomeClass
    case emptyTier(String)
    case noVerifiedParticipants(tier: String)
    case unknownFrameCount(tier: String)
    case designCannotSupport(String)
    case zeroDenominator(String)

    /// A phrase for print and for `reason` in JSON.
    public var explanation: String {
        switch self {
        case .noObservations: "no observations"
        case .noEvents: "no events"
        case .oneOutcomeClass: "only one outcome class"
        case .emptyTier(let tier): "tier \(tier) is empty"
        case .noVerifiedParticipants(let tier): "tier \(tier) has no participant whose outcome is known"
        case .unknownFrameCount(let tier): "the number of eligible patients in tier \(tier) of the frame is unknown"
        case .designCannotSupport(let why): why
        case .zeroDenominator(let what): "\(what) is zero"
        }
    }
}
