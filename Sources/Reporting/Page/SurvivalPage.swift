import Biostatistics
import Trial

/// A survival report as one page of HTML that needs nothing else: style and figures are inside.
package enum SurvivalPage {
    package static func html(_ report: SurvivalReport) throws(ReportingError) -> String {
        let frame = try PageFrame(
            title: SurvivalWording.title,
            header: report.header,
            methods: SurvivalMethods.sentences(report)
        )
        let body: [String: Any] = [
            "event": report.followUp.title, "level": Wording.level(report.header.level),
            "completeness": SurvivalWording.completeness(report),
            "horizons": report.followUp.horizons.map { "\($0.days)" },
            "sections": report.sections.enumerated().map { SectionView($1, report, id: "survival-\($0 + 1)") },
            "predictions": report.predictions.map { Cells($0.title, Array(SurvivalWording.fields($0).dropFirst())) },
            "calibrations": calibrations(report),
            "calibrationRows": report.predictions.flatMap { prediction in
                SurvivalWording.calibration(prediction, report.followUp).map { fields in
                    Cells(fields[0], Array(fields.dropFirst()))
                }
            },
            "reasons": SurvivalWording.reasons(report), "notes": report.predictionNotes,
        ]
        return try ReportTemplates.render(frame.context(body), body: "survival/page.mustache")
    }

    /// A row of a table: its title, then the other cells.
    private struct Cells {
        let title: String
        let cells: [String]

        init(_ title: String, _ cells: [String]) { (self.title, self.cells) = (title, cells) }
    }

    private struct SectionView {
        let model: String
        let svg: String
        let rows: [RowView]
        let logRank: String
        let trend: String
        let hasWithoutTier: Bool
        let withoutTier: String

        init(_ section: SurvivalReport.Section, _ report: SurvivalReport, id: String) {
            model = report.header.title(of: section.model)
            let panel = KaplanMeierPanel(
                section: section,
                title: "\(model): \(report.followUp.title) by tier",
                horizons: report.followUp.horizons.map(\.days),
                level: report.header.level,
                id: id
            )
            svg = panel.svg
            rows = (section.curves + [section.overall]).map(RowView.init)
            logRank = SurvivalWording.chiSquare(section.logRank)
            trend = Wording.trend(section.trend)
            hasWithoutTier = section.withoutTier > 0
            withoutTier = "\(section.withoutTier)"
        }
    }

    private struct RowView {
        let title: String
        let style: String
        let rowStyle: String
        let cells: [String]

        init(_ curve: SurvivalReport.Curve) {
            let fields = SurvivalWording.fields(curve)
            title = fields[0]
            style = curve.tier?.id.style ?? "tier-other"
            rowStyle = curve.tier == nil ? "overall" : ""
            cells = Array(fields.dropFirst())
        }
    }

    private struct CalibrationView {
        let title: String
        let panels: [PanelView]
    }

    private static func calibrations(_ report: SurvivalReport) -> [CalibrationView] {
        // One scale a horizon, so that the models' panels compare.
        let ends = report.followUp.horizons.indices.map { place in
            RiskCalibrationPanel.end(of: report.predictions.compactMap { try? $0.calibration[place].get() })
        }
        return report.predictions.compactMap { prediction in
            let horizons = zip(report.followUp.horizons, ends)
            let panels = zip(horizons, prediction.calibration).compactMap { drawn, result in
                let (horizon, end) = drawn
                return (try? result.get()).map { calibration in
                    RiskCalibrationPanel(
                        title: prediction.title,
                        days: horizon.days,
                        calibration: calibration,
                        end: end,
                        id: "calibration-\(prediction.id)-\(horizon.days)"
                    )
                }
            }
            return panels.isEmpty
                ? nil : CalibrationView(title: prediction.title, panels: panels.map { PanelView(svg: $0.svg) })
        }
    }
}
