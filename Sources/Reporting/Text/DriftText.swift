import Biostatistics

/// Prints a drift report on a terminal.
package enum DriftText {
    /// The whole report; with control sequences only where `coloured`.
    package static func text(_ report: DriftReport, coloured: Bool) -> String {
        var page = TextPage(coloured: coloured)
        page.addHeading(DriftWording.title)
        page.addWatched(report.model)
        for site in report.sites { add(site, to: &page) }
        page.add()
        page.addHeading("Methods")
        for method in DriftMethods.sentences(report) { page.addWrapped(method, indent: 2, hang: 2) }
        guard !report.left.isEmpty else { return page.text }
        page.add()
        page.addHeading("Not in these figures")
        for left in report.left {
            page.addWrapped("\(left.site), \(left.reason): \(left.recordings) recordings", indent: 2, hang: 2)
        }
        return page.text
    }

    private static func add(_ site: DriftReport.Site, to page: inout TextPage) {
        page.add()
        page.addHeading("\(site.code) · \(DriftWording.centres(site))")
        var table = TextTable([
            ("Month", .left), ("ECGs", .right), ("Flagged", .right), ("%", .right), ("Limits", .right),
            ("Turned away", .right), ("%", .right), ("Limits", .right), ("Score, quartiles", .right), ("", .left),
        ])
        for row in DriftWording.rows(site) {
            table.add([
                row.month, row.recordings, row.flagged, row.flaggedShare, row.flaggedLimits, row.refused,
                row.refusedShare, row.refusedLimits, row.quartiles, row.signals.isEmpty ? "" : "*",
            ])
        }
        page.add(table)
        for sentence in DriftWording.sentences(site) { page.addWrapped(sentence, indent: 2, hang: 2) }
    }
}

extension TextPage {
    /// Who is watched, what flagged means, and where the counts came from.
    mutating func addWatched(_ model: WatchedModel) {
        addWrapped("Source: \(model.source)", hang: 2)
        addWrapped("Model: \(model.identity).", hang: 2)
        addWrapped("Flagged: \(model.flagging).", hang: 2)
    }
}
