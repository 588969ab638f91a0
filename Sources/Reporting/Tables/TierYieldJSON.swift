import Biostatistics
import Trial

/// A tier-yield report for machines: numbers in full, null with a reason where there is none.
package enum TierYieldJSON {
    package static func text(_ report: TierYieldReport) -> String {
        let rows = report.sections.flatMap { section in
            (section.rows + [section.overall]).map { row($0, in: section) }
        }
        let body: [(String, JSONValue)] = [
            ("rows", .array(rows)), ("trend", .array(report.sections.map(trend))),
            ("againstLowest", .array(report.sections.flatMap(contrasts))),
        ]
        let closing = JSONValue.closing(
            report.header,
            methods: TierYieldMethods.sentences(level: report.header.level)
        )
        return JSONValue.object(JSONValue.opening("tier-yield", report.header) + body + closing).text
    }

    private static func key(_ section: TierYieldReport.Section) -> [(String, JSONValue)] {
        [("model", .string(section.model)), ("outcome", .string(section.outcome.rawValue))]
    }

    private static func row(_ row: TierYieldReport.Row, in section: TierYieldReport.Section) -> JSONValue {
        let counts: [(String, JSONValue)] = [
            ("tier", .string(row.id)), ("label", .string(row.title)), ("n", .int(row.tally.enrolled)),
            ("echoed", .int(row.tally.echoed)), ("known", .int(row.tally.known)), ("events", .int(row.tally.events)),
        ]
        let estimates: [(String, JSONValue)] = [
            ("proportion", .point(row.wilson)), ("wilson", .limits(row.wilson)),
            ("clopperPearson", .limits(row.clopperPearson)), ("numberNeededToEcho", .point(row.numberNeededToEcho)),
            ("numberNeededToEchoLimits", .limits(row.numberNeededToEcho)),
        ]
        let reason = row.wilson.reason.map { [("reason", JSONValue.string($0.explanation))] } ?? []
        return .object(key(section) + counts + estimates + reason)
    }

    private static func trend(_ section: TierYieldReport.Section) -> JSONValue {
        switch section.trend {
        case .success(let test): .object(key(section) + [("z", .double(test.z)), ("p", .double(test.p))])
        case .failure(let reason):
            .object(key(section) + [("z", .null), ("p", .null), ("reason", .string(reason.explanation))])
        }
    }

    private static func contrasts(_ section: TierYieldReport.Section) -> [JSONValue] {
        section.rows.compactMap { row in
            guard let contrast = row.againstLowest, let lowest = section.rows.last else { return nil }
            let names = [("tier", JSONValue.string(row.id)), ("against", JSONValue.string(lowest.id))]
            let ratio = JSONValue.members("riskRatio", "riskRatioLimits", contrast.riskRatio)
            let difference = JSONValue.members("riskDifference", "riskDifferenceLimits", contrast.riskDifference)
            return .object(key(section) + names + ratio + difference)
        }
    }
}
