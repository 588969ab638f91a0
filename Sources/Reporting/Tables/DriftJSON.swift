import Biostatistics

/// A drift report for machines: numbers in full, null where there is none.
package enum DriftJSON {
    package static func text(_ report: DriftReport) -> String {
        JSONValue.object(
            JSONValue.opening("drift", report.model) + [
                ("baselineMonths", .int(report.baselineMonths)),
                ("tail", .double(ProportionChart.tail)), ("runLength", .int(ProportionChart.runLength)),
                ("sites", .array(report.sites.map(site))), ("notCharted", .array(report.left.map(left))),
                ("methods", .array(DriftMethods.sentences(report).map(JSONValue.string))),
            ]
        ).text
    }

    private static func site(_ site: DriftReport.Site) -> JSONValue {
        .object([
            ("site", .string(site.code)), ("flaggedCentre", centre(site.flagged)),
            ("refusedCentre", centre(site.refused)),
            (
                "months",
                .array(
                    zip(site.months, zip(site.flagged.points, site.refused.points)).map { month($0, $1.0, $1.1) }
                )
            ),
        ])
    }

    private static func centre(_ chart: ProportionChart) -> JSONValue {
        .object([
            ("events", .int(chart.baseline.events)), ("total", .int(chart.baseline.total)),
            ("share", chart.centre.map(JSONValue.double) ?? .null), ("months", .int(chart.baselinePeriods)),
        ])
    }

    private static func month(
        _ month: DriftTally.Month,
        _ flagged: ProportionChart.Point,
        _ refused: ProportionChart.Point
    ) -> JSONValue {
        let reasons = month.reasons.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.int($0.value)) }
        return .object([
            ("month", .optional(month.month?.description)), ("recordings", .int(month.recordings)),
            ("scored", .int(month.scored)), ("refused", .int(month.refused)), ("notScored", .int(month.waiting)),
            ("flagged", point(flagged)), ("turnedAway", point(refused)), ("reasons", .object(reasons)),
            ("scoreQuantiles", month.quantiles.isEmpty ? .null : .array(month.quantiles.map(JSONValue.double))),
        ])
    }

    private static func point(_ point: ProportionChart.Point) -> JSONValue {
        .object([
            ("events", .int(point.counts.events)), ("total", .int(point.counts.total)),
            ("share", point.counts.estimate.map(JSONValue.double) ?? .null),
            ("limits", point.limits.map { .array([.int($0.lowerBound), .int($0.upperBound)]) } ?? .null),
            ("above", .bool(point.isAbove)), ("below", .bool(point.isBelow)), ("inRun", .bool(point.isInRun)),
        ])
    }

    private static func left(_ left: DriftReport.Left) -> JSONValue {
        .object([
            ("site", .string(left.site)), ("reason", .string(left.reason)), ("recordings", .int(left.recordings)),
        ])
    }
}

extension JSONValue {
    /// What a report on a model at work states of itself, in front of its rows.
    static func opening(_ report: String, _ model: WatchedModel) -> [(String, JSONValue)] {
        [
            ("report", .string(report)), ("source", .string(model.source)), ("trial", .string(model.trial)),
            ("versions", .object([("report", .string(ReportVersion.current))])), ("model", .string(model.model)),
            ("weightsSha256", .string(model.weightsSHA256)), ("releases", .string(model.releases)),
            ("output", .string(model.output)), ("threshold", .double(model.threshold)),
            ("thresholdOrigin", .string(model.thresholdOrigin)),
        ]
    }
}
