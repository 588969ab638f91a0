package import Biostatistics
package import Trial

/// How well each cut between tiers separates participants with and without an outcome.
package struct AccuracyReport: Sendable, Equatable {
    package let header: ReportHeader
    /// Of the enrolling model, which decides the weights; one an outcome.
    package let verification: [Verification]
    /// One a model and outcome, models first.
    package let sections: [Section]
    /// Whom the weighted figures speak for; nil where there is no frame.
    package let targetPopulation: String?

    /// How many of each enrolling tier have the outcome known.
    package struct Verification: Sendable, Equatable {
        package let outcome: Outcome
        /// From the highest tier down.
        package let tiers: [TierVerification]
    }

    package struct TierVerification: Sendable, Equatable {
        package let tier: Tier
        /// N_k: eligible in the closed frame; nil: unknown.
        package let eligible: Int?
        package let tally: TierTally
    }

    /// One model and one outcome.
    package struct Section: Sendable, Equatable {
        package let model: String
        package let outcome: Outcome
        /// From the highest cut down.
        package let cuts: [Cut]
        package let notes: [String]
    }

    /// Test positive: in `tier` or above.
    package struct Cut: Sendable, Equatable {
        package let tier: Tier
        package let matrix: ConfusionMatrix
        package let measures: [Measure]
        /// What weakens the weighted figures without refusing them.
        package let warnings: [String]
    }

    package struct Measure: Sendable, Equatable {
        package let kind: Kind
        package let counts: Proportion
        /// Among the participants whose outcome is known, as they were sampled; Wilson's interval.
        package let naive: Estimate
        /// In the target population: each participant weighs N_k/n_k of the enrolling tier.
        package let weighted: Estimate
    }

    package enum Kind: String, Sendable, CaseIterable {
        case sensitivity, specificity, ppv, npv

        package var title: String {
            switch self {
            case .sensitivity: "Sensitivity"
            case .specificity: "Specificity"
            case .ppv: "PPV"
            case .npv: "NPV"
            }
        }
    }

    package init(cut: DataCut, plan: AnalysisPlan) {
        let header = ReportHeader(cut: cut, plan: plan)
        let frame = SamplingFrame(cut: cut)
        self.header = header
        targetPopulation = frame.targetPopulation
        verification = plan.outcomes.map { frame.verification(of: $0) }
        sections = plan.models.flatMap { model in
            plan.outcomes.map { outcome in
                AccuracyAnalysis(cut: cut, frame: frame, model: model, outcome: outcome, level: plan.level)
                    .section(notes: header.notes(model: model, outcome: outcome))
            }
        }
    }
}
