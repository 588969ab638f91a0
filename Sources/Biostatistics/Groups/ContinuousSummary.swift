import Foundation

/// A sample of a continuous measurement, described.
public struct ContinuousSummary: Sendable, Equatable {
    /// The values in ascending order.
    public let sorted: [Double]
    /// Arithmetic mean, summed with compensation; nil without values.
    public let mean: Double?
    /// Standard deviation with n − 1; nil below two values.
    public let standardDeviation: Double?

    /// All values are finite.
    public init(_ values: [Double]) {
        precondition(values.allSatisfy(\.isFinite), "values must be finite")
        sorted = values.sorted()
        let n = Double(sorted.count)
        guard let first = sorted.first else {
            (mean, standardDeviation) = (nil, nil)
            return
        }
        // Differences from one of the values keep the digits of values that share a large part.
        let excess = CompensatedSum.of(sorted.lazy.map { $0 - first }) / n
        mean = first + excess
        let squares = CompensatedSum.of(sorted.lazy.map { ($0 - first - excess) * ($0 - first - excess) })
        standardDeviation = n > 1 ? (squares / (n - 1)).squareRoot() : nil
    }

    /// How many values there are.
    public var count: Int { sorted.count }
    /// Smallest value; nil without values.
    public var minimum: Double? { sorted.first }
    /// Largest value; nil without values.
    public var maximum: Double? { sorted.last }
    /// The middle value, or the mean of the two in the middle; nil without values.
    public var median: Double? { quantile(0.5) }
    /// Standard deviation over √n; nil below two values.
    public var standardError: Double? { standardDeviation.map { $0 / Double(count).squareRoot() } }

    /// exp of the mean logarithm; not estimable where a value is not positive.
    public var geometricMean: Estimate {
        guard let least = sorted.first else { return .notEstimable(.noObservations) }
        guard least > 0 else { return .notEstimable(.undefined("values of 0 or below have no geometric mean")) }
        return .value(exp(CompensatedSum.of(sorted.lazy.map { log($0) }) / Double(count)), interval: nil)
    }

    /// The mean with Student's t interval: R `t.test`; without an interval below two values.
    public func meanEstimate(level: Double = 0.95) -> Estimate {
        guard let mean else { return .notEstimable(.noObservations) }
        guard let standardError else { return .value(mean, interval: nil) }
        let half = StudentTDistribution.criticalValue(level: level, df: Double(count - 1)) * standardError
        return .value(mean, interval: Interval(lower: mean - half, upper: mean + half, level: level, method: .studentT))
    }

    /// Which order statistics a quantile lies between, after Hyndman and Fan, American Statistician 50 (1996) 361.
    public enum QuantileType: Int, Sendable {
        /// Averages the two neighbours where n·p is whole: the default of SAS.
        case averaged = 2
        /// Interpolates linearly between (n − 1)·p + 1: the default of R.
        case interpolated = 7
    }

    /// The quantile at p in [0, 1]: R `quantile(x, p, type =)`; nil without values.
    public func quantile(_ p: Double, type: QuantileType = .interpolated) -> Double? {
        precondition((0...1).contains(p), "a probability lies in 0...1")
        guard count > 0 else { return nil }
        switch type {
        case .interpolated:
            let place = Double(count - 1) * p
            let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
            let share = place - place.rounded(.down)
            return share == 0 ? sorted[low] : (1 - share) * sorted[low] + share * sorted[high]
        case .averaged:
            let place = Double(count) * p
            let below = (place + 4 * Double.ulpOfOne).rounded(.down)
            let low = min(count, max(1, Int(below))) - 1
            let high = min(count, max(1, Int(below) + 1)) - 1
            return place > below ? sorted[high] : 0.5 * (sorted[low] + sorted[high])
        }
    }

    /// Third less first quartile, interpolated; nil without values.
    public var interquartileRange: Double? {
        guard let upper = quantile(0.75), let lower = quantile(0.25) else { return nil }
        return upper - lower
    }
}

extension IntervalMethod {
    /// Student's t with n − 1 or pooled degrees of freedom.
    public static let studentT = IntervalMethod("Student t")
    /// Student's t with the degrees of freedom of Welch and Satterthwaite.
    public static let welchT = IntervalMethod("Welch t")
}
