import Biostatistics
import CSV
import Trial

/// A survival report for machines: numbers in full, null with a reason where there is none.
package enum SurvivalJSON {
    package static func text(_ report: SurvivalReport) -> String {
        JSONValue.object(
            JSONValue.opening("survival", report.header) + [
                ("event", .string(report.followUp.event)),
                ("horizons", .array(report.followUp.horizons.map { .int($0.days) })),
                ("followUp", completeness(report.completeness)),
                ("tiers", .array(report.sections.map { section($0, report) })),
                ("predictions", .array(report.predictions.map { prediction($0, report) })),
                ("predictionNotes", .array(report.predictionNotes.map(JSONValue.string))),
            ] + JSONValue.closing(report.header, methods: SurvivalMethods.sentences(report))
        ).text
    }

    private static func completeness(_ known: SurvivalReport.Completeness) -> JSONValue {
        .object([
            ("enrolled", .int(known.enrolled)), ("unknown", .int(known.unknown)),
            (
                "endings",
                .array(
                    known.endings.map {
                        .object([("ending", .string($0.word)), ("event", .bool($0.isEvent)), ("count", .int($0.count))])
                    }
                )
            ),
            (
                "known",
                .array(
                    known.known.map {
                        .object([
                            ("days", .int($0.days)), ("count", .int($0.share.events)), ("of", .int($0.share.total)),
                        ])
                    }
                )
            ),
            ("medianFollowUp", (try? known.medianFollowUp.get()).map(JSONValue.double) ?? .null),
            ("assessments", .int(known.assessments)),
            (
                "missingInputs",
                .array(known.missingInputs.map { .object([("input", .string($0.input)), ("count", .int($0.count))]) })
            ),
        ])
    }

    private static func section(_ section: SurvivalReport.Section, _ report: SurvivalReport) -> JSONValue {
        .object(
            [
                ("model", .string(section.model)), ("withoutTier", .int(section.withoutTier)),
                ("curves", .array((section.curves + [section.overall]).map { curve($0, report) })),
            ] + test("logRank", section.logRank) + trend(section.trend)
        )
    }

    private static func test(_ name: String, _ test: Result<ChiSquareTest, NotEstimable>) -> [(String, JSONValue)] {
        switch test {
        case .success(let test):
            [
                (
                    name,
                    .object([
                        ("chiSquare", .double(test.statistic)), ("degreesOfFreedom", .int(test.degreesOfFreedom)),
                        ("p", .double(test.p)),
                    ])
                )
            ]
        case .failure(let reason): [(name, .null), (name + "Reason", .string(reason.explanation))]
        }
    }

    private static func trend(_ trend: Result<TrendTest, NotEstimable>) -> [(String, JSONValue)] {
        switch trend {
        case .success(let test): [("trend", .object([("z", .double(test.z)), ("p", .double(test.p))]))]
        case .failure(let reason): [("trend", .null), ("trendReason", .string(reason.explanation))]
        }
    }

    private static func curve(_ curve: SurvivalReport.Curve, _ report: SurvivalReport) -> JSONValue {
        let risks = zip(report.followUp.horizons, curve.risks).map { horizon, risk in
            JSONValue.object([("days", .int(horizon.days))] + JSONValue.members("risk", "limits", risk))
        }
        let steps = curve.curve.steps.map { step in
            JSONValue.object([
                ("days", .double(step.time)), ("atRisk", .int(step.atRisk)), ("events", .int(step.events)),
                ("survival", .double(step.survival)),
            ])
        }
        return .object([
            ("tier", .optional(curve.tier?.id.rawValue)), ("participants", .int(curve.curve.observations)),
            ("events", .int(curve.curve.events)), ("risks", .array(risks)), ("steps", .array(steps)),
        ])
    }

    private static func prediction(_ prediction: SurvivalReport.Prediction, _ report: SurvivalReport) -> JSONValue {
        let places = report.followUp.horizons.enumerated().map { place, horizon in
            JSONValue.object(
                [("days", .int(horizon.days))] + JSONValue.members("auc", "aucLimits", prediction.auc[place])
                    + calibration(prediction.calibration[place])
            )
        }
        return .object(
            [
                ("prediction", .string(prediction.id)), ("title", .string(prediction.title)),
                ("participants", .int(prediction.participants)), ("events", .int(prediction.events)),
            ] + (prediction.fitting.map(fitting) ?? [])
                + JSONValue.members("concordance", "concordanceLimits", prediction.concordance)
                + [("horizons", .array(places))]
        )
    }

    private static func fitting(_ fitting: SurvivalReport.LinearFitting) -> [(String, JSONValue)] {
        [
            ("penalty", fitting.isPenalised ? .string("firth") : .null),
            ("partsWithoutMaximum", .int(fitting.partsWithoutMaximum)),
            ("sharedByEvents", .array(fitting.sharedByEvents.map(JSONValue.string))),
            ("inputsLeftOut", .array(fitting.leftOut.map(JSONValue.string))),
        ]
    }

    private static func calibration(_ result: Result<SurvivalCalibration, NotEstimable>) -> [(String, JSONValue)] {
        switch result {
        case .failure(let reason): return [("calibration", .null), ("calibrationReason", .string(reason.explanation))]
        case .success(let calibration):
            func group(_ group: SurvivalCalibration.Group) -> JSONValue {
                .object(
                    [
                        ("participants", .int(group.count)), ("events", .int(group.events)),
                        ("predicted", .double(group.meanPredicted)),
                    ] + JSONValue.members("observed", "observedLimits", group.observed)
                )
            }
            let ratio = JSONValue.members("observedOverExpected", "limits", calibration.observedOverExpected)
            return [
                (
                    "calibration",
                    .object(
                        [("overall", group(calibration.overall))] + ratio + [
                            ("groups", .array(calibration.groups.map(group)))
                        ]
                    )
                )
            ]
        }
    }
}

