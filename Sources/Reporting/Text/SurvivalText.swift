import Biostatistics
import Trial

/// Prints a survival report on a terminal.
package enum SurvivalText {
    /// The whole report; with control sequences only where `coloured`.
    package static func text(_ report: SurvivalReport, coloured: Bool) -> String {
        var page = TextPage(coloured: coloured)
        page.addOpening(SurvivalWording.title, report.header)
        page.addWrapped("Event: \(report.followUp.title) (\(report.followUp.event)).", hang: 2)
        page.add()
        page.addHeading("Follow-up")
        for line in SurvivalWording.completeness(report) { page.addWrapped(line, indent: 2, hang: 2) }
        for section in report.sections { add(section, report, to: &page) }
        page.add()
        page.addHeading("Predicted risk against what happened")
        page.add(predictions(report))
        page.add()
        page.add(calibration(report))
        for reason in SurvivalWording.reasons(report) { page.addWrapped(reason, indent: 2, hang: 2) }
        for note in report.predictionNotes { page.addWrapped(note, indent: 2, hang: 2) }
        page.addClosing(report.header, methods: SurvivalMethods.sentences(report))
        return page.text
    }

    private static func add(_ section: SurvivalReport.Section, _ report: SurvivalReport, to page: inout TextPage) {
        page.add()
        page.addHeading("\(report.header.title(of: section.model)) · \(report.followUp.title) by tier")
        var table = TextTable(
            [("Tier", .left), ("n", .right), ("Events", .right)]
                + report.followUp.horizons.map { ("By day \($0.days), %", TextTable.Alignment.right) }
        )
        for curve in section.curves + [section.overall] { table.add(SurvivalWording.fields(curve)) }
        page.add(table)
        page.addWrapped("Log-rank: \(SurvivalWording.chiSquare(section.logRank))", indent: 2, hang: 2)
        page.addWrapped("Trend over tiers: \(Wording.trend(section.trend))", indent: 2, hang: 2)
        if section.withoutTier > 0 { page.addWrapped("Without a tier: \(section.withoutTier)", indent: 2, hang: 2) }
    }

    private static func predictions(_ report: SurvivalReport) -> TextTable {
        var table = TextTable([("", .left), ("n", .right), ("Events", .right), ("C-index", .right)])
        for prediction in report.predictions { table.add(Array(SurvivalWording.fields(prediction).prefix(4))) }
        return table
    }

    private static func calibration(_ report: SurvivalReport) -> TextTable {
        var table = TextTable([
            ("", .left), ("Day", .right), ("AUC", .right), ("Predicted", .right), ("Observed", .right),
            ("Observed/expected", .right),
        ])
        for prediction in report.predictions {
            for (row, auc) in zip(SurvivalWording.calibration(prediction, report.followUp), prediction.auc) {
                table.add(row.prefix(2) + [SurvivalWording.index(auc)] + row.dropFirst(2))
            }
        }
        return table
    }
}

/// A survival report in words, the same on a terminal and on a page.
enum SurvivalWording {
    static let title = "Survival by tier"

    static func completeness(_ report: SurvivalReport) -> [String] {
        let known = report.completeness
        let ends = known.endings.filter { $0.count > 0 }
        func list(_ events: Bool) -> String {
            ends.filter { $0.isEvent == events }.map { "\($0.word) \($0.count)" }.joined(separator: ", ")
        }
        var lines = [
            "Events: \(ends.filter(\.isEvent).map(\.count).reduce(0, +))" + bracketed(list(true)),
            "Left without one: \(ends.filter { !$0.isEvent }.map(\.count).reduce(0, +))" + bracketed(list(false)),
            "How follow-up ended is not known of \(known.unknown) of \(known.enrolled).",
        ]
        for horizon in known.known {
            lines.append(
                "The event by day \(horizon.days), or followed for so long: \(Wording.countPercent(horizon.share))"
            )
        }
        switch known.medianFollowUp {
        case .success(let days): lines.append("Median follow-up: \(DisplayFormat.number(days, decimals: 0)) days")
        case .failure(let reason): lines.append("Median follow-up: NE, \(reason.explanation)")
        }
        lines.append("Assessments during the stays: \(known.assessments)")
        for missing in known.missingInputs { lines.append("\(missing.input) is missing of \(missing.count)") }
        return lines
    }

