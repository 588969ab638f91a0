import Biostatistics
import Trial

extension JSONValue {
    /// Both limits; null where there is no interval.
    static func limits(_ estimate: Estimate) -> JSONValue {
        guard let interval = estimate.interval else { return .null }
        return .array([.double(interval.lower), .double(interval.upper)])
    }

    static func point(_ estimate: Estimate) -> JSONValue { estimate.point.map(JSONValue.double) ?? .null }

    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// The estimate under `name`, its limits under `limitsName`, and, where there is none, why.
    static func members(_ name: String, _ limitsName: String, _ estimate: Estimate) -> [(String, JSONValue)] {
        let numbers = [(name, point(estimate)), (limitsName, limits(estimate))]
        guard let reason = estimate.reason else { return numbers }
        return numbers + [(name + "Reason", .string(reason.explanation))]
    }

    /// What every report states of itself, in front of its rows.
    static func opening(_ report: String, _ header: ReportHeader) -> [(String, JSONValue)] {
        [
            ("report", .string(report)), ("source", .string(header.source)), ("level", .double(header.level)),
            ("participants", .int(header.participants)),
            ("versions", .object([("report", .string(ReportVersion.current))])),
            ("models", .array(header.models.map(model))),
        ]
    }

    /// What every report states of itself, after its rows.
    static func closing(_ header: ReportHeader, methods: [String]) -> [(String, JSONValue)] {
        let exclusions = header.exclusions.map { exclusion in
            JSONValue.object([
                ("step", .string(exclusion.step)), ("reason", .string(exclusion.reason)),
                ("count", .int(exclusion.count)),
            ])
        }
        return [
            ("methods", .array(methods.map(JSONValue.string))), ("exclusions", .array(exclusions)),
            ("remarks", .array(header.remarks.map(JSONValue.string))),
        ]
    }

    private static func model(_ model: ReportHeader.Model) -> JSONValue {
        .object([
            ("model", .string(model.id)), ("enrolling", .bool(model.enrolling)), ("tiers", .string(model.tierOrigin)),
        ])
    }
}
