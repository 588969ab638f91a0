import Biostatistics

/// Predicted against observed risk at one horizon: a dot with its interval a group of predicted risk.
///
/// Both axes run from 0 to the same round share, so that the diagonal is agreement.
struct RiskCalibrationPanel {
    let title: String
    let days: Int
    let calibration: SurvivalCalibration
    /// The end of both axes, as a share.
    let end: Double
    let id: String

    private static let plot = (left: 50.0, right: 300.0, top: 62.0, bottom: 312.0)

    /// The smallest round share that no dot or whisker of these passes.
    static func end(of calibrations: [SurvivalCalibration]) -> Double {
        let highest =
            calibrations.flatMap(\.groups).map { group in
                max(group.meanPredicted, group.observed.interval?.upper ?? group.observed.point ?? 0)
            }.max() ?? 1
        return [0.1, 0.2, 0.4, 0.6, 0.8, 1].first { $0 >= highest } ?? 1
    }

    var svg: String {
        var drawing = SVGDrawing(
            width: 320,
            height: 350,
            id: id,
            title: "\(title), day \(days)",
            description: description
        )
        drawing.text("Day \(days)", x: Self.plot.left, y: 20, size: 16, .start, "strong")
        drawing.text(
            "Observed/expected \(Wording.ratio(calibration.observedOverExpected))",
            x: Self.plot.left,
            y: 40,
            size: 12,
            .start,
            "muted"
        )
        for quarter in 0...4 {
            let share = end * Double(quarter) / 4
            drawing.line(x(0), y(share), x(end), y(share), quarter == 0 ? "axis" : "grid")
            drawing.line(x(share), y(0), x(share), y(end), quarter == 0 ? "axis" : "grid")
            let label = DisplayFormat.percent(share, decimals: end < 0.2 ? 1 : 0) + (quarter == 4 ? " %" : "")
            drawing.text(label, x: x(0) - 6, y: y(share) + 4, size: 11, .end, "muted")
            drawing.text(label, x: x(share), y: y(0) + 16, size: 11, .middle, "muted")
        }
        drawing.line(x(0), y(0), x(end), y(end), "centre")
        for group in calibration.groups { draw(group, &drawing) }
        drawing.text("Predicted risk", x: (x(0) + x(end)) / 2, y: y(0) + 32, size: 12, .middle, "muted")
        return drawing.text
    }

    /// The figure in words, group by group.
    private var description: String {
        calibration.groups.map { group in
            "predicted \(Wording.percent(group.meanPredicted)), observed \(Wording.withInterval(group.observed))"
        }.joined(separator: "; ") + "."
    }

    private func x(_ share: Double) -> Double {
        Self.plot.left + min(share, end) / end * (Self.plot.right - Self.plot.left)
    }

    private func y(_ share: Double) -> Double {
        Self.plot.bottom - min(share, end) / end * (Self.plot.bottom - Self.plot.top)
    }

    private func draw(_ group: SurvivalCalibration.Group, _ drawing: inout SVGDrawing) {
        guard let observed = group.observed.point else { return }
        if let interval = group.observed.interval {
            drawing.line(
                x(group.meanPredicted),
                y(interval.upper),
                x(group.meanPredicted),
                y(interval.lower),
                "weighted"
            )
        }
        drawing.circle(x: x(group.meanPredicted), y: y(observed), radius: 4.5, "solid")
    }
}
