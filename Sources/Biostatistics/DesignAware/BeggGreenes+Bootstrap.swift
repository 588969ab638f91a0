extension BeggGreenes {
    /// Bootstrap replicates of a measure: the verified of every tier resampled within it, tier sizes fixed.
    ///
    /// Replicate r has a generator of its own and goes through the tiers in their order: as many draws of an index
    /// below n as were verified, each diseased if below x. So the result depends on nothing but the seed.
    public func bootstrap(
        _ measure: AccuracyMeasure,
        replicates: Int = 2000,
        seed: UInt64
    ) -> Result<ReplicateDistribution, NotEstimable> {
        bootstrap([measure], replicates: replicates, seed: seed)[0]
    }

    /// Bootstrap replicates of several measures, all from the same draws.
    public func bootstrap(
        _ measures: [AccuracyMeasure],
        replicates: Int = 2000,
        seed: UInt64
    ) -> [Result<ReplicateDistribution, NotEstimable>] {
        let model: TierMixture
        do throws(NotEstimable) {
            model = try TierMixture(tiers)
        } catch {
            return measures.map { _ in .failure(error) }
        }
        let shares = measures.map(TierMixture.Share.init)
        let values = Replication.run(replicates, seed: seed, workspace: {}) { generator, _ -> [Double?] in
            let resampled = model.resampled(&generator)
            return shares.map(resampled.ratio)
        }
        return shares.enumerated().map { place, share in
            guard let estimate = model.ratio(share) else { return .failure(.zeroDenominator(share.rawValue)) }
            return .success(ReplicateDistribution(estimate: estimate, values: values.map { $0[place] }))
        }
    }
}
