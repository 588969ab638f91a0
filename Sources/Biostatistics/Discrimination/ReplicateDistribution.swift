/// The values of a statistic in bootstrap replicates, with what is read from them.
///
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993).
public struct ReplicateDistribution: Sendable, Equatable {
    /// The statistic in the data themselves.
    public let estimate: Double
    /// In the order of the replicates; nil where a replicate has no such value.
    public let values: [Double?]
    /// The defined values, lowest first.
    private let sorted: [Double]

    init(estimate: Double, values: [Double?]) {
        self.estimate = estimate
        self.values = values
        sorted = values.compactMap { $0 }.sorted()
    }

    /// Replicates without a value.
    public var undefinedCount: Int { values.count - sorted.count }

    /// Standard deviation of the defined values, divisor n − 1; nil for fewer than two.
    public var standardError: Double? {
        guard let first = sorted.first, let last = sorted.last, sorted.count > 1 else { return nil }
        if first == last { return 0 }
        let mean = CompensatedSum.of(sorted) / Double(sorted.count)
        let squares = CompensatedSum.of(sorted.lazy.map { ($0 - mean) * ($0 - mean) })
        return (squares / Double(sorted.count - 1)).squareRoot()
    }

    /// The estimate between quantiles of the replicates: type 7, as R and NumPy interpolate.
    public func percentile(level: Double = 0.95) -> Estimate {
        guard let limits = limits(level) else { return .value(estimate, interval: nil) }
        let interval = Interval(lower: limits.0, upper: limits.1, level: level, method: .bootstrapPercentile)
        return .value(estimate, interval: interval)
    }

    /// The estimate between twice itself minus the opposite percentile limits; these may leave the scale.
    public func basic(level: Double = 0.95) -> Estimate {
        guard let limits = limits(level) else { return .value(estimate, interval: nil) }
        let interval = Interval(
            lower: 2 * estimate - limits.1,
            upper: 2 * estimate - limits.0,
            level: level,
            method: .bootstrapBasic
        )
        return .value(estimate, interval: interval)
    }

    private func limits(_ level: Double) -> (Double, Double)? {
        precondition(level > 0 && level < 1, "the level must lie between 0 and 1")
        guard !sorted.isEmpty else { return nil }
        return (quantile((1 - level) / 2), quantile(1 - (1 - level) / 2))
    }

    private func quantile(_ probability: Double) -> Double {
        let place = probability * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}

extension IntervalMethod {
    /// Quantiles of bootstrap replicates.
    public static let bootstrapPercentile = IntervalMethod("bootstrap percentile")
    /// Quantiles of bootstrap replicates reflected at the estimate.
    public static let bootstrapBasic = IntervalMethod("bootstrap basic")
}
