extension BeggGreenes {
    /// Bootstrap of several measures, all from the same draws: the verified resampled within tiers, tier sizes fixed.
    ///
    /// Each replicate goes through the tiers in their order: as many draws of an index below n as were verified, each
    /// diseased if below x. So the result depends on nothing but the seed. Refused as ``share(_:)`` is.
    public func bootstrap(
        _ measures: [AccuracyMeasure],
        _ plan: Bootstrap
    ) -> [Result<BootstrapDistribution, NotEstimable>] {
        let model: TierMixture
        do throws(NotEstimable) {
            model = try TierMixture(tiers)
        } catch {
            return measures.map { _ in .failure(error) }
        }
        let shares = measures.map(TierMixture.Share.init)
        let values = plan.runConcurrently(workspace: {}) { generator, _ -> [Double?] in
            let resampled = model.resampled(&generator)
            return shares.map(resampled.ratio)
        }
        return shares.enumerated().map { place, share in
            guard let estimate = model.ratio(share) else { return .failure(.zeroDenominator(share.rawValue)) }
            return .success(BootstrapDistribution(estimate: estimate, replicates: values.map { $0[place] }))
        }
    }
}
