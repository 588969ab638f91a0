import Biostatistics
import Testing

@testable import Reporting

@Suite struct DriftReportTests {
    static let model = WatchedModel(
        trial: "fixture",
        model: "m<1>",
        weightsSHA256: String(repeating: "0a", count: 32),
        releases: "shadow at AAA, BBB",
        output: "shd",
        threshold: 0.5,
        thresholdOrigin: "the lower bound of high risk in cuts",
        source: "recordings of fixture, read 2026-01-01T00:00:00Z"
    )

    private static func month(
        _ site: String,
        _ month: String?,
        _ counts: (recordings: Int, scored: Int, refused: Int, flagged: Int),
        reasons: [String: Int] = [:]
    ) -> DriftTally.Month {
        DriftTally.Month(
            site: site,
            month: month.flatMap { CalendarMonth($0) },
            recordings: counts.recordings,
            scored: counts.scored,
            refused: counts.refused,
            flagged: counts.flagged,
            quantiles: counts.scored > 0 ? [0.01, 0.1, 0.2, 0.4, 0.9] : [],
            reasons: reasons
        )
    }

    /// Ten months of two sites; AAA flags 20 % of 100 and then 34 %, and has an empty July.
    static let tally = DriftTally(
        model: model,
        months: ["01", "02", "03", "04", "05", "06", "08", "09"].map {
            month("AAA", "2025-\($0)", (104, 100, 4, 20), reasons: ["lead-missing": 3, "poor-quality": 2])
        } + [
            month("AAA", "2025-10", (110, 100, 8, 34), reasons: ["lead-missing": 8]), month("AAA", nil, (7, 7, 0, 1)),
            month("BBB", "2025-02", (3, 0, 3, 0), reasons: ["age-below-18": 3]),
        ]
    )

    private func report(
        _ tally: DriftTally = tally,
        baseline: Int = 6,
        from: String? = nil
    ) throws -> DriftReport {
        let plan = try DriftReport.Plan(baselineMonths: baseline, from: from.flatMap { CalendarMonth($0) })
        return try DriftReport(tally, plan: plan)
    }

    @Test func `empty months are there, with nothing in them`() throws {
        let report = try report()
        #expect(report.months.map(\.description) == (1...10).map { "2025-" + ($0 < 10 ? "0" : "") + "\($0)" })
        let site = try #require(report.sites.first)
        #expect(site.months.count == 10 && site.months[6].recordings == 0)
        #expect(site.flagged.points[6].limits == nil && site.refused.points[6].limits == nil)
        #expect(report.sites[1].months.map(\.recordings) == [0, 3, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    /// R: qbinom(pnorm(c(-3, 3)), 100, 0.2) gives 9 and 33; of 104 and 108 at 24/624, 0 and 11.
    @Test func `a month beyond a limit is marked, and one on the centre is in no run`() throws {
        let site = try #require(try report().sites.first)
        #expect(site.flagged.baseline == Proportion(events: 120, total: 600))
        #expect(site.flagged.points.map(\.isAbove) == Array(repeating: false, count: 9) + [true])
        #expect(site.flagged.points[9].limits == 9...33)
        #expect(site.flagged.points.allSatisfy { !$0.isInRun && !$0.isBelow })
        #expect(site.refused.baseline == Proportion(events: 24, total: 624))
        #expect(site.refused.points.allSatisfy { !$0.isSignal })
        #expect(site.refused.points[9].counts == Proportion(events: 8, total: 108))
    }

    @Test func `every recording is in a month or counted as left out`() throws {
        let report = try report(from: "2025-03")
        let all = Self.tally.months.map(\.recordings).reduce(0, +)
        #expect(report.recordings + report.left.map(\.recordings).reduce(0, +) == all)
        #expect(
            report.left == [
                .init(site: "AAA", reason: "no day of recording", recordings: 7),
                .init(site: "AAA", reason: "before 2025-03", recordings: 208),
                .init(site: "BBB", reason: "before 2025-03", recordings: 3),
            ]
        )
    }

    @Test func `a site without scores has no limits and says so`() throws {
        let report = try report()
        #expect(report.sites[1].flagged.centre == nil)
        #expect(DriftText.text(report, coloured: false).contains("there are no limits for the share flagged"))
    }

    @Test func `one recording of a clock that stood still does not stretch the chart over a lifetime`() throws {
        let stray = Self.month("AAA", "1970-01", (1, 1, 0, 0))
        let old = DriftTally(model: Self.model, months: Self.tally.months + [stray])
        let report = try report(old)
        #expect(report.months.count == DriftReport.Plan.usualMonths)
        #expect(report.left.contains { $0.recordings == 1 && $0.reason == "before 2020-11" })
        #expect(report.sites[0].flagged.baseline.total == 600)
    }

    @Test func `months and baselines that make no chart are refused with the remedy`() throws {
        for baseline in [0, -1, 241] {
            #expect(throws: ReportingError.self) { try DriftReport.Plan(baselineMonths: baseline) }
        }
        let late = #expect(throws: ReportingError.self) { try report(from: "2025-11") }
        #expect(late?.description.contains("the last recording is of 2025-10") == true)
        let early = #expect(throws: ReportingError.self) { try report(from: "1990-01") }
        #expect(early?.description.contains("give 2005-11 or later") == true)
        #expect(throws: ReportingError.self) { try report(DriftTally(model: Self.model, months: [])) }
    }

    @Test(arguments: ["2025-3", "2025-00", "2025-13", "25-03", "2025-03-01", "", "2025/03"])
    func `what is no month is none`(_ text: String) { #expect(CalendarMonth(text) == nil) }

    @Test func `months are counted over the turn of the year`() {
        let months = (CalendarMonth(year: 2024, month: 11).number...CalendarMonth(year: 2025, month: 2).number)
            .map { CalendarMonth(number: $0).description }
        #expect(months == ["2024-11", "2024-12", "2025-01", "2025-02"])
    }

    @Test func `text, JSON and CSV hold the month, its limits and its mark`() throws {
        let report = try report()
        let text = DriftText.text(report, coloured: false)
        #expect(text.contains("* 2025-10: share flagged above its limit"))
        #expect(text.contains("Turned away, by reason: lead-missing 32, poor-quality 16"))
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
        let json = DriftJSON.text(report)
        #expect(json.contains("\"limits\": [9, 33]") && json.contains("\"above\": true"))
        let line = DriftCSV.text(report).split(separator: "\n").first { $0.contains("2025-10,flagged,") }
        #expect(line?.contains(",34,100,0.34,0.09,0.33,0.2,above,") == true)
        #expect(DriftCSV.text(report).contains("AAA,2025-10,turned_away_for_lead-missing,,,8,"))
    }
}
