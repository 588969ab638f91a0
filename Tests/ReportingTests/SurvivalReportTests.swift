import Biostatistics
import Foundation
import Testing
import Trial

@testable import Reporting

/// Expected values by R 4.2.2, survival 3.5-3, from the formula in ``SampleFollowUp``.
@Suite("Survival report")
struct SurvivalReportTests {
    func report(_ cut: DataCut = SampleFollowUp.cut()) throws -> SurvivalReport {
        try SurvivalReport(cut: cut, plan: AnalysisPlan(for: cut))
    }

    func near(_ found: Double?, _ expected: Double, _ tolerance: Double = 1e-12) -> Bool {
        found.map { abs($0 - expected) <= tolerance } ?? false
    }

    /// survfit(…, conf.type = "log-log") by tier, at days 5, 10, 30.
    @Test(
        "risks by tier with their limits are those of survfit",
        arguments: [
            ("low", [0.16, 0.28, 0.6], [0.0632667597486599, 0.14451570261208, 0.418768271253494]),
            (
                "mid", [0.116279069767442, 0.232558139534884, 0.651162790697674],
                [0.0501230752303511, 0.132518765034186, 0.510634289061002]
            ),
            (
                "high", [0.173076923076923, 0.307692307692307, 0.884615384615385],
                [0.0940627901583206, 0.201210488437624, 0.782172321655665]
            ),
        ]
    )
    func curves(tier: String, risks: [Double], lower: [Double]) throws {
        let section = try #require(try report().sections.first)
        let curve = try #require(section.curves.first { $0.tier?.id.rawValue == tier })
        for (place, risk) in curve.risks.enumerated() {
            #expect(near(risk.point, risks[place]))
            #expect(near(risk.interval?.lower, lower[place]))
        }
        #expect(section.curves.map { $0.curve.observations } == [52, 43, 25])
    }

    @Test("log-rank and trend are those of survdiff")
    func tests() throws {
        let section = try #require(try report().sections.first)
        #expect(near(try section.logRank.get().statistic, 9.04976621045091))
        #expect(try section.logRank.get().degreesOfFreedom == 2)
        #expect(near(try section.trend.get().z, 2.65322742994675))
    }

    @Test("C-index, AUC and calibration of the trial's model")
    func deep() throws {
        let deep = try #require(try report().predictions.first)
        #expect(deep.id == "deep" && deep.participants == 120 && deep.events == 89)
        #expect(near(deep.concordance.point, 0.574843916552459))
        let reach = NormalDistribution.criticalValue(level: 0.95) * 0.033406452361112
        #expect(near(deep.concordance.interval?.upper, 0.574843916552459 + reach))
        for (found, expected) in zip(deep.auc, [0.532135076252723, 0.51219087425984, 0.686661833997825]) {
            #expect(near(found.point, expected))
        }
        let calibration = try deep.calibration[0].get()
        #expect(near(calibration.overall.meanPredicted, 0.182733333333333))
        #expect(near(calibration.observedOverExpected.point, 0.820868296242248))
        #expect(near(try deep.calibration[1].get().overall.observed.point, 0.275))
    }

