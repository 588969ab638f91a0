import Biostatistics
import Trial

/// An accuracy report for machines: numbers in full, null with a reason where there is none.
package enum AccuracyJSON {
    package static func text(_ report: AccuracyReport) -> String {
        let rows = report.sections.flatMap { section in
            section.cuts.flatMap { cut in cut.measures.map { row($0, cut: cut, section: section) } }
        }
        let body: [(String, JSONValue)] = [
            ("rows", .array(rows)), ("cells", .array(report.sections.flatMap(cells))),
            ("verification", .array(report.verification.flatMap(verification))),
            ("targetPopulation", .optional(report.targetPopulation)),
        ]
        let closing = JSONValue.closing(report.header, methods: AccuracyMethods.sentences(report))
        return JSONValue.object(JSONValue.opening("accuracy", report.header) + body + closing).text
    }

    private static func key(_ section: AccuracyReport.Section, _ cut: AccuracyReport.Cut) -> [(String, JSONValue)] {
        [
            ("model", .string(section.model)), ("outcome", .string(section.outcome.rawValue)),
            ("positiveFrom", .string(cut.tier.id.rawValue)),
        ]
    }

    private static func row(
        _ measure: AccuracyReport.Measure,
        cut: AccuracyReport.Cut,
        section: AccuracyReport.Section
    ) -> JSONValue {
        let counts: [(String, JSONValue)] = [
            ("measure", .string(measure.kind.rawValue)), ("events", .int(measure.counts.events)),
            ("total", .int(measure.counts.total)),
        ]
        let naive = JSONValue.members("naive", "naiveWilson", measure.naive)
        let weighted = JSONValue.members("weighted", "weightedLimits", measure.weighted)
        return .object(key(section, cut) + counts + naive + weighted)
    }

    private static func cells(_ section: AccuracyReport.Section) -> [JSONValue] {
        section.cuts.map { cut in
            .object(
                key(section, cut) + [
                    ("truePositives", .int(cut.matrix.truePositives)),
                    ("falsePositives", .int(cut.matrix.falsePositives)),
                    ("falseNegatives", .int(cut.matrix.falseNegatives)),
                    ("trueNegatives", .int(cut.matrix.trueNegatives)),
                    ("warnings", .array(cut.warnings.map(JSONValue.string))),
                ]
            )
        }
    }

    private static func verification(_ verification: AccuracyReport.Verification) -> [JSONValue] {
        verification.tiers.map { row in
            .object([
                ("outcome", .string(verification.outcome.rawValue)), ("tier", .string(row.tier.id.rawValue)),
                ("recruited", .bool(row.tier.recruited)), ("eligible", row.eligible.map(JSONValue.int) ?? .null),
                ("n", .int(row.tally.enrolled)), ("known", .int(row.tally.known)),
            ])
        }
    }
}
