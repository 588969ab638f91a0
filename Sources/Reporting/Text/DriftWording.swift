import Biostatistics

/// A drift report in words, the same on a terminal and on a page.
enum DriftWording {
    static let title = "Drift of a model at work"

    /// One month of a site's table.
    struct Row {
        let month: String
        let recordings: String
        let scored: String
        let waiting: String
        let flagged: String
        let flaggedShare: String
        let flaggedLimits: String
        let refused: String
        let refusedShare: String
        let refusedLimits: String
        /// Median with quartiles.
        let quartiles: String
        /// 5 to 95 %.
        let range: String
        /// Such as `lead-missing 3, poor-quality 1`.
        let reasons: String
        let signals: [String]
    }

    static func rows(_ site: DriftReport.Site) -> [Row] {
        site.months.indices.map { index in
            let (month, flagged, refused) = (site.months[index], site.flagged.points[index], site.refused.points[index])
            return Row(
                month: month.month?.description ?? "",
                recordings: "\(month.recordings)",
                scored: "\(month.scored)",
                waiting: "\(month.waiting)",
                flagged: "\(flagged.counts.events)/\(flagged.counts.total)",
                flaggedShare: share(flagged.counts),
                flaggedLimits: limits(flagged),
                refused: "\(refused.counts.events)/\(refused.counts.total)",
                refusedShare: share(refused.counts),
                refusedLimits: limits(refused),
                quartiles: quartiles(month.quantiles),
                range: range(month.quantiles),
                reasons: month.reasons.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
                    .joined(separator: ", "),
                signals: signals(flagged, refused)
            )
        }
    }

    /// Such as `centre lines: flagged 24/140 (17.1 %), turned away 3/143 (2.1 %)`.
    static func centres(_ site: DriftReport.Site) -> String {
        let months = site.flagged.baselinePeriods
        return "centre lines: flagged \(Wording.countPercent(site.flagged.baseline)), "
            + "turned away \(Wording.countPercent(site.refused.baseline)), "
            + "of the first \(months == 1 ? "month" : "\(months) months")"
    }

    /// Marked months, reasons, and what is missing.
    static func sentences(_ site: DriftReport.Site) -> [String] {
        let marked = rows(site).filter { !$0.signals.isEmpty }
            .map { "* \($0.month): \($0.signals.joined(separator: ", "))" }
        let reasons = site.reasons.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
        let waiting = site.months.map(\.waiting).reduce(0, +)
        return marked
            + [
                reasons.isEmpty ? nil : "Turned away, by reason: \(reasons)",
                waiting == 0 ? nil : "Not scored yet: \(waiting) recordings",
                site.flagged.centre == nil ? "No recording was scored: there are no limits for the share flagged" : nil,
            ].compactMap(\.self)
    }

    private static func signals(_ flagged: ProportionChart.Point, _ refused: ProportionChart.Point) -> [String] {
        DriftSignal.words(flagged, "share flagged") + DriftSignal.words(refused, "share turned away")
    }

    private static func share(_ counts: Proportion) -> String { counts.estimate.map(Wording.percent) ?? "–" }

    private static func limits(_ point: ProportionChart.Point) -> String {
        point.limitShares.map { shares in
            "(\(DisplayFormat.percent(shares.lowerBound))–\(DisplayFormat.percent(shares.upperBound)))"
        } ?? "–"
    }

    private static func quartiles(_ quantiles: [Double]) -> String {
        guard quantiles.count == 5 else { return "–" }
        let text = quantiles.map { DisplayFormat.number($0, decimals: 3) }
        return "\(text[2]) (\(text[1])–\(text[3]))"
    }

    private static func range(_ quantiles: [Double]) -> String {
        guard let low = quantiles.first, let high = quantiles.last else { return "–" }
        return "\(DisplayFormat.number(low, decimals: 3))–\(DisplayFormat.number(high, decimals: 3))"
    }
}
