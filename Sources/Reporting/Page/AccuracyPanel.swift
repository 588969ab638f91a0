import Biostatistics
import Trial

/// Accuracy of one model's cuts for one outcome: a dot with its interval, naive above weighted.
struct AccuracyPanel {
    let section: AccuracyReport.Section
    let modelTitle: String
    let id: String

    private static let plot = (left: 104.0, right: 396.0, top: 52.0)
    private static let rowHeight = 30.0
    private static let headHeight = 26.0

    private var bottom: Double {
        let cut = Self.headHeight + Self.rowHeight * Double(AccuracyReport.Kind.allCases.count)
        return Self.plot.top + cut * Double(section.cuts.count)
    }

    var svg: String {
        var drawing = SVGDrawing(
            width: 420,
            height: bottom + 28,
            id: id,
            title: "\(modelTitle): accuracy for \(section.outcome.title)",
            description: description
        )
        drawing.text(modelTitle, x: 8, y: 18, size: 16, .start, "strong")
        drawLegend(&drawing)
        drawAxis(&drawing)
        var top = Self.plot.top
        for cut in section.cuts {
            drawing.text("Positive: \(cut.tier.label) or above", x: 8, y: top + 16, size: 13, .start, "strong")
            for (index, measure) in cut.measures.enumerated() {
                draw(measure, y: top + Self.headHeight + Self.rowHeight * (Double(index) + 0.5), in: &drawing)
            }
            top += Self.headHeight + Self.rowHeight * Double(cut.measures.count)
        }
        return drawing.text
    }

    /// The figure in words, cut by cut.
    private var description: String {
        section.cuts.map { cut in
            let measures = cut.measures.map { measure in
                "\(measure.kind.title) naive \(Wording.withInterval(measure.naive)), "
                    + "weighted \(Wording.withInterval(measure.weighted))"
            }
            return "Positive from \(cut.tier.label.lowercasedFirst): " + measures.joined(separator: "; ")
        }.joined(separator: ". ") + "."
    }

    private func x(_ proportion: Double) -> Double {
        Self.plot.left + proportion * (Self.plot.right - Self.plot.left)
    }

    private func drawLegend(_ drawing: inout SVGDrawing) {
        drawing.circle(x: 12, y: 35, radius: 4, "hollow")
        drawing.text("naive", x: 22, y: 39, size: 12, .start, "muted")
        drawing.circle(x: 76, y: 35, radius: 4.5, "solid")
        drawing.text("weighted to the frame", x: 86, y: 39, size: 12, .start, "muted")
    }

    private func drawAxis(_ drawing: inout SVGDrawing) {
        for percent in [0, 25, 50, 75, 100] {
            let place = x(Double(percent) / 100)
            drawing.line(place, Self.plot.top, place, bottom, "grid")
            drawing.text(percent == 100 ? "100 %" : "\(percent)", x: place, y: bottom + 16, size: 11, .middle, "muted")
        }
        drawing.line(Self.plot.left, bottom, Self.plot.right, bottom, "axis")
    }

    private func draw(_ measure: AccuracyReport.Measure, y: Double, in drawing: inout SVGDrawing) {
        drawing.text(measure.kind.title, x: Self.plot.left - 10, y: y + 4, size: 13, .end)
        draw(measure.naive, y: y - 5, "naive", "hollow", label: "naive NE", in: &drawing)
        draw(measure.weighted, y: y + 6, "weighted", "solid", label: "weighted NE", in: &drawing)
    }

    private func draw(
        _ estimate: Estimate,
        y: Double,
        _ whisker: String,
        _ dot: String,
        label: String,
        in drawing: inout SVGDrawing
    ) {
        guard let point = estimate.point else {
            drawing.text(label, x: Self.plot.left + 6, y: y + 4, size: 10, .start, "muted")
            return
        }
        if let interval = estimate.interval {
            drawing.line(x(interval.lower), y, x(interval.upper), y, whisker)
        }
        drawing.circle(x: x(point), y: y, radius: 4, dot)
    }
}
