import Biostatistics
import Trial

/// Yield by tier for one model and outcome: bars with Wilson whiskers, always on 0 to 100 % so that panels compare.
struct YieldPanel {
    let section: TierYieldReport.Section
    let modelTitle: String
    let id: String

    private static let plot = (left: 40.0, right: 312.0, top: 54.0, bottom: 232.0)

    var svg: String {
        var drawing = SVGDrawing(
            width: 320,
            height: 292,
            id: id,
            title: "\(modelTitle): \(section.outcome.title)",
            description: description
        )
        drawing.text(modelTitle, x: Self.plot.left, y: 18, size: 16, .start, "strong")
        drawAxis(&drawing)
        let rows = Array(section.rows.reversed())
        let slot = (Self.plot.right - Self.plot.left) / Double(max(1, rows.count))
        for (index, row) in rows.enumerated() {
            draw(row, centre: Self.plot.left + slot * (Double(index) + 0.5), width: min(58, slot * 0.62), in: &drawing)
        }
        drawing.text("Trend \(Wording.trend(section.trend))", x: Self.plot.left, y: 286, size: 12, .start, "muted")
        return drawing.text
    }

    /// The figure in words, tier by tier.
    private var description: String {
        section.rows.map { row in
            "\(row.title): " + (row.wilson.reason.map { "not estimable, \($0.explanation)" } ?? row.yieldWithInterval)
        }.joined(separator: "; ") + "."
    }

    private func y(_ proportion: Double) -> Double {
        Self.plot.bottom - proportion * (Self.plot.bottom - Self.plot.top)
    }

    private func drawAxis(_ drawing: inout SVGDrawing) {
        for percent in [0, 25, 50, 75, 100] {
            let height = y(Double(percent) / 100)
            drawing.line(Self.plot.left, height, Self.plot.right, height, percent == 0 ? "axis" : "grid")
            let label = percent == 100 ? "100 %" : "\(percent)"
            drawing.text(label, x: Self.plot.left - 6, y: height + 4, size: 11, .end, "muted")
        }
    }

    private func draw(_ row: TierYieldReport.Row, centre: Double, width: Double, in drawing: inout SVGDrawing) {
        drawing.text(row.tier?.shortLabel ?? row.title, x: centre, y: Self.plot.bottom + 17, size: 13, .middle)
        drawing.text(
            "\(row.tally.events)/\(row.tally.known)",
            x: centre,
            y: Self.plot.bottom + 32,
            size: 12,
            .middle,
            "muted"
        )
        guard let point = row.wilson.point, let interval = row.wilson.interval else {
            drawing.text("NE", x: centre, y: Self.plot.bottom - 6, size: 13, .middle, "muted")
            return
        }
        drawing.rectangle(
            x: centre - width / 2,
            y: y(point),
            width: width,
            height: Self.plot.bottom - y(point),
            row.tier?.id.style ?? "tier-other"
        )
        let (upper, lower) = (y(interval.upper), y(interval.lower))
        drawing.line(centre, upper, centre, lower, "whisker")
        for end in [upper, lower] { drawing.line(centre - 7, end, centre + 7, end, "whisker") }
        drawing.text(Wording.percent(row.wilson), x: centre, y: upper - 7, size: 14, .middle, "strong")
    }
}
