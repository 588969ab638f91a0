import Biostatistics
import Trial

/// A patient's course as one page of HTML that needs nothing else: style and figure are inside.
package enum CoursePage {
    package static func html(_ report: CourseReport) throws(ReportingError) -> String {
        let frame = try PageFrame(
            title: "Risk during the stay",
            header: report.header,
            methods: CourseMethods.sentences(report)
        )
        let body: [String: Any] = [
            "subject": report.subject, "output": report.output, "svg": CoursePanel(report: report).svg,
            "rows": report.course.map { one in
                RowView(
                    day: CourseWording.day(one.days),
                    risk: Wording.percent(one.score),
                    tier: report.label(of: one.tier),
                    style: one.tier.id.style
                )
            },
            "ending": [report.ending],
        ]
        return try ReportTemplates.render(frame.context(body), body: "course/page.mustache")
    }

    private struct RowView {
        let day: String
        let risk: String
        let tier: String
        let style: String
    }
}

/// Risk over the days of a stay: a dot in its tier's colour each, the cut points as lines, and how follow-up ended.
struct CoursePanel {
    let report: CourseReport

    private static let plot = (left: 60.0, right: 620.0, top: 20.0, bottom: 290.0)

    /// The smallest round share that neither a dot nor the lowest cut passes: small risks stay legible.
    private var end: Double {
        let highest = (report.course.map(\.score) + report.cutPoints.prefix(1)).max() ?? 1
        return [0.05, 0.1, 0.2, 0.4, 0.6, 0.8].first { $0 >= highest } ?? 1
    }

    private var last: Double {
        max(1, (report.course.map(\.days).max() ?? 1).rounded(.up), Double(report.followUp?.days ?? 0))
    }

    var svg: String {
        var drawing = SVGDrawing(
            width: 760,
            height: 336,
            id: "course",
            title: "\(report.subject): risk during the stay",
            description: report.course.map { one in
                "day \(CourseWording.day(one.days)): \(Wording.percent(one.score)), \(report.label(of: one.tier))"
            }.joined(separator: "; ") + "."
        )
        for quarter in 0...4 {
            let share = end * Double(quarter) / 4
            drawing.line(Self.plot.left, y(share), Self.plot.right, y(share), quarter == 0 ? "axis" : "grid")
            let label = DisplayFormat.percent(share, decimals: end < 0.2 ? 1 : 0) + (quarter == 4 ? " %" : "")
            drawing.text(label, x: Self.plot.left - 8, y: y(share) + 4, size: 11, .end, "muted")
        }
        for (place, cut) in report.cutPoints.enumerated() where cut <= end {
            drawing.line(Self.plot.left, y(cut), Self.plot.right, y(cut), "centre")
            drawing.text(
                report.tiers[place + 1].label,
                x: Self.plot.right + 8,
                y: y(cut) - 3,
                size: 12,
                .start,
                "muted"
            )
        }
        let step = max(1, Int(last) / 10)
        for day in stride(from: 0, through: Int(last), by: step) {
            drawing.text("\(day)", x: x(Double(day)), y: y(0) + 18, size: 11, .middle, "muted")
        }
        drawing.text(
            "Days from the first set of inputs",
            x: (x(0) + x(last)) / 2,
            y: y(0) + 38,
            size: 12,
            .middle,
            "muted"
        )
        if let followUp = report.followUp {
            let place = x(Double(followUp.days))
            drawing.line(place, Self.plot.top, place, Self.plot.bottom, "centre")
            let isLate = Double(followUp.days) > last / 2
            drawing.text(
                followUp.ending.word,
                x: place + (isLate ? -6 : 6),
                y: Self.plot.top + 11,
                size: 12,
                isLate ? .end : .start,
                followUp.isEvent ? "" : "muted"
            )
        }
        drawing.polyline(report.course.map { (x($0.days), y($0.score)) }, "curve")
        for one in report.course { drawing.circle(x: x(one.days), y: y(one.score), radius: 5.5, one.tier.id.style) }
        return drawing.text
    }

    private func x(_ days: Double) -> Double {
        Self.plot.left + max(0, days) / last * (Self.plot.right - Self.plot.left)
    }

    private func y(_ share: Double) -> Double {
        Self.plot.bottom - share / end * (Self.plot.bottom - Self.plot.top)
    }
}
