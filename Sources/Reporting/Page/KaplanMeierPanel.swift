import Biostatistics
import Trial

/// Survival by tier over the days to the last horizon, with the numbers at risk beneath.
struct KaplanMeierPanel {
    let section: SurvivalReport.Section
    let title: String
    let horizons: [Int]
    let level: Double
    let id: String

    private static let plot = (left: 150.0, right: 700.0, top: 34.0, bottom: 344.0)

    private var last: Double { Double(horizons.last ?? 1) }

    /// About six days to label, the horizons among them.
    private var ticks: [Int] {
        let step = max(1, (horizons.last ?? 1) / 6)
        let last = horizons.last ?? 1
        return Array(Set(stride(from: 0, through: last, by: step)).union([last])).sorted()
    }

    var svg: String {
        let height = Self.plot.bottom + 66 + 20 * Double(section.curves.count)
        var drawing = SVGDrawing(width: 860, height: height, id: id, title: title, description: description)
        drawAxes(&drawing)
        for curve in section.curves { drawBand(curve, &drawing) }
        for curve in section.curves { drawCurve(curve, &drawing) }
        drawLabels(&drawing)
        drawRiskTable(&drawing)
        return drawing.text
    }

    /// The figure in words, tier by tier.
    private var description: String {
        section.curves.map { curve in
            let risks = zip(horizons, curve.risks).map { "by day \($0) \(Wording.withInterval($1))" }
            return "\(SurvivalWording.title(of: curve)), \(curve.curve.observations) participants: event "
                + risks.joined(separator: ", ")
        }.joined(separator: "; ") + "."
    }

    private func x(_ days: Double) -> Double {
        Self.plot.left + days / last * (Self.plot.right - Self.plot.left)
    }

    private func y(_ share: Double) -> Double {
        Self.plot.bottom - share * (Self.plot.bottom - Self.plot.top)
    }

    private func drawAxes(_ drawing: inout SVGDrawing) {
        for percent in [0, 25, 50, 75, 100] {
            let height = y(Double(percent) / 100)
            drawing.line(Self.plot.left, height, Self.plot.right, height, percent == 0 ? "axis" : "grid")
            let label = percent == 100 ? "100 %" : "\(percent)"
            drawing.text(label, x: Self.plot.left - 8, y: height + 4, size: 11, .end, "muted")
        }
        for day in horizons { drawing.line(x(Double(day)), y(0), x(Double(day)), y(1), "centre") }
        for day in ticks {
            drawing.line(x(Double(day)), y(0), x(Double(day)), y(0) + 5, "axis")
            drawing.text("\(day)", x: x(Double(day)), y: y(0) + 18, size: 11, .middle, "muted")
        }
        drawing.text("Days from admission", x: (x(0) + x(last)) / 2, y: y(0) + 36, size: 12, .middle, "muted")
        drawing.text("Free of the event", x: Self.plot.left - 44, y: 16, size: 12, .start, "muted")
    }

    /// Corners of the curve from day 0 to the last that is drawn, which is the last on which anybody was watched.
    private func corners(_ curve: SurvivalReport.Curve, _ value: (KaplanMeier.Step) -> Double?) -> [(Double, Double)] {
        let end = min(last, curve.curve.lastTime ?? 0)
        var corners = [(x(0), y(1))]
        var height = 1.0
        for step in curve.curve.steps where step.time <= end {
            guard let next = value(step) else { continue }
            corners += [(x(step.time), y(height)), (x(step.time), y(next))]
            height = next
        }
        return corners + [(x(end), y(height))]
    }

    private func drawCurve(_ curve: SurvivalReport.Curve, _ drawing: inout SVGDrawing) {
        drawing.polyline(corners(curve) { $0.survival }, "curve \(style(curve))")
    }

    private func drawBand(_ curve: SurvivalReport.Curve, _ drawing: inout SVGDrawing) {
        func limit(_ pick: @escaping (Interval) -> Double) -> [(Double, Double)] {
            corners(curve) { curve.curve.survival(at: $0.time, level: level).interval.map(pick) }
        }
        guard curve.curve.events > 0 else { return }
        drawing.polygon(limit(\.upper) + limit(\.lower).reversed(), "faint \(style(curve))")
    }

    private func style(_ curve: SurvivalReport.Curve) -> String { curve.tier?.id.style ?? "tier-other" }

    /// Names at the ends of the curves, moved apart where they would touch.
    private func drawLabels(_ drawing: inout SVGDrawing) {
        let ends = section.curves.compactMap { curve -> (curve: SurvivalReport.Curve, height: Double)? in
            guard curve.curve.observations > 0, let bottom = corners(curve, \.survival).last else { return nil }
            return (curve, bottom.1)
        }.sorted { $0.height < $1.height }
        var above = -Double.infinity
        for end in ends {
            let height = max(end.height, above + 17)
            above = height
            drawing.text(
                SurvivalWording.title(of: end.curve),
                x: x(last) + 10,
                y: height + 4,
                size: 13,
                .start,
                "strong"
            )
        }
    }

    private func drawRiskTable(_ drawing: inout SVGDrawing) {
        var height = Self.plot.bottom + 60
        drawing.text("At risk", x: Self.plot.left - 24, y: height, size: 12, .end, "muted")
        for curve in section.curves {
            height += 20
            let name = curve.tier?.shortLabel ?? SurvivalWording.title(of: curve)
            drawing.rectangle(x: 14, y: height - 10, width: 10, height: 10, style(curve))
            drawing.text(name, x: Self.plot.left - 24, y: height, size: 12, .end)
            for day in ticks {
                let count = "\(curve.curve.atRisk(at: Double(day)))"
                drawing.text(count, x: x(Double(day)), y: height, size: 12, .middle)
            }
        }
    }
}
