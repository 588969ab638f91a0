/// Accuracy weighted back to the frame: each verified participant stands for N/n patients of the enrolling tier.
///
/// The test may be any model's: its positives need not follow the enrolling tiers. Horvitz–Thompson totals, Hájek ratios,
/// linearised variance within the enrolling tiers, limits on the logit scale. Points and stratified standard errors agree
/// with R `survey::svyratio`. Sources: Horvitz and Thompson, J Am Stat Assoc 47 (1952) 663; Lumley, Complex Surveys (2010).
public struct WeightedAccuracy: Sendable, Equatable {
    /// One enrolling tier and its verified participants.
    public struct Stratum: Sendable, Equatable {
        /// Name of the enrolling tier.
        public let tier: String
        /// Eligible patients of the tier in the closed frame (N); nil where unknown.
        public let eligible: Int?
        /// The test against the outcome in those whose outcome is known (n).
        public let verified: ConfusionMatrix

        /// The tier's share of the frame and the table of its verified participants.
        public init(tier: String, eligible: Int?, verified: ConfusionMatrix) {
            self.tier = tier
            self.eligible = eligible
            self.verified = verified
        }

        /// The counts that decide the weight.
        public var sample: TierSample { TierSample(tier: tier, eligible: eligible, verified: verified.total) }
    }

    /// The enrolling tiers, in the order of the report.
    public let strata: [Stratum]

    /// Every enrolling tier of the frame belongs in the list, also one without verified participants.
    public init(strata: [Stratum]) { self.strata = strata }

    /// The five estimates; all refused where an N is unknown or a tier of the frame has no verified participant.
    ///
    /// A tier with a single verified participant leaves the points but takes the intervals.
    public func estimates(level: Double = 0.95) -> CorrectedAccuracy {
        do throws(NotEstimable) {
            var tables: [WeightedTable] = []
            for stratum in strata {
                tables.append(WeightedTable(weight: try stratum.sample.weight(), counts: stratum.verified))
            }
            let warnings = strata.flatMap {
                CorrectionWarning.of(tier: $0.tier, diseased: $0.verified.prevalence)
            }
            return Self.estimates(tables, level: level, warnings: warnings)
        } catch {
            return CorrectedAccuracy(refused: error)
        }
    }

    private static func estimates(
        _ tables: [WeightedTable],
        level: Double,
        warnings: [CorrectionWarning]
    ) -> CorrectedAccuracy {
        func estimate(_ whole: String, _ share: (ConfusionMatrix) -> Proportion) -> Estimate {
            WeightedShare(tables, of: whole, share).estimate(level: level)
        }
        return CorrectedAccuracy(
            sensitivity: estimate("the weighted number of diseased") { $0.sensitivity },
            specificity: estimate("the weighted number of healthy") { $0.specificity },
            ppv: estimate("the weighted number of test positives") { $0.ppv },
            npv: estimate("the weighted number of test negatives") { $0.npv },
            prevalence: estimate("the weighted number of patients") { $0.prevalence },
            warnings: warnings
        )
    }
}
