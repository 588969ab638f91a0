import Biostatistics

/// One site's drift: share flagged over months with its limits, share turned away below, scores at the bottom.
struct DriftPanel {
    /// Where one of the charts stands, and what its axis reaches.
    private struct Plot {
        let title: String
        let top: Double
        let bottom: Double
        let most: Double

        func y(_ share: Double) -> Double { bottom - share / most * (bottom - top) }
    }

    let site: DriftReport.Site
    let months: [CalendarMonth]
    /// The upper ends of the two axes of shares, the same for every site of a page.
    let most: (flagged: Double, refused: Double)
    let threshold: Double
    let id: String

    private static let width = 800.0
    private static let (left, right) = (56.0, 784.0)
    private static let (axisSize, labelSize) = (11, 13)

    private var slot: Double { (Self.right - Self.left) / Double(months.count) }

    var svg: String {
        var drawing = SVGDrawing(
            width: Self.width,
            height: 496,
            id: id,
            title: "\(site.code): share flagged, share turned away and scores by month",
            description: description
        )
        drawLegend(&drawing)
        draw(site.flagged, Plot(title: "Share flagged", top: 58, bottom: 208, most: most.flagged), &drawing)
        draw(site.refused, Plot(title: "Share turned away", top: 250, bottom: 330, most: most.refused), &drawing)
        drawScores(Plot(title: "Score: 5, 25, 50, 75 and 95 %", top: 372, bottom: 462, most: 1), &drawing)
        drawMonths(&drawing, y: 482)
        return drawing.text
    }

    /// An end of the axis that holds every share and limit of the charts, of the usual round numbers.
    static func end(of charts: [ProportionChart]) -> Double {
        let highest =
            charts.flatMap(\.points)
            .flatMap { [$0.counts.estimate, $0.limitShares?.upperBound].compactMap(\.self) }.max() ?? 0
        return [0.02, 0.04, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8].first { $0 >= highest } ?? 1
    }

    /// The figure in words; the table below it holds every number.
    private var description: String {
        let marked = DriftWording.rows(site).filter { !$0.signals.isEmpty }
            .map { "\($0.month) (\($0.signals.joined(separator: ", ")))" }
        let range = [months.first, months.last].compactMap { $0?.description }.joined(separator: " to ")
        return "\(range); \(DriftWording.centres(site)). "
            + (marked.isEmpty ? "No month is marked." : "Marked: \(marked.joined(separator: "; ")).")
            + " Every figure stands in the table of this site."
    }

    private func x(_ index: Int) -> Double { Self.left + slot * (Double(index) + 0.5) }

    private func drawLegend(_ drawing: inout SVGDrawing) {
        drawing.circle(x: 62, y: 16, radius: 4, "solid")
        drawing.text("month", x: 72, y: 20, size: 12, .start, "muted")
        drawing.rectangle(x: 122, y: 11.5, width: 9, height: 9, "alarm")
        drawing.text("beyond a limit", x: 137, y: 20, size: 12, .start, "muted")
        drawing.circle(x: 238, y: 16, radius: 4.5, "runmark")
        drawing.text("in a run on one side", x: 249, y: 20, size: 12, .start, "muted")
        drawing.rectangle(x: 378, y: 9, width: 16, height: 14, "band")
        drawing.text("within limits", x: 400, y: 20, size: 12, .start, "muted")
        drawing.line(488, 16, 512, 16, "centre")
        drawing.text("centre line", x: 518, y: 20, size: 12, .start, "muted")
        drawing.line(596, 16, 620, 16, "baseline")
        drawing.text("months it was taken from", x: 626, y: 20, size: 12, .start, "muted")
    }

