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
///
/// Each chapter adds its own beside the code that makes them.
public struct IntervalMethod: RawRepresentable, Sendable, Hashable, Codable {
    /// The name as printed.
    public let rawValue: String

    /// A name such as "Wilson score".
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A name such as "Wilson score".
    public init(_ name: String) { rawValue = name }
}

extension IntervalMethod {
    /// Wilson 1927, without continuity correction.
    public static let wilson = IntervalMethod("Wilson score")
    /// Inverts two one-sided binomial tests.
    public static let clopperPearson = IntervalMethod("Clopper–Pearson exact")
    /// Wilson limits of the yield, inverted and swapped.
    public static let wilsonReciprocal = IntervalMethod("reciprocal of Wilson score")
    /// Newcombe 1998, method 10.
    public static let newcombe = IntervalMethod("Newcombe hybrid score")
    /// Katz 1978, on the logarithm of the ratio.
    public static let katzLog = IntervalMethod("Katz log")
    /// Koopman 1984, score interval of the ratio.
    public static let koopman = IntervalMethod("Koopman score")
    /// Weighted ratio, symmetric on the logit scale.
    public static let logitLinearised = IntervalMethod("logit, linearised variance")
    /// Delta method, symmetric on the logit scale.
    public static let logitDelta = IntervalMethod("logit, delta method")
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
    /// All values of something agree, so that nothing can be said of its spread.
    case noVariation(of: String)
    /// Fewer observations than the quantity needs.
    case tooFew(String, needed: Int)
    /// A model's likelihood rises without end: cases and controls are separated, or a group has no events.
    case separated(String)
    /// The time lies beyond the last at which anybody was followed.
    case beyondFollowUp
    /// The curve never comes down to the level.
    case notReached
    /// An iteration found no solution.
    case noConvergence(String)
    /// The method has no such quantity for these data; the text says why.
    case undefined(String)

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
        case .noVariation(let what): "\(what) does not vary"
        case .tooFew(let what, let needed): "fewer than \(needed) \(what)"
        case .separated(let what): "\(what): the likelihood has no maximum"
        case .beyondFollowUp: "beyond the last follow-up"
        case .notReached: "not reached within follow-up"
        case .noConvergence(let what): "\(what) did not converge"
        case .undefined(let why): why
        }
    }
}
