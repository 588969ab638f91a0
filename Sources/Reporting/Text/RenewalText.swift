import Biostatistics

/// Prints what a renewal changed on a terminal.
package enum RenewalText {
    /// Before and after of every output; with control sequences only where `coloured`.
    package static func text(_ report: RenewalReport, coloured: Bool) -> String {
        var page = TextPage(coloured: coloured)
        page.addHeading("\(report.parent) before, \(report.model) after")
        for fact in report.facts { page.addWrapped(fact, hang: 2) }
        for row in report.rows {
            page.add()
            page.addHeading("\(row.title) (\(row.label)): \(row.events)/\(row.recordings)")
            page.addWrapped(row.change, indent: 2, hang: 2)
            page.add(table(row))
        }
        if !report.unchanged.isEmpty {
            page.add()
            page.addHeading("Left as they were, bit for bit")
            for output in report.unchanged { page.addWrapped("\(output.label): \(output.reason)", indent: 2, hang: 2) }
        }
        if !report.remarks.isEmpty { page.add() }
        for remark in report.remarks { page.addWrapped(remark, hang: 2) }
        return page.text
    }

    private static func table(_ row: RenewalReport.Row) -> TextTable {
        let measures: [(String, KeyPath<CalibrationFigures, Estimate>)] = [
            ("Brier score", \.brier), ("Observed/expected", \.observedOverExpected),
            ("Calibration in the large", \.inTheLarge), ("Slope", \.slope), ("Intercept beside the slope", \.intercept),
            ("AUROC", \.auroc),
        ]
        var table = TextTable([
            ("", .left), ("Before", .right), ("95 %", .right), ("After", .right), ("95 %", .right),
        ])
        for (title, path) in measures {
            let (before, after) = (row.before.figures[keyPath: path], row.after.figures[keyPath: path])
            table.add([title, number(before), limits(before), number(after), limits(after)])
        }
        return table
    }

    private static func number(_ estimate: Estimate) -> String {
        estimate.point.map { DisplayFormat.number($0, decimals: 3) } ?? DisplayFormat.notEstimable
    }

    private static func limits(_ estimate: Estimate) -> String {
        guard let interval = estimate.interval else { return "–" }
        let limits = [interval.lower, interval.upper].map { DisplayFormat.number($0, decimals: 3) }
        return "(\(limits[0]) to \(limits[1]))"
    }
}
