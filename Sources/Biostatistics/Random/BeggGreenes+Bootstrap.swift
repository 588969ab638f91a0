extension BeggGreenes {
    /// Resamples the verified patients within their tiers, the tiers' sizes fixed: corrected sensitivity and specificity.
    ///
    /// A draw counts as diseased with the chance observed in the tier. Samples without cases leave sensitivity undefined.
    public func bootstrap(
        _ plan: Bootstrap
    ) -> (sensitivity: BootstrapDistribution, specificity: BootstrapDistribution) {
        let samples = (0..<plan.replicates).map { replicate in
            var generator = plan.generator(replicate)
            return resampled(using: &generator).points
        }
        let observed = points
        return (
            BootstrapDistribution(estimate: observed.sensitivity, replicates: samples.map(\.sensitivity)),
            BootstrapDistribution(estimate: observed.specificity, replicates: samples.map(\.specificity))
        )
    }

    private var points: (sensitivity: Double?, specificity: Double?) {
        let estimates = estimates()
        return (estimates.sensitivity.point, estimates.specificity.point)
    }

    private func resampled(using generator: inout Xoshiro256StarStar) -> BeggGreenes {
        BeggGreenes(
            tiers: tiers.map { tier in
                let size = tier.sample.verified
                let diseased = (0..<size).count { _ in generator.index(below: size) < tier.diseased }
                return Tier(tier.sample, diseased: diseased, isPositive: tier.isPositive)
            }
        )
    }
}
