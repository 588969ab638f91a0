import Foundation

/// A number of patients or events from a formula, before and after it is rounded up.
public struct PlannedNumber: Sendable, Equatable {
    /// As the formula gives it.
    public let exact: Double

    init(_ exact: Double) { self.exact = exact }

    /// The smallest whole number not below it; a rounding error of the formula above a whole number is not counted.
    public var count: Double {
        let nearest = exact.rounded()
        return abs(exact - nearest) <= 1e-12 * nearest ? nearest : exact.rounded(.up)
    }

    /// The number of another group that is to be a multiple of this one as rounded.
    public func multiplied(by ratio: Double) -> PlannedNumber { PlannedNumber(ratio * count) }
}

/// The errors a design allows.
public struct ErrorRates: Sendable, Equatable {
    /// Probability of a false rejection, over both sides where the test has two.
    public let alpha: Double
    /// Probability of a right rejection.
    public let power: Double

    /// Both strictly between 0 and 1, the power above alpha.
    public init(alpha: Double, power: Double) {
        precondition(alpha > 0 && alpha < 1 && power > alpha && power < 1, "0 < alpha < power < 1")
        self.alpha = alpha
        self.power = power
    }

    /// The normal quantile that a two-sided test exceeds with probability alpha.
    var twoSidedQuantile: Double { -NormalDistribution.quantile(alpha / 2) }

    /// The normal quantile of the power.
    var powerQuantile: Double { NormalDistribution.quantile(power) }
}