    /// coxph(…, ties = "efron") without the tenth of the participants, basehaz(…, centered = FALSE).
    @Test("the linear model's risks are cross-fitted as R's are")
    func linear() throws {
        let report = try report()
        let linear = try #require(report.predictions.last)
        let (first, last) = (try #require(report.rows.first), try #require(report.rows.last))
        for (found, expected) in zip(first.linear, [0.095771713131493, 0.186757210798378, 0.588405885991776]) {
            #expect(near(found, expected, 1e-9))
        }
        #expect(near(last.linear[2], 0.603214278828233, 1e-9))
        #expect(near(linear.concordance.point, 0.562052687680828, 1e-9))
        #expect(near(linear.auc[0].point, 0.447712418300654, 1e-9))
    }

    /// With a finding that five have, and of them one the event: without the part of that one there is no maximum.
    private func withRareFinding(_ has: Set<Int> = [13, 30, 47, 81, 98]) -> DataCut {
        var cut = SampleFollowUp.cut()
        cut.inputs.append("rare")
        for place in cut.rows.indices { cut.rows[place].inputs["rare"] = has.contains(place) ? 1 : 0 }
        return cut
    }

    /// As above, but each fit is the maximum of ℓ + ½ log |I|, with ℓ and I of coxph(…, init = b, iter.max = 0), found by
    /// steps of I⁻¹ times its slope by finite differences; then basehaz(…, centered = FALSE) at that b.
    @Test("where a part has no maximum every part is fitted with Firth's penalty, as in R, and the report says so")
    func penalised() throws {
        let report = try report(withRareFinding())
        let linear = try #require(report.predictions.last)
        for (place, expected) in [
            (0, [0.1088101012357927, 0.2109252122740065, 0.639883384881612]),
            (47, [0.0148337388554957, 0.0263969792293404, 0.115652881865703]),
            (119, [0.1237612178091894, 0.2181846752735594, 0.664089916686105]),
        ] {
            for (found, expected) in zip(report.rows[place].linear, expected) { #expect(near(found, expected, 1e-7)) }
        }
        #expect(near(linear.concordance.point, 0.565250494898736, 1e-9))
        #expect(linear.title == "Linear Cox, 3 inputs, Firth")
        #expect(linear.fitting == .init(partsWithoutMaximum: 1, sharedByEvents: ["rare"], leftOut: []))
        let note = "no maximum in 1 of 10 parts (the same in every event of a part: rare)"
        #expect(report.predictionNotes.contains { $0.contains(note) && $0.contains("Firth's penalty") })
        #expect(try SurvivalPage.html(report).contains("Linear Cox, 3 inputs, Firth"))
        let json = try JSONSerialization.jsonObject(with: Data(SurvivalJSON.text(report).utf8)) as? [String: Any]
        let predictions = try #require(json?["predictions"] as? [[String: Any]])
        #expect(predictions[0]["penalty"] == nil && predictions[1]["penalty"] as? String == "firth")
        #expect(predictions[1]["sharedByEvents"] as? [String] == ["rare"])
    }

    @Test("an input that does not vary in some part is left out of all, by name, and the figures are those without it")
    func leftOut() throws {
        let (with, without) = (try report(withRareFinding([47])), try report())
        #expect(with.rows.map(\.linear) == without.rows.map(\.linear))
        let linear = try #require(with.predictions.last)
        #expect(linear.title == "Linear Cox, 2 inputs" && linear.fitting?.leftOut == ["rare"])
        #expect(with.predictionNotes.contains { $0.contains("does without rare") })
        #expect(without.predictions.last?.fitting == .init(partsWithoutMaximum: 0, sharedByEvents: [], leftOut: []))
    }

    @Test("endings add up to the participants, and what is not known is counted")
    func completeness() throws {
        let report = try report(SampleFollowUp.cut(unknown: 7, withoutInputs: 12))
        let known = report.completeness
        #expect(known.enrolled == 120 && known.unknown == 7)
        #expect(known.endings.map(\.count).reduce(0, +) == 113)
        #expect(known.missingInputs.map(\.input) == ["x2"] && known.missingInputs.map(\.count) == [12])
        #expect(report.predictions.allSatisfy { $0.participants == 108 })
        #expect(report.predictionNotes.contains { $0.contains("12 are left out") })
    }

    @Test("where participants were drawn by tier, what would describe the draw is refused with the reason")
    func drawn() throws {
        let report = try report(SampleFollowUp.cut(everyoneHadAPlace: false))
        #expect(report.sections[0].curves[0].risks[0].point != nil)
        for prediction in report.predictions {
            #expect(prediction.concordance.reason?.explanation.contains("drawn by tier") == true)
            #expect(prediction.auc.allSatisfy { $0.point == nil })
        }
        #expect(SurvivalText.text(report, coloured: false).contains("drawn by tier"))
    }

    @Test("too few events for the linear model are a reason, not a number")
    func fewEvents() throws {
        var cut = SampleFollowUp.cut()
        for place in cut.rows.indices where place > 1 {
            cut.rows[place].followUp = .init(days: 30, ending: .censored(reason: "discharge"))
        }
        let linear = try #require(try report(cut).predictions.last)
        #expect(linear.concordance.reason == .tooFew("events", needed: 3))
    }

    @Test("a cut without follow-up, and one in which nobody's is known, have no such report")
    func refused() throws {
        var cut = SampleFollowUp.cut()
        cut.followUp = nil
        #expect(throws: ReportingError.self) { try report(cut) }
        #expect(throws: ReportingError.self) { try report(SampleFollowUp.cut(unknown: 120)) }
    }

    @Test("every form is made, and the same cut gives the same bytes")
    func forms() throws {
        let (one, two) = (try report(), try report())
        #expect(SurvivalJSON.text(one) == SurvivalJSON.text(two))
        let json = try JSONSerialization.jsonObject(with: Data(SurvivalJSON.text(one).utf8)) as? [String: Any]
        #expect(json?["event"] as? String == "critical-illness")
        let html = try SurvivalPage.html(one)
        #expect(html == (try SurvivalPage.html(two)) && html.contains("<polyline") && !html.contains("{{"))
        #expect(SurvivalText.text(one, coloured: false).split(separator: "\n").allSatisfy { !$0.contains("\u{1B}") })
        #expect(ReportCSV.text(one).contains("log_rank_chi_square"))
        let rows = ReportCSV.rows(of: one).split(whereSeparator: \.isNewline)
        #expect(rows.count == 121 && rows[0].hasPrefix("subject,site,tier,days,event,ending,p5,p10,p30,linear_p5"))
    }

    @Test("a participant's course is drawn; who is not in the cut has none")
    func course() throws {
        let cut = SampleFollowUp.cut()
        let plan = try AnalysisPlan(for: cut)
        let course = try CourseReport(cut: cut, plan: plan, subject: "A-0002")
        #expect(course.course.count == 1 && CourseText.text(course, coloured: false).contains("A-0002"))
        #expect(try CoursePage.html(course).contains("<circle") && CourseJSON.text(course).contains("\"course\""))
        let ending = try #require(course.followUp?.ending.word)
        #expect(try CoursePage.html(course).contains(">\(ending)</text>"))
        #expect(throws: ReportingError.self) { try CourseReport(cut: cut, plan: plan, subject: "A-9999") }
    }
}
