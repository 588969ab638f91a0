import Biostatistics
import Trial

/// Prints a tier-yield report on a terminal.
package struct TierYieldText {
    private var page: TextPage

    /// The whole report; with control sequences only where `coloured`.
    package static func text(_ report: TierYieldReport, coloured: Bool) -> String {
        var printer = TierYieldText(page: TextPage(coloured: coloured))
        printer.page.addOpening("Tier yield", report.header)
        for section in report.sections { printer.add(section, header: report.header) }
        printer.page.addClosing(report.header, methods: TierYieldMethods.sentences(level: report.header.level))
        return printer.page.text
    }

    private mutating func add(_ section: TierYieldReport.Section, header: ReportHeader) {
        page.add()
        page.addHeading("\(header.title(of: section.model)) · \(section.outcome.title) (\(section.outcome.rawValue))")
        page.add(table(section, level: header.level))
        for row in section.rows {
            guard let contrast = row.againstLowest, contrast.riskDifference.reason == nil,
                let lowest = section.rows.last
            else { continue }
            page.addWrapped(line(contrast, of: row, against: lowest), indent: 2, hang: 2)
        }
        for reason in section.reasons { page.addWrapped(reason, indent: 2, hang: 2) }
        page.addWrapped("Trend over tiers: \(Wording.trend(section.trend))", indent: 2, hang: 2)
        for note in section.notes { page.addWrapped("Note: \(note)", indent: 2, hang: 2) }
    }

    private func table(_ section: TierYieldReport.Section, level: Double) -> TextTable {
        var table = TextTable([
            ("Tier", .left), ("Enrolled", .right), ("Echoed", .right), ("Known", .right), ("Yield", .right),
            ("%", .right), ("Wilson", .right), ("Exact", .right), ("Needed to echo", .right),
        ])
        for row in section.rows + [section.overall] { table.add(fields(row)) }
        return table
    }

    private func fields(_ row: TierYieldReport.Row) -> [String] {
        let tally = row.tally
        return [
            row.title, "\(tally.enrolled)", "\(tally.echoed)", "\(tally.known)", "\(tally.events)/\(tally.known)",
            Wording.percent(row.wilson), Wording.percentInterval(row.wilson),
            Wording.percentInterval(row.clopperPearson), Wording.numberNeeded(row.numberNeededToEcho),
        ]
    }

    private func line(
        _ contrast: TierYieldReport.Contrast,
        of row: TierYieldReport.Row,
        against lowest: TierYieldReport.Row
    ) -> String {
        let head = "\(row.title) against \(lowest.title.lowercasedFirst): "
        return head + "risk ratio \(Wording.ratio(contrast.riskRatio)), "
            + "difference \(Wording.points(contrast.riskDifference)) percentage points"
    }
}

extension TierYieldReport.Row {
    /// The tier's label, or `Overall`.
    var title: String { tier?.label ?? "Overall" }
}

extension String {
    /// For a title that goes on inside a sentence.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }

    /// The same, but `LV ejection fraction` stays as it is.
    var lowercasedUnlessAcronym: String {
        dropFirst().first?.isUppercase == true ? self : lowercasedFirst
    }
}
