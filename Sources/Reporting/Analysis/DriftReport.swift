package import Biostatistics

/// How the share that a model flags, its scores and what the gate turns away move from month to month, site by site.
package struct DriftReport: Sendable, Equatable {
    package let model: WatchedModel
    /// How many months were asked for as the baseline.
    package let baselineMonths: Int
    /// The charted months, without a gap.
    package let months: [CalendarMonth]
    /// By code.
    package let sites: [Site]
    /// What is not charted, with its count.
    package let left: [Left]

    /// Recordings that are in no chart.
    package struct Left: Sendable, Equatable {
        package let site: String
        /// Such as `no day of recording`.
        package let reason: String
        package let recordings: Int
    }

    /// One site's charts.
    package struct Site: Sendable, Equatable {
        package let code: String
        /// One a charted month; a month without recordings is there with zeros.
        package let months: [DriftTally.Month]
        /// Flagged of scored.
        package let flagged: ProportionChart
        /// Turned away of judged, that is of scored and turned away.
        package let refused: ProportionChart

        /// Every reason of the site, the most frequent first.
        package var reasons: [(reason: String, count: Int)] {
            months.reduce(into: [String: Int]()) { sums, month in sums.merge(month.reasons) { $0 + $1 } }
                .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
        }
    }

    /// Which months are charted, and which of them set the limits.
    package struct Plan: Sendable, Equatable {
        /// The first months of a site with anything to judge set its limits.
        package let baselineMonths: Int
        /// The first charted month; nil: the earliest with recordings, ``usualMonths`` at most.
        package let from: CalendarMonth?

        package static let usualMonths = 60
        package static let mostMonths = 240

        /// - Throws: ``ReportingError/badRequest(_:)`` where the number makes no baseline.
        package init(baselineMonths: Int = 6, from: CalendarMonth? = nil) throws(ReportingError) {
            guard (1...Self.mostMonths).contains(baselineMonths) else {
                throw .badRequest("--baseline \(baselineMonths): give a number of months from 1 to \(Self.mostMonths)")
            }
            self.baselineMonths = baselineMonths
            self.from = from
        }
    }

    /// - Throws: ``ReportingError/badRequest(_:)`` where no recording lies in the months asked for.
    package init(_ tally: DriftTally, plan: Plan) throws(ReportingError) {
        model = tally.model
        baselineMonths = plan.baselineMonths
        months = try Self.range(tally, plan)
        let charted = Dictionary(grouping: tally.months, by: \.site).sorted { $0.key < $1.key }
        sites = charted.map { [months] in Self.site($0.key, $0.value, months, plan) }
        left = charted.flatMap { [months] in Self.left($0.key, $0.value, first: months.first) }
    }

    private static func range(_ tally: DriftTally, _ plan: Plan) throws(ReportingError) -> [CalendarMonth] {
        let found = tally.months.compactMap(\.month)
        guard let last = found.max(), let earliest = found.min() else {
            throw .badRequest(
                "no recording with a day at the account's sites of trial \(tally.model.trial): "
                    + "import recordings first"
            )
        }
        let first = plan.from ?? max(earliest, CalendarMonth(number: last.number - Plan.usualMonths + 1))
        guard first <= last else {
            throw .badRequest("--from \(first): the last recording is of \(last); give that month or an earlier one")
        }
        guard last.number - first.number < Plan.mostMonths else {
            let nearest = CalendarMonth(number: last.number - Plan.mostMonths + 1)
            throw .badRequest("--from \(first): \(Plan.mostMonths) months can be charted; give \(nearest) or later")
        }
        return (first.number...last.number).map(CalendarMonth.init(number:))
    }

    private static func site(
        _ code: String,
        _ tallied: [DriftTally.Month],
        _ months: [CalendarMonth],
        _ plan: Plan
    ) -> Site {
        let known = Dictionary(tallied.compactMap { month in month.month.map { ($0, month) } }) { first, _ in first }
        let rows = months.map { month in
            known[month]
                ?? DriftTally.Month(site: code, month: month, recordings: 0, scored: 0, refused: 0, flagged: 0)
        }
        return Site(
            code: code,
            months: rows,
            flagged: ProportionChart(
                rows.map { Proportion(events: $0.flagged, total: $0.scored) },
                baselinePeriods: plan.baselineMonths
            ),
            refused: ProportionChart(
                rows.map { Proportion(events: $0.refused, total: $0.scored + $0.refused) },
                baselinePeriods: plan.baselineMonths
            )
        )
    }

    private static func left(_ site: String, _ tallied: [DriftTally.Month], first: CalendarMonth?) -> [Left] {
        let undated = tallied.filter { $0.month == nil }.map(\.recordings).reduce(0, +)
        let early = tallied.filter { month in month.month.flatMap { own in first.map { own < $0 } } ?? false }
            .map(\.recordings).reduce(0, +)
        return [
            Left(site: site, reason: "no day of recording", recordings: undated),
            Left(site: site, reason: "before \(first?.description ?? "the first month")", recordings: early),
        ].filter { $0.recordings > 0 }
    }
}

/// What a month of a chart has to say beside its numbers.
enum DriftSignal {
    /// Such as `flagged above`; empty where there is nothing.
    static func words(_ point: ProportionChart.Point, _ name: String) -> [String] {
        [
            point.isAbove ? "\(name) above its limit" : nil, point.isBelow ? "\(name) below its limit" : nil,
            point.isInRun ? "\(name) in a run" : nil,
        ].compactMap(\.self)
    }
}

/// What stands under a drift report.
enum DriftMethods {
    static func sentences(_ report: DriftReport) -> [String] {
        [
            "Flagged: \(report.model.flagging). Share flagged: flagged / scored. Share turned away: turned away by the "
                + "input-quality gate / (scored + turned away). Recordings that are neither have not been scored yet.",
            "A month is a calendar month of the recording's day in the site's time zone. A patient with several "
                + "recordings counts several times, and the limits take them as independent.",
            "Centre line: the share in the first \(report.baselineMonths) months of the site with anything to judge, or "
                + "in all where there are fewer; it is taken as known.",
            "Control limits: exact binomial quantiles at the centre line for the month's own number, each with at most "
                + "0.135 % beyond it (three standard deviations of a normal value).",
            "A month is marked when its count lies beyond a limit, or when it belongs to a run of at least "
                + "\(ProportionChart.runLength) months on one side of the centre line; months without anything to judge "
                + "are passed over.",
            "Score: 5, 25, 50, 75 and 95 % of the month's scores, interpolated linearly.",
            "Reasons: a recording that was turned away for several counts under each.",
            "A marked month says that something changed, not what: another device or department, other patients, or "
                + "the model's input. With many months and sites some are marked by chance.",
        ]
    }
}