extension ReportCSV {
    /// One figure a line; the outcome is the event with the day, such as `critical-illness_30d`.
    package static func text(_ report: SurvivalReport) -> String {
        var table = LongTable(report: "survival", source: report.header.source)
        let event = report.followUp.event
        let all = LongTable.Key(model: "", outcome: event, tier: "overall")
        table.addCount(all, "enrolled", report.completeness.enrolled)
        table.addCount(all, "ending_unknown", report.completeness.unknown)
        for ending in report.completeness.endings { table.addCount(all, "ended_\(ending.word)", ending.count) }
        for section in report.sections { add(section, report, to: &table) }
        for prediction in report.predictions {
            let key = LongTable.Key(model: prediction.id, outcome: event, tier: "overall")
            table.add(key, "concordance", prediction.concordance)
            for (place, horizon) in report.followUp.horizons.enumerated() {
                let key = LongTable.Key(model: prediction.id, outcome: "\(event)_\(horizon.days)d", tier: "overall")
                table.add(key, "auc", prediction.auc[place])
                guard case .success(let calibration) = prediction.calibration[place] else { continue }
                table.add(key, "observed_over_expected", calibration.observedOverExpected)
                table.add(key, "predicted", .value(calibration.overall.meanPredicted, interval: nil))
                table.add(key, "observed", calibration.overall.observed)
                for (number, group) in calibration.groups.enumerated() {
                    table.add(key, "predicted_group_\(number + 1)", .value(group.meanPredicted, interval: nil))
                    table.add(
                        key,
                        "observed_group_\(number + 1)",
                        group.observed,
                        counts: Proportion(events: group.events, total: group.count)
                    )
                }
            }
        }
        return table.text
    }

    private static func add(
        _ section: SurvivalReport.Section,
        _ report: SurvivalReport,
        to table: inout LongTable
    ) {
        let event = report.followUp.event
        for curve in section.curves + [section.overall] {
            let tier = curve.tier?.id.rawValue ?? "overall"
            let key = LongTable.Key(model: section.model, outcome: event, tier: tier)
            table.addCount(key, "participants", curve.curve.observations)
            table.addCount(key, "events", curve.curve.events)
            for (horizon, risk) in zip(report.followUp.horizons, curve.risks) {
                let key = LongTable.Key(model: section.model, outcome: "\(event)_\(horizon.days)d", tier: tier)
                table.add(key, "risk", risk)
            }
        }
        let key = LongTable.Key(model: section.model, outcome: event, tier: "overall")
        table.add(key, logRank: section.logRank)
        table.add(key, trend: section.trend, method: "log-rank trend")
    }

    /// What a survival report was made of, one participant a line, for another program to repeat it.
    package static func rows(of report: SurvivalReport) -> String {
        let days = report.followUp.horizons.map(\.days)
        var writer = CSVWriter(
            header: ["subject", "site", "tier", "days", "event", "ending"] + days.map { "p\($0)" }
                + days.map { "linear_p\($0)" } + report.inputs
        )
        for row in report.rows {
            let numbers = (row.risks + row.linear + row.inputs).map { $0?.description ?? "" }
            writer.add(
                [
                    row.subject, row.site ?? "", row.tier?.rawValue ?? "", row.days.map(String.init) ?? "",
                    row.event.map { $0 ? "1" : "0" } ?? "", row.ending ?? "",
                ] + numbers
            )
        }
        return writer.text
    }
}
