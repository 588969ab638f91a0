package import Biostatistics
package import Trial

/// What each tier of each model yields, for each outcome.
package struct TierYieldReport: Sendable, Equatable {
    package let header: ReportHeader
    /// One a model and outcome, models first.
    package let sections: [Section]

    /// One model and one outcome.
    package struct Section: Sendable, Equatable {
        package let model: String
        package let outcome: Outcome
        /// From the highest tier down.
        package let rows: [Row]
        package let overall: Row
        /// Over all tiers in ascending order, with scores from 0 in steps of 1.
        package let trend: Result<TrendTest, NotEstimable>
        /// What the data cut says of these figures.
        package let notes: [String]
    }

    /// One tier, or all of them.
    package struct Row: Sendable, Equatable {
        /// Nil: overall.
        package let tier: Tier?
        package let tally: TierTally
        /// Events among known, with Wilson's interval.
        package let wilson: Estimate
        /// Events among known, with the exact interval.
        package let clopperPearson: Estimate
        /// Echocardiograms to find one; infinite where none was found.
        package let numberNeededToEcho: Estimate
        /// Nil for the lowest tier and overall.
        package let againstLowest: Contrast?

        /// `overall`, or the tier's id.
        package var id: String { tier?.id.rawValue ?? "overall" }
    }

    /// One tier held against the lowest.
    package struct Contrast: Sendable, Equatable {
        package let riskRatio: Estimate
        package let riskDifference: Estimate
    }

    /// Counts and estimates for every model and outcome of the plan.
    package init(cut: DataCut, plan: AnalysisPlan) {
        let header = ReportHeader(cut: cut, plan: plan)
        self.header = header
        sections = plan.models.flatMap { model in
            plan.outcomes.map { outcome in
                Self.section(model: model, outcome: outcome, cut: cut, level: plan.level, header: header)
            }
        }
    }

    private static func section(
        model: String,
        outcome: Outcome,
        cut: DataCut,
        level: Double,
        header: ReportHeader
    ) -> Section {
        let tallies = TierTally.byTier(of: model, outcome: outcome, in: cut)
        let tiers = cut.tiers[model] ?? []
        let studied = TierTally.studied(tiers, tallies)
        let outside = tiers.filter { !studied.contains($0) }.map { "\($0.label): not recruited, not in these figures." }
        return TierYieldAnalysis(tiers: studied, tallies: tallies, level: level)
            .section(model: model, outcome: outcome, notes: header.notes(model: model, outcome: outcome) + outside)
    }
}
