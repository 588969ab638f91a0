/// Accuracy of a test whose positives are whole tiers, corrected for the tiers' verification rates in closed form.
///
/// Assumes that within a tier the verified are a random sample. Tier sizes count as random (a multinomial draw of the
/// frame from its population), unlike `WeightedAccuracy`, which takes the frame as given; the points are the same.
/// Source: Begg and Greenes, Biometrics 39 (1983) 207.
public struct BeggGreenes: Sendable, Equatable {
    /// A tier, its verified participants and the diseased among them.
    public struct Tier: Sendable, Equatable {
        /// Frame and verified counts.
        public let sample: TierSample
        /// Verified participants with the disease.
        public let diseased: Int
        /// Whether the cut point calls this tier positive.
        public let isPositive: Bool

        /// Diseased lie in 0...verified.
        public init(_ sample: TierSample, diseased: Int, isPositive: Bool) {
            precondition((0...sample.verified).contains(diseased), "diseased must lie in 0...verified")
            self.sample = sample
            self.diseased = diseased
            self.isPositive = isPositive
        }
    }

    /// The tiers, in the order of the report.
    public let tiers: [Tier]

    /// Every tier of the frame belongs in the list, also one without verified participants.
    public init(tiers: [Tier]) { self.tiers = tiers }

    /// The five estimates with delta-method logit limits; all refused where a tier's weight does not exist.
    ///
    /// A tier with a single verified participant leaves the points but takes the intervals.
    public func estimates(level: Double = 0.95) -> CorrectedAccuracy {
        do throws(NotEstimable) {
            let model = try TierMixture(tiers)
            func estimate(_ share: TierMixture.Share) -> Estimate { model.estimate(share, level: level) }
            return CorrectedAccuracy(
                sensitivity: estimate(.sensitivity),
                specificity: estimate(.specificity),
                ppv: estimate(.ppv),
                npv: estimate(.npv),
                prevalence: estimate(.prevalence),
                warnings: model.warnings
            )
        } catch {
            return CorrectedAccuracy(refused: error)
        }
    }
}
