import Biostatistics
import Trial

/// A report on silent deployment as one page of HTML that needs nothing else: style and figures are inside.
package enum SilentPage {
    package static func html(_ report: SilentReport) throws(ReportingError) -> String {
        let scored = report.groups.first?.scored.total ?? 0
        let frame = try PageFrame(
            title: SilentWording.title,
            model: report.model,
            counted: .init(name: "Patients scored", text: "\(scored)"),
            exclusions: [],
            methods: SilentMethods.sentences(report)
        )
        let body: [String: Any] = [
            "flagging": report.model.flagging, "level": Wording.level(report.level), "outcome": report.outcome.title,
            "days": "\(report.days)", "asOf": report.asOf,
            "groups": report.groups.enumerated().map { index, group in
                GroupView(group, report, id: "silent-\(index + 1)")
            },
        ]
        return try ReportTemplates.render(frame.context(body), body: "silent/page.mustache")
    }

    private struct GroupView {
        let name: String
        let svg: String
        let standings: [StandingView]
        let measures: [MeasureView]
        let auroc: String
        let unknown: String
        let hasUnknown: Bool

        init(_ group: SilentReport.Group, _ report: SilentReport, id: String) {
            name = SilentWording.name(of: group)
            svg = SilentPanel(group: group, level: report.level, id: id).svg
            standings = SilentWording.standings(group).map {
                StandingView(title: $0[0], patients: $0[1], flagged: $0[2])
            }
            measures = group.measures.map { measure in
                let fields = SilentWording.fields(measure, report.level)
                return MeasureView(title: fields[0], counts: fields[1], share: fields[2], interval: fields[3])
            }
            auroc = SilentWording.auroc(group.auroc)
            unknown = "\(group.unknown)"
            hasUnknown = group.unknown > 0
        }
    }

    private struct StandingView {
        let title: String
        let patients: String
        let flagged: String
    }

    private struct MeasureView {
        let title: String
        let counts: String
        let share: String
        let interval: String
    }
}

/// The shares of a group: a dot with its interval each.
struct SilentPanel {
    let group: SilentReport.Group
    let level: Double
    let id: String

    private static let (left, right) = (300.0, 730.0)
    private static let (top, rowHeight) = (14.0, 28.0)

    var svg: String {
        let measures = group.measures
        let bottom = Self.top + Self.rowHeight * Double(measures.count)
        var drawing = SVGDrawing(
            width: 760,
            height: bottom + 26,
            id: id,
            title: "\(SilentWording.name(of: group)): shares with their intervals",
            description: measures.map { measure in
                "\(measure.title): \(Wording.withInterval(measure.counts.wilson(level: level)))"
            }.joined(separator: "; ") + "."
        )
        for percent in [0, 25, 50, 75, 100] {
            let place = x(Double(percent) / 100)
            drawing.line(place, Self.top, place, bottom, "grid")
            drawing.text(percent == 100 ? "100 %" : "\(percent)", x: place, y: bottom + 17, size: 11, .middle, "muted")
        }
        drawing.line(Self.left, bottom, Self.right, bottom, "axis")
        for (index, measure) in measures.enumerated() {
            draw(measure, y: Self.top + Self.rowHeight * (Double(index) + 0.5), &drawing)
        }
        return drawing.text
    }

    private func x(_ share: Double) -> Double { Self.left + share * (Self.right - Self.left) }

    private func draw(_ measure: SilentReport.Measure, y: Double, _ drawing: inout SVGDrawing) {
        drawing.text(measure.title, x: Self.left - 12, y: y + 4, size: 13, .end)
        let estimate = measure.counts.wilson(level: level)
        guard let point = estimate.point, let interval = estimate.interval else {
            return drawing.text("NE", x: Self.left + 6, y: y + 4, size: 11, .start, "muted")
        }
        drawing.line(x(interval.lower), y, x(interval.upper), y, "weighted")
        drawing.circle(x: x(point), y: y, radius: 4.5, "solid")
    }
}
