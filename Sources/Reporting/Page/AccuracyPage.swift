import Biostatistics
import Trial

/// An accuracy report as one page of HTML that needs nothing else: style and figures are inside.
package enum AccuracyPage {
    package static func html(_ report: AccuracyReport) throws(ReportingError) -> String {
        let header = report.header
        let frame = try PageFrame(
            title: "Accuracy at each cut between tiers",
            header: header,
            methods: AccuracyMethods.sentences(report)
        )
        let population = report.targetPopulation ?? "none, as no sampling frame was given; only naive figures stand"
        let outcomes = report.verification.map(\.outcome)
        let body: [String: Any] = [
            "level": Wording.level(header.level), "population": "Target population of weighted figures: \(population).",
            "figures": Outcome.drawn(of: outcomes).map { figure($0, report) },
            "outcomes": report.verification.map { OutcomeView($0, report: report) },
        ]
        return try ReportTemplates.render(frame.context(body), body: "accuracy/page.mustache")
    }

    private static func figure(_ outcome: Outcome, _ report: AccuracyReport) -> FigureView {
        let sections = report.sections.filter { $0.outcome == outcome }
        let panels = sections.enumerated().map { index, section in
            let title = report.header.title(of: section.model)
            let id = "accuracy-\(outcome.rawValue)-\(index + 1)"
            let panel = AccuracyPanel(section: section, modelTitle: title, id: id)
            return (svg: panel.svg, notes: section.notes.map { "\(title): \($0)" })
        }
        return FigureView(outcome, level: report.header.level, panels: panels)
    }

    private struct OutcomeView {
        let title: String
        let id: String
        let enrollingTitle: String
        let verification: [VerificationView]
        let tables: [TableView]

        init(_ verification: AccuracyReport.Verification, report: AccuracyReport) {
            title = verification.outcome.title
            id = verification.outcome.rawValue
            enrollingTitle = report.header.enrollingTitle ?? "the enrolling model"
            self.verification = verification.tiers.map(VerificationView.init)
            tables = report.sections.filter { $0.outcome == verification.outcome }
                .map { TableView($0, header: report.header) }
        }
    }

    private struct VerificationView {
        let title: String
        let tier: String
        let eligible: String
        let enrolled: String
        let known: String
        let ofEnrolled: String
        let ofEligible: String

        init(_ row: AccuracyReport.TierVerification) {
            title = row.tier.label + (row.tier.recruited ? "" : " (not recruited)")
            tier = row.tier.id.style
            eligible = row.eligible?.description ?? "unknown"
            enrolled = "\(row.tally.enrolled)"
            known = "\(row.tally.known)"
            ofEnrolled = row.ofEnrolled
            ofEligible = row.ofEligible
        }
    }

    private struct TableView {
        let model: String
        let outcome: String
        let enrolling: Bool
        let rows: [RowView]
        let reasons: [String]
        let notes: [String]

        init(_ section: AccuracyReport.Section, header: ReportHeader) {
            model = header.title(of: section.model)
            outcome = section.outcome.title
            enrolling = header.models.contains { $0.id == section.model && $0.enrolling }
            rows = section.cuts.flatMap { cut in cut.measures.map { RowView($0, cut: cut) } }
            reasons = section.reasons
            notes = section.notes
        }
    }

    private struct RowView {
        let cut: String
        let tier: String
        let first: Bool
        let measure: String
        let naive: String
        let wilson: String
        let weighted: String
        let interval: String

        init(_ measure: AccuracyReport.Measure, cut: AccuracyReport.Cut) {
            first = measure.kind == .sensitivity
            self.cut = first ? cut.tier.label : ""
            tier = cut.tier.id.style
            self.measure = measure.kind.title
            naive = "\(measure.counts.events)/\(measure.counts.total) (\(Wording.percent(measure.naive)))"
            wilson = Wording.percentInterval(measure.naive)
            weighted = Wording.percent(measure.weighted)
            interval = Wording.percentInterval(measure.weighted)
        }
    }
}
