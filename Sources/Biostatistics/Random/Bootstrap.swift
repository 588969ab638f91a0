/// A bootstrap of any statistic, whose replicates each have a seed of their own.
///
/// Replicate r draws from xoshiro256** seeded with output r of SplitMix64 of the seed, so that results do not depend on
/// order or threads. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993.
public struct Bootstrap: Sendable, Equatable {
    /// The seed of all replicates.
    public let seed: UInt64
    /// How many samples are drawn.
    public let replicates: Int

    /// Replicates are at least 1.
    public init(seed: UInt64, replicates: Int = 2000) {
        precondition(replicates > 0, "replicates must be at least 1")
        self.seed = seed
        self.replicates = replicates
    }

    /// Draws as many of `count` observations with replacement as there are, again and again, on all processors.
    ///
    /// The statistic is given the indices drawn, all from 0 to count − 1 in order for the estimate itself; it is nil where
    /// it is undefined. Refused where it is undefined in the data.
    public func run(
        count: Int,
        statistic: @Sendable ([Int]) -> Double?
    ) -> Result<ReplicateDistribution, NotEstimable> {
        run(strata: [Array(0..<count)], statistic: statistic)
    }

    /// The same within strata, each resampled at its own size and in the order given.
    public func run(
        strata: [[Int]],
        statistic: @Sendable ([Int]) -> Double?
    ) -> Result<ReplicateDistribution, NotEstimable> {
        guard let estimate = statistic(strata.flatMap(\.self)), estimate.isFinite else {
            return .failure(.undefined("the statistic is undefined in the data"))
        }
        let values = Replication.run(replicates, seed: seed, workspace: {}) { generator, _ -> Double? in
            let sample = strata.flatMap { stratum in
                stratum.map { _ in stratum[generator.index(below: stratum.count)] }
            }
            return statistic(sample).flatMap { $0.isFinite ? $0 : nil }
        }
        return .success(ReplicateDistribution(estimate: estimate, values: values))
    }
}
