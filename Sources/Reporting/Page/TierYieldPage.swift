import Biostatistics
import Trial

/// A tier-yield report as one page of HTML that needs nothing else: style and figures are inside.
package enum TierYieldPage {
    package static func html(_ report: TierYieldReport) throws(ReportingError) -> String {
        let header = report.header
        let frame = try PageFrame(
            title: "Tier yield",
            header: header,
            methods: TierYieldMethods.sentences(level: header.level)
        )
        let outcomes = report.outcomes
        let findings = outcomes.first.map { report.sections(of: $0) }?.compactMap { finding($0, header) } ?? []
        let body: [String: Any] = [
            "level": Wording.level(header.level), "findings": findings, "hasFindings": !findings.isEmpty,
            "figures": Outcome.drawn(of: outcomes).map { figure($0, report) },
            "outcomes": outcomes.map { outcome in
                OutcomeView(
                    title: outcome.title,
                    id: outcome.rawValue,
                    tables: report.sections(of: outcome).map { TableView($0, header: header) }
                )
            },
        ]
        return try ReportTemplates.render(frame.context(body), body: "tier-yield/page.mustache")
    }

    /// Highest against lowest tier in one sentence; nil where either is not estimable.
    private static func finding(_ section: TierYieldReport.Section, _ header: ReportHeader) -> String? {
        let known = section.rows.filter { $0.wilson.point != nil }
        guard let highest = known.first, let lowest = known.last, highest.id != lowest.id else { return nil }
        return "\(header.title(of: section.model)): \(section.outcome.title.lowercasedUnlessAcronym) in "
            + "\(highest.yieldWithInterval) at \(highest.title.lowercasedFirst), "
            + "\(lowest.yieldWithInterval) at \(lowest.title.lowercasedFirst)."
    }

    private static func figure(_ outcome: Outcome, _ report: TierYieldReport) -> FigureView {
        let sections = report.sections(of: outcome)
        let panels = sections.enumerated().map { index, section in
            let title = report.header.title(of: section.model)
            let id = "yield-\(outcome.rawValue)-\(index + 1)"
            let panel = YieldPanel(section: section, modelTitle: title, id: id)
            return (svg: panel.svg, notes: section.notes.map { "\(title): \($0)" })
        }
        return FigureView(outcome, level: report.header.level, panels: panels)
    }

    private struct OutcomeView {
        let title: String
        let id: String
        let tables: [TableView]
    }

    private struct TableView {
        let model: String
        let outcome: String
        let enrolling: Bool
        let lowest: String
        let rows: [RowView]
        let trend: String
        let reasons: [String]
        let notes: [String]

        init(_ section: TierYieldReport.Section, header: ReportHeader) {
            model = header.title(of: section.model)
            outcome = section.outcome.title
            enrolling = header.models.contains { $0.id == section.model && $0.enrolling }
            lowest = section.rows.last?.title.lowercasedFirst ?? "the lowest tier"
            rows = (section.rows + [section.overall]).map(RowView.init)
            trend = Wording.trend(section.trend)
            reasons = section.reasons
            notes = section.notes
        }
    }

    private struct RowView {
        let title: String
        /// Class of the tier's colour; empty for the row overall.
        let tier: String
        let overall: Bool
        let enrolled: String
        let echoed: String
        let known: String
        let yield: String
        let wilson: String
        let exact: String
        let needed: String
        let ratio: String
        let difference: String

        init(_ row: TierYieldReport.Row) {
            title = row.title
            tier = row.tier?.id.style ?? ""
            overall = row.tier == nil
            enrolled = "\(row.tally.enrolled)"
            echoed = "\(row.tally.echoed)"
            known = "\(row.tally.known)"
            yield = Wording.countPercent(row.tally.proportion)
            wilson = Wording.percentInterval(row.wilson)
            exact = Wording.percentInterval(row.clopperPearson)
            needed = Wording.numberNeeded(row.numberNeededToEcho)
            ratio = row.againstLowest.map { Wording.ratio($0.riskRatio) } ?? "–"
            difference = row.againstLowest.map { Wording.points($0.riskDifference) } ?? "–"
        }
    }
}

extension TierYieldReport {
    /// In the order of the report.
    var outcomes: [Outcome] {
        var outcomes: [Outcome] = []
        for section in sections where !outcomes.contains(section.outcome) { outcomes.append(section.outcome) }
        return outcomes
    }

    func sections(of outcome: Outcome) -> [Section] { sections.filter { $0.outcome == outcome } }
}

extension TierYieldReport.Section {
    /// Why figures are missing, one sentence a reason.
    var reasons: [String] {
        let lowest = rows.last?.title.lowercasedFirst ?? "the lowest tier"
        let missing = (rows + [overall]).flatMap { row in
            let name = row.title.lowercasedFirst
            guard row.wilson.reason == nil else { return [(name, row.wilson.reason)] }
            return [("\(name) against \(lowest)", row.againstLowest?.riskRatio.reason)]
        }
        return Wording.reasons(missing.compactMap { name, reason in reason.map { (name, $0) } })
    }
}

extension TierYieldReport.Row {
    /// Such as `24/33 (72.7 %, 55.8–84.9)`.
    var yieldWithInterval: String {
        "\(tally.events)/\(tally.known) (\(Wording.percent(wilson)), \(Wording.bareInterval(wilson)))"
    }
}