    private static func bracketed(_ list: String) -> String { list.isEmpty ? "" : " (\(list))" }

    static func title(of curve: SurvivalReport.Curve) -> String { curve.tier?.label ?? "All tiers" }

    /// Title, patients, events, risk by each horizon.
    static func fields(_ curve: SurvivalReport.Curve) -> [String] {
        [title(of: curve), "\(curve.curve.observations)", "\(curve.curve.events)"]
            + curve.risks.map { risk in
                risk.point == nil
                    ? DisplayFormat.notEstimable : "\(Wording.percent(risk)) \(Wording.percentInterval(risk))"
            }
    }

    static func fields(_ prediction: SurvivalReport.Prediction) -> [String] {
        [prediction.title, "\(prediction.participants)", "\(prediction.events)", index(prediction.concordance)]
            + prediction.auc.map(index)
    }

    /// Title, day, mean predicted risk, observed risk, ratio; one line a horizon.
    static func calibration(_ prediction: SurvivalReport.Prediction, _ terms: FollowUpDefinition) -> [[String]] {
        zip(terms.horizons, prediction.calibration).map { horizon, result in
            guard case .success(let calibration) = result else {
                return [prediction.title, "\(horizon.days)", DisplayFormat.notEstimable]
            }
            let overall = calibration.overall
            return [
                prediction.title, "\(horizon.days)", Wording.percent(overall.meanPredicted),
                Wording.percent(overall.observed), Wording.ratio(calibration.observedOverExpected),
            ]
        }
    }

    /// Such as `0.894 (0.867–0.921)`.
    static func index(_ estimate: Estimate) -> String {
        guard let point = estimate.point else { return DisplayFormat.notEstimable }
        let text = DisplayFormat.number(point, decimals: 3)
        guard let interval = estimate.interval else { return text }
        let limits = [interval.lower, interval.upper].map { DisplayFormat.number($0, decimals: 3) }
        return "\(text) (\(limits[0])–\(limits[1]))"
    }

    static func chiSquare(_ test: Result<ChiSquareTest, NotEstimable>) -> String {
        switch test {
        case .success(let test):
            "χ² = \(DisplayFormat.number(test.statistic, decimals: 2)), "
                + "\(test.degreesOfFreedom) degree\(test.degreesOfFreedom == 1 ? "" : "s") of freedom, "
                + Wording.pValue(test.p)
        case .failure(let reason): "NE (\(reason.explanation))"
        }
    }

    /// Why figures are missing, one sentence a reason.
    static func reasons(_ report: SurvivalReport) -> [String] {
        var missing: [(name: String, reason: NotEstimable)] = []
        for section in report.sections {
            for curve in section.curves + [section.overall] {
                for (horizon, risk) in zip(report.followUp.horizons, curve.risks) {
                    risk.reason.map { missing.append(("\(title(of: curve)) by day \(horizon.days)", $0)) }
                }
            }
        }
        for prediction in report.predictions {
            prediction.concordance.reason.map { missing.append(("C-index of \(prediction.title)", $0)) }
            for (place, horizon) in report.followUp.horizons.enumerated() {
                prediction.auc[place].reason.map {
                    missing.append(("AUC of \(prediction.title) at day \(horizon.days)", $0))
                }
                if case .failure(let reason) = prediction.calibration[place] {
                    missing.append(("calibration of \(prediction.title) at day \(horizon.days)", reason))
                }
            }
        }
        return Wording.reasons(missing)
    }
}
