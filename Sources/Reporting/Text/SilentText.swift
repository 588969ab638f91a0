import Biostatistics
import Trial

/// Prints a report on silent deployment on a terminal.
package enum SilentText {
    /// The whole report; with control sequences only where `coloured`.
    package static func text(_ report: SilentReport, coloured: Bool) -> String {
        var page = TextPage(coloured: coloured)
        page.addHeading(SilentWording.title)
        page.addWatched(report.model)
        page.addWrapped("Outcome: \(report.outcome.title) (\(report.outcome.rawValue)).", hang: 2)
        for group in report.groups { add(group, report, to: &page) }
        page.add()
        page.addHeading("Methods")
        for method in SilentMethods.sentences(report) { page.addWrapped(method, indent: 2, hang: 2) }
        return page.text
    }

    private static func add(_ group: SilentReport.Group, _ report: SilentReport, to page: inout TextPage) {
        page.add()
        page.addHeading(SilentWording.name(of: group))
        var standings = TextTable([("", .left), ("Patients", .right), ("Flagged", .right)])
        for row in SilentWording.standings(group) { standings.add(row) }
        page.add(standings)
        page.add()
        var measures = TextTable([("", .left), ("Counts", .right), ("%", .right), ("Wilson", .right)])
        for measure in group.measures { measures.add(SilentWording.fields(measure, report.level)) }
        page.add(measures)
        page.addWrapped("AUROC among those echoed: \(SilentWording.auroc(group.auroc))", indent: 2, hang: 2)
        guard group.unknown > 0 else { return }
        page.addWrapped("Echoed, and the outcome is unknown: \(group.unknown)", indent: 2, hang: 2)
    }
}

/// A report on silent deployment in words, the same on a terminal and on a page.
enum SilentWording {
    static let title = "Silent deployment: a model beside routine care"

    static func name(of group: SilentReport.Group) -> String { group.site ?? "All sites" }

    /// Scored, then each place that anybody stands at: name, patients, flagged.
    static func standings(_ group: SilentReport.Group) -> [[String]] {
        let places = SilentStanding.allCases.filter { group.count($0) > 0 }
        func row(_ title: String, _ flagged: Proportion) -> [String] {
            [title, "\(flagged.total)", Wording.countPercent(flagged)]
        }
        return [row("Scored", group.scored), row("Watched", group.flagged)]
            + places.map { place in
                let title = (place.isFollowed ? "  " : "Not watched: ") + place.title
                return row(title, group.standings[place] ?? Proportion(events: 0, total: 0))
            }
    }

    /// Title, counts, share and interval.
    static func fields(_ measure: SilentReport.Measure, _ level: Double) -> [String] {
        let estimate = measure.counts.wilson(level: level)
        return [
            measure.title, "\(measure.counts.events)/\(measure.counts.total)", Wording.percent(estimate),
            Wording.percentInterval(estimate),
        ]
    }

    static func auroc(_ estimate: Estimate) -> String {
        guard let point = estimate.point else {
            return "NE, \(estimate.reason?.explanation ?? "not estimable")"
        }
        let text = DisplayFormat.number(point, decimals: 3)
        guard let interval = estimate.interval else { return "\(text) (no interval)" }
        let limits = [interval.lower, interval.upper].map { DisplayFormat.number($0, decimals: 3) }
        return "\(text) (\(limits[0])–\(limits[1]))"
    }
}
