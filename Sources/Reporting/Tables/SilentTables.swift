import Biostatistics
import Trial

/// A report on silent deployment for machines: numbers in full, null with a reason where there is none.
package enum SilentJSON {
    package static func text(_ report: SilentReport) -> String {
        JSONValue.object(
            JSONValue.opening("silent", report.model) + [
                ("outcome", .string(report.outcome.rawValue)), ("level", .double(report.level)),
                ("days", .int(report.days)), ("asOf", .string(report.asOf)),
                ("groups", .array(report.groups.map { group($0, report.level) })),
                ("methods", .array(SilentMethods.sentences(report).map(JSONValue.string))),
            ]
        ).text
    }

    private static func group(_ group: SilentReport.Group, _ level: Double) -> JSONValue {
        let standings = SilentStanding.allCases.map { standing in
            JSONValue.object([
                ("standing", .string(standing.rawValue)), ("watched", .bool(standing.isFollowed)),
                ("patients", .int(group.count(standing))), ("flagged", .int(group.standings[standing]?.events ?? 0)),
            ])
        }
        let measures = group.measures.map { measure in
            JSONValue.object(
                [
                    ("measure", .string(measure.id)), ("events", .int(measure.counts.events)),
                    ("total", .int(measure.counts.total)),
                ] + JSONValue.members("share", "wilson", measure.counts.wilson(level: level))
            )
        }
        return .object(
            [
                ("site", .optional(group.site)), ("standings", .array(standings)),
                ("truePositives", .int(group.matrix.truePositives)),
                ("falsePositives", .int(group.matrix.falsePositives)),
                ("falseNegatives", .int(group.matrix.falseNegatives)),
                ("trueNegatives", .int(group.matrix.trueNegatives)), ("outcomeUnknown", .int(group.unknown)),
                ("measures", .array(measures)),
            ] + JSONValue.members("auroc", "aurocLimits", group.auroc)
        )
    }
}

extension ReportCSV {
    /// One figure a line; the place of a tier is taken by the site, or `all`.
    package static func text(_ report: SilentReport) -> String {
        var table = LongTable(report: "silent", source: report.model.source)
        for group in report.groups {
            let key = LongTable.Key(
                model: report.model.model,
                outcome: report.outcome.rawValue,
                tier: group.site ?? "all"
            )
            for standing in SilentStanding.allCases {
                table.addCount(key, "patients_\(standing.rawValue)", group.count(standing))
            }
            for measure in group.measures {
                table.add(key, measure.id, measure.counts.wilson(level: report.level), counts: measure.counts)
            }
            table.add(key, "auroc", group.auroc)
        }
        return table.text
    }
}