    private func draw(_ chart: ProportionChart, _ plot: Plot, _ drawing: inout SVGDrawing) {
        drawAxis(plot, at: [0, 0.5, 1].map { $0 * plot.most }, percent: true, &drawing)
        for (index, point) in chart.points.enumerated() {
            guard let limits = point.limitShares else { continue }
            let upper = plot.y(limits.upperBound)
            // A band of no width is still a limit.
            let height = max(1.5, plot.y(limits.lowerBound) - upper)
            drawing.rectangle(x: x(index) - slot * 0.46, y: upper, width: slot * 0.92, height: height, "band")
        }
        if let centre = chart.centre { drawing.line(Self.left, plot.y(centre), Self.right, plot.y(centre), "centre") }
        drawBaseline(chart, plot, &drawing)
        drawTrace(chart, plot, &drawing)
        for (index, point) in chart.points.enumerated() {
            guard let share = point.counts.estimate else { continue }
            draw(point, x: x(index), y: plot.y(share), &drawing)
        }
    }

    private func draw(_ point: ProportionChart.Point, x: Double, y: Double, _ drawing: inout SVGDrawing) {
        if point.isAbove || point.isBelow {
            drawing.rectangle(x: x - 4.5, y: y - 4.5, width: 9, height: 9, "alarm")
        } else {
            drawing.circle(x: x, y: y, radius: point.isInRun ? 4.5 : 4, point.isInRun ? "runmark" : "solid")
        }
    }

    /// A line under the months that set the centre.
    private func drawBaseline(_ chart: ProportionChart, _ plot: Plot, _ drawing: inout SVGDrawing) {
        let indices = chart.points.indices.filter { chart.points[$0].counts.total > 0 }.prefix(chart.baselinePeriods)
        guard let first = indices.first, let last = indices.last else { return }
        let y = plot.bottom + 4
        drawing.line(x(first) - slot * 0.4, y, x(last) + slot * 0.4, y, "baseline")
    }

    /// Joins months that follow each other; an empty month leaves a gap.
    private func drawTrace(_ chart: ProportionChart, _ plot: Plot, _ drawing: inout SVGDrawing) {
        let shares = chart.points.map(\.counts.estimate)
        for index in shares.indices.dropFirst() {
            guard let before = shares[index - 1], let now = shares[index] else { continue }
            drawing.line(x(index - 1), plot.y(before), x(index), plot.y(now), "trace")
        }
    }

    private func drawScores(_ plot: Plot, _ drawing: inout SVGDrawing) {
        drawAxis(plot, at: [0, 0.5, 1], percent: false, &drawing)
        drawing.line(Self.left, plot.y(threshold), Self.right, plot.y(threshold), "centre")
        let width = min(14, slot * 0.6)
        for (index, month) in site.months.enumerated() where month.quantiles.count == 5 {
            let y = month.quantiles.map(plot.y)
            drawing.line(x(index), y[0], x(index), y[4], "naive")
            drawing.rectangle(x: x(index) - width / 2, y: y[3], width: width, height: max(1, y[1] - y[3]), "box")
            drawing.line(x(index) - width / 2, y[2], x(index) + width / 2, y[2], "whisker")
        }
    }

    private func drawAxis(_ plot: Plot, at ticks: [Double], percent: Bool, _ drawing: inout SVGDrawing) {
        drawing.text(plot.title, x: Self.left, y: plot.top - 12, size: Self.labelSize, .start, "strong")
        for tick in ticks {
            let y = plot.y(tick)
            drawing.line(Self.left, y, Self.right, y, tick == 0 ? "axis" : "grid")
            let label = percent ? Self.brief(tick * 100) + " %" : Self.brief(tick)
            drawing.text(label, x: Self.left - 6, y: y + 4, size: Self.axisSize, .end, "muted")
        }
    }

    private static func brief(_ value: Double) -> String {
        let text = DisplayFormat.number(value, decimals: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// As many months as have room, the first among them.
    private func drawMonths(_ drawing: inout SVGDrawing, y: Double) {
        let step = [1, 2, 3, 4, 6, 12, 24].first { Double($0) * slot >= 56 } ?? 60
        for (index, month) in months.enumerated() where index.isMultiple(of: step) {
            drawing.text(month.description, x: x(index), y: y, size: Self.axisSize, .middle, "muted")
        }
    }
}
