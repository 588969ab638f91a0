/// What a model did at the sites of a trial, by month: all that a drift report is made from.
package struct DriftTally: Sendable, Equatable {
    package let model: WatchedModel
    /// In any order; a site and month at most once.
    package let months: [Month]

    /// The recordings of one site and month.
    package struct Month: Sendable, Equatable {
        package let site: String
        /// Nil: of recordings that name no day.
        package let month: CalendarMonth?
        package let recordings: Int
        package let scored: Int
        /// Turned away by the input-quality gate.
        package let refused: Int
        package let flagged: Int
        /// Score at 5, 25, 50, 75 and 95 %; empty where nothing was scored.
        package let quantiles: [Double]
        /// A recording counts under each of its reasons.
        package let reasons: [String: Int]

        /// - Precondition: scored and refused recordings are different ones, and flagged ones were scored.
        package init(
            site: String,
            month: CalendarMonth?,
            recordings: Int,
            scored: Int,
            refused: Int,
            flagged: Int,
            quantiles: [Double] = [],
            reasons: [String: Int] = [:]
        ) {
            precondition(scored + refused <= recordings && flagged <= scored, "counts of a month contradict each other")
            self.site = site
            self.month = month
            self.recordings = recordings
            self.scored = scored
            self.refused = refused
            self.flagged = flagged
            self.quantiles = quantiles
            self.reasons = reasons
        }

        /// Neither scored nor turned away: queued, or imported where the model does not work.
        package var waiting: Int { recordings - scored - refused }
    }

    package init(model: WatchedModel, months: [Month]) {
        self.model = model
        self.months = months
    }
}
