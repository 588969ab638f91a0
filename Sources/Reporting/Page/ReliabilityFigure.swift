import Biostatistics

/// Reliability curves before and after a renewal: one row an output, before on the left, a picture that stands alone.
///
/// Both axes go from 0 to 100 %, so that panels compare; a dot is a group of like predictions with its interval, and
/// bars at the foot say how many recordings stand behind the dot.
package struct ReliabilityFigure {
    private let report: RenewalReport

    private static let panel = (width: 360.0, height: 420.0)
    private static let plot = (left: 52.0, right: 324.0, top: 112.0, bottom: 384.0)
    private static let heading = 58.0

    package init(_ report: RenewalReport) { self.report = report }

    /// The picture, in light colours whatever shows it.
    package var svg: String {
        var drawing = SVGDrawing(
            width: 2 * Self.panel.width,
            height: Self.heading + Self.panel.height * Double(report.rows.count),
            id: "reliability",
            title: "Reliability of \(report.parent) before and \(report.model) after renewal",
            description: description
        )
        drawing.rectangle(x: 0, y: 0, width: drawing.width, height: drawing.height, "paper")
        drawing.text("Observed against predicted risk", x: 16, y: 26, size: 17, .start, "strong")
        let legend =
            "Dots: groups of like prediction with 95 % intervals. Bars: recordings in the group. "
            + "Line: perfect calibration."
        drawing.text(legend, x: 16, y: 46, size: 12, .start, "muted")
        for (place, row) in report.rows.enumerated() {
            let top = Self.heading + Self.panel.height * Double(place)
            let after = "after: \(report.model), cross-validated"
            draw(row.before, row, "before: \(report.parent)", at: (0, top), in: &drawing)
            draw(row.after, row, after, at: (Self.panel.width, top), in: &drawing)
        }
        return drawing.standalone(style: Self.style)
    }

    /// The figure in words, output by output.
    private var description: String {
        report.rows.map { row in
            "\(row.title): \(row.events) of \(row.recordings); slope \(Self.number(row.before.figures.slope)) before, "
                + "\(Self.number(row.after.figures.slope)) after"
        }.joined(separator: ". ") + "."
    }

    private func draw(
        _ side: RenewalReport.Side,
        _ row: RenewalReport.Row,
        _ version: String,
        at origin: (x: Double, y: Double),
        in drawing: inout SVGDrawing
    ) {
        let left = origin.x + Self.plot.left
        let figures = side.figures
        let lines: [String] = [
            version,
            "\(row.events)/\(row.recordings), groups of \(Self.sizes(side.groups)), Brier \(Self.number(figures.brier, 3))",
            "O/E \(Self.number(figures.observedOverExpected)), slope \(Self.number(figures.slope)), "
                + "intercept \(Self.number(figures.intercept))",
        ]
        drawing.text(row.title, x: left, y: origin.y + 34, size: 13, .start, "strong")
        for (place, line) in lines.enumerated() {
            drawing.text(line, x: left, y: origin.y + 52 + 17 * Double(place), size: 12, .start, "muted")
        }
        drawAxes(at: origin, in: &drawing)
        drawCounts(side.groups, at: origin, in: &drawing)
        for group in side.groups { draw(group, at: origin, in: &drawing) }
    }

    private func x(_ share: Double, _ origin: Double) -> Double {
        origin + Self.plot.left + share * (Self.plot.right - Self.plot.left)
    }

    private func y(_ share: Double, _ origin: Double) -> Double {
        origin + Self.plot.bottom - share * (Self.plot.bottom - Self.plot.top)
    }

    private func drawAxes(at origin: (x: Double, y: Double), in drawing: inout SVGDrawing) {
        for percent in [0, 25, 50, 75, 100] {
            let (across, up) = (x(Double(percent) / 100, origin.x), y(Double(percent) / 100, origin.y))
            drawing.line(x(0, origin.x), up, x(1, origin.x), up, percent == 0 ? "axis" : "grid")
            drawing.line(across, y(0, origin.y), across, y(1, origin.y), percent == 0 ? "axis" : "grid")
            let label = percent == 100 ? "100 %" : "\(percent)"
            drawing.text(label, x: x(0, origin.x) - 6, y: up + 4, size: 11, .end, "muted")
            drawing.text(label, x: across, y: y(0, origin.y) + 16, size: 11, .middle, "muted")
        }
        drawing.line(x(0, origin.x), y(0, origin.y), x(1, origin.x), y(1, origin.y), "ideal")
    }

    /// Bars at most a sixth of the plot high.
    private func drawCounts(
        _ groups: [ReliabilityGroup],
        at origin: (x: Double, y: Double),
        in drawing: inout SVGDrawing
    ) {
        guard let most = groups.map(\.count).max() else { return }
        for group in groups {
            let height = Double(group.count) / Double(most) * (Self.plot.bottom - Self.plot.top) / 6
            let foot = y(0, origin.y)
            drawing.rectangle(
                x: x(group.predicted, origin.x) - 3,
                y: foot - height,
                width: 6,
                height: height,
                "count"
            )
        }
    }

    /// Such as `142–143`.
    private static func sizes(_ groups: [ReliabilityGroup]) -> String {
        guard let least = groups.map(\.count).min(), let most = groups.map(\.count).max() else { return "0" }
        return least == most ? "\(most)" : "\(least)–\(most)"
    }

    private func draw(
        _ group: ReliabilityGroup,
        at origin: (x: Double, y: Double),
        in drawing: inout SVGDrawing
    ) {
        guard let observed = group.observed.point else { return }
        let across = x(group.predicted, origin.x)
        if let interval = group.observed.interval {
            drawing.line(across, y(interval.upper, origin.y), across, y(interval.lower, origin.y), "whisker")
        }
        drawing.circle(x: across, y: y(observed, origin.y), radius: 4, "solid")
    }

    private static func number(_ estimate: Estimate, _ decimals: Int = 2) -> String {
        estimate.point.map { DisplayFormat.number($0, decimals: decimals) } ?? DisplayFormat.notEstimable
    }

    /// The colours of the reports' style sheet; a file of its own cannot use that.
    private static let style = """
        text { fill: #1c2430; font-family: system-ui, -apple-system, "Segoe UI", Arial, sans-serif; }
        .paper { fill: #ffffff; } .muted { fill: #566070; } .strong { font-weight: 650; }
        .grid { stroke: #e7e4dc; } .axis { stroke: #566070; } .ideal { stroke: #566070; stroke-dasharray: 5 4; }
        .whisker { stroke: #5b3f9e; stroke-width: 1.6; } .solid { fill: #5b3f9e; } .count { fill: #d6cfe8; }
        """
}
