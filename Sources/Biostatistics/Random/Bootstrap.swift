extension IntervalMethod {
    /// Quantiles of the replicates.
    public static let bootstrapPercentile = IntervalMethod("bootstrap percentile")
    /// The estimate mirrored in the quantiles of the replicates.
    public static let bootstrapBasic = IntervalMethod("bootstrap basic")
}

/// A bootstrap whose replicates each have a seed of their own, so that results do not depend on order or threads.
///
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993.
public struct Bootstrap: Sendable, Equatable {
    /// Replicate r draws from xoshiro256** seeded with output r of SplitMix64 of this seed.
    public let seed: UInt64
    /// How many samples are drawn.
    public let replicates: Int

    /// Replicates are at least 1.
    public init(seed: UInt64, replicates: Int = 2000) {
        precondition(replicates > 0, "replicates must be at least 1")
        self.seed = seed
        self.replicates = replicates
    }

    /// The generator of one replicate, counted from 0.
    public func generator(_ replicate: Int) -> Xoshiro256StarStar {
        Xoshiro256StarStar(seed: SplitMix64.replicateSeed(seed, replicate: UInt64(replicate)))
    }

    /// Draws all samples; the statistic is nil where a sample leaves it undefined.
    public func run(
        estimate: Double?,
        _ statistic: (inout Xoshiro256StarStar) -> Double?
    ) -> BootstrapDistribution {
        BootstrapDistribution(
            estimate: estimate,
            replicates: (0..<replicates).map { replicate in
                var generator = generator(replicate)
                return statistic(&generator)
            }
        )
    }
}

/// What a statistic came to in every sample.
public struct BootstrapDistribution: Sendable, Equatable {
    /// In the data themselves; nil where it is undefined there.
    public let estimate: Double?
    /// In the samples, in the order of their seeds; nil where it is undefined.
    public let replicates: [Double?]
    /// The defined replicates in ascending order, described.
    private let defined: ContinuousSummary

    /// Infinite replicates count as undefined.
    public init(estimate: Double?, replicates: [Double?]) {
        self.estimate = estimate
        self.replicates = replicates.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        defined = ContinuousSummary(self.replicates.compactMap(\.self))
    }

    /// How many samples left the statistic undefined; print it beside the interval.
    public var undefined: Int { replicates.count - defined.count }

    /// The standard deviation of the defined replicates; nil below two.
    public var standardError: Double? { defined.standardDeviation }

    /// The estimate with the type-7 quantiles of the defined replicates.
    public func percentile(level: Double = 0.95) -> Estimate {
        interval(level: level, method: .bootstrapPercentile) { lower, upper, _ in (lower, upper) }
    }

    /// The estimate with twice itself less the opposite percentile limits.
    public func basic(level: Double = 0.95) -> Estimate {
        interval(level: level, method: .bootstrapBasic) { lower, upper, estimate in
            (2 * estimate - upper, 2 * estimate - lower)
        }
    }

    private func interval(
        level: Double,
        method: IntervalMethod,
        _ limits: (Double, Double, Double) -> (Double, Double)
    ) -> Estimate {
        guard let estimate else { return .notEstimable(.undefined("the statistic is undefined in the data")) }
        let tail = NormalDistribution.tail(level: level)
        guard let lower = defined.quantile(tail), let upper = defined.quantile(1 - tail) else {
            return .value(estimate, interval: nil)
        }
        let (low, high) = limits(lower, upper, estimate)
        return .value(estimate, interval: Interval(lower: low, upper: high, level: level, method: method))
    }
}
