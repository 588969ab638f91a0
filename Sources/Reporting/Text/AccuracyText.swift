import Biostatistics
import Trial

/// Prints an accuracy report on a terminal.
package struct AccuracyText {
    private var page: TextPage

    /// The whole report; with control sequences only where `coloured`.
    package static func text(_ report: AccuracyReport, coloured: Bool) -> String {
        var printer = AccuracyText(page: TextPage(coloured: coloured))
        printer.page.addOpening("Accuracy at each cut between tiers", report.header)
        for verification in report.verification { printer.add(verification, header: report.header) }
        for section in report.sections { printer.add(section, header: report.header) }
        printer.page.addClosing(report.header, methods: AccuracyMethods.sentences(report))
        return printer.page.text
    }

    private mutating func add(_ verification: AccuracyReport.Verification, header: ReportHeader) {
        page.add()
        page.addHeading(
            "Verified: \(verification.outcome.title), by tier of \(header.enrollingTitle ?? "the enrolling model")"
        )
        var table = TextTable([
            ("Tier", .left), ("Eligible", .right), ("Enrolled", .right), ("Known", .right),
            ("Known/enrolled", .right), ("Known/eligible", .right),
        ])
        for row in verification.tiers {
            table.add([
                row.tier.label + (row.tier.recruited ? "" : " (not recruited)"), row.eligible?.description ?? "unknown",
                "\(row.tally.enrolled)", "\(row.tally.known)", row.ofEnrolled, row.ofEligible,
            ])
        }
        page.add(table)
    }

    private mutating func add(_ section: AccuracyReport.Section, header: ReportHeader) {
        page.add()
        page.addHeading("\(header.title(of: section.model)) · \(section.outcome.title) (\(section.outcome.rawValue))")
        var table = TextTable([
            ("Positive from", .left), ("Measure", .left), ("Counts", .right), ("Naive", .right), ("Wilson", .right),
            ("Weighted", .right), ("Interval", .right),
        ])
        for cut in section.cuts {
            for measure in cut.measures { table.add(fields(measure, of: cut)) }
        }
        page.add(table)
        for reason in section.reasons { page.addWrapped(reason, indent: 2, hang: 2) }
        for note in section.notes { page.addWrapped("Note: \(note)", indent: 2, hang: 2) }
    }

    private func fields(_ measure: AccuracyReport.Measure, of cut: AccuracyReport.Cut) -> [String] {
        [
            measure.kind == .sensitivity ? cut.tier.label : "", measure.kind.title,
            "\(measure.counts.events)/\(measure.counts.total)", Wording.percent(measure.naive),
            Wording.percentInterval(measure.naive), Wording.percent(measure.weighted),
            Wording.percentInterval(measure.weighted),
        ]
    }
}

extension AccuracyReport.TierVerification {
    var ofEnrolled: String {
        tally.enrolled > 0 ? Wording.percent(Double(tally.known) / Double(tally.enrolled)) : DisplayFormat.notEstimable
    }

    var ofEligible: String {
        guard let eligible, eligible > 0 else { return DisplayFormat.notEstimable }
        return Wording.percent(Double(tally.known) / Double(eligible))
    }
}

extension AccuracyReport.Section {
    /// Why figures are missing and what weakens those that stand, one sentence a reason.
    var reasons: [String] {
        let warnings = cuts.flatMap(\.warnings).map { "Weighted figures: \($0)" }
        let distinct = warnings.indices.filter { !warnings[..<$0].contains(warnings[$0]) }.map { warnings[$0] }
        return Wording.reasons(missing("naive", \.naive) + missing("weighted", \.weighted)) + distinct
    }

    /// Every figure of one kind that is not estimable; one name where all lack for the same reason.
    private func missing(
        _ kind: String,
        _ estimate: KeyPath<AccuracyReport.Measure, Estimate>
    ) -> [(name: String, reason: NotEstimable)] {
        let all = cuts.flatMap { cut in cut.measures.map { (cut: cut, measure: $0) } }
        if let reason = all.first?.measure[keyPath: estimate].reason,
            all.allSatisfy({ $0.measure[keyPath: estimate].reason == reason })
        {
            return [("every \(kind) figure", reason)]
        }
        return all.compactMap { cut, measure in
            measure[keyPath: estimate].reason.map { reason in
                ("\(kind) \(measure.kind.inSentence) from \(cut.tier.label.lowercasedFirst)", reason)
            }
        }
    }
}

extension AccuracyReport.Kind {
    var inSentence: String { self == .ppv || self == .npv ? title : title.lowercasedFirst }
}
