extension BeggGreenes {
    /// A measure with both standard errors: random tier sizes, and as `designStandardError` fixed ones.
    ///
    /// Unlike ``estimates(level:)`` it takes a tier with a single verified participant as it comes: such a tier adds no
    /// variance of its own, and ``warnings`` names it.
    public func share(_ measure: AccuracyMeasure) -> Result<CorrectedShare, NotEstimable> {
        do throws(NotEstimable) {
            let model = try TierMixture(tiers)
            let share = TierMixture.Share(measure)
            guard let value = model.ratio(share) else { return .failure(.zeroDenominator(share.rawValue)) }
            return .success(
                CorrectedShare(
                    value: value,
                    standardError: model.standardError(share),
                    designStandardError: model.standardError(share, fixedTierSizes: true),
                    intervalMethod: .logitDelta
                )
            )
        } catch {
            return .failure(error)
        }
    }

    /// Whether every tier that has patients has some whose outcome is known; without, nothing is identifiable.
    public var isIdentifiable: Bool { (try? TierMixture(tiers)) != nil }

    /// What to print beside the numbers, in the order of the tiers; none where nothing is identifiable.
    public var warnings: [CorrectionWarning] { (try? TierMixture(tiers))?.warnings ?? [] }
}
