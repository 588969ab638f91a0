import Biostatistics

/// A drift report as one page of HTML that needs nothing else: style and figures are inside.
package enum DriftPage {
    package static func html(_ report: DriftReport) throws(ReportingError) -> String {
        let frame = try PageFrame(
            title: DriftWording.title,
            model: report.model,
            counted: .init(name: "Recordings", text: "\(report.recordings)"),
            exclusions: report.left.map { .init(name: "\($0.site), \($0.reason)", text: "\($0.recordings)") },
            methods: DriftMethods.sentences(report)
        )
        let most = (
            flagged: DriftPanel.end(of: report.sites.map(\.flagged)),
            refused: DriftPanel.end(of: report.sites.map(\.refused))
        )
        let findings = report.sites.flatMap { site in
            DriftWording.rows(site).filter { !$0.signals.isEmpty }
                .map { "\(site.code), \($0.month): \($0.signals.joined(separator: ", "))." }
        }
        let body: [String: Any] = [
            "flagging": report.model.flagging, "findings": Array(findings.prefix(12)),
            "hasFindings": !findings.isEmpty,
            "more": findings.count > 12 ? "And \(findings.count - 12) more, in the tables." : "",
            "quiet": findings.isEmpty ? "No month is marked." : "",
            "sites": report.sites.enumerated().map { index, site in
                SiteView(site, report, most: most, id: "drift-\(index + 1)")
            },
        ]
        return try ReportTemplates.render(frame.context(body), body: "drift/page.mustache")
    }

    private struct SiteView {
        let code: String
        let centres: String
        let svg: String
        let rows: [RowView]
        let reasons: [ReasonView]
        let hasReasons: Bool

        init(_ site: DriftReport.Site, _ report: DriftReport, most: (flagged: Double, refused: Double), id: String) {
            code = site.code
            centres = DriftWording.centres(site)
            svg =
                DriftPanel(
                    site: site,
                    months: report.months,
                    most: most,
                    threshold: report.model.threshold,
                    id: id
                ).svg
            rows = DriftWording.rows(site).map(RowView.init)
            reasons = site.reasons.map { ReasonView(reason: $0.reason, count: "\($0.count)") }
            hasReasons = !reasons.isEmpty
        }
    }

    private struct ReasonView {
        let reason: String
        let count: String
    }

    private struct RowView {
        let row: DriftWording.Row
        let marks: String
        let marked: Bool

        init(_ row: DriftWording.Row) {
            self.row = row
            marks = row.signals.joined(separator: ", ")
            marked = !row.signals.isEmpty
        }
    }
}

extension DriftReport {
    /// Recordings in the charts.
    var recordings: Int { sites.flatMap(\.months).map(\.recordings).reduce(0, +) }
}
