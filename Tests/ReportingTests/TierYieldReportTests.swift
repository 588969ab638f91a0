import Biostatistics
import Testing
import Trial

@testable import Reporting

@Suite struct TierYieldReportTests {
    /// Counts and limits of MODELS §1.7 and issue text: 72.7 % (55.8–84.9), 28.0 % (17.5–41.7), 5.9 % (1.0–27.0).
    @Test(arguments: [
        ("high", 24, 33, 0.558, 0.849), ("mid", 14, 50, 0.175, 0.417), ("low", 1, 17, 0.010, 0.270),
    ])
    func `the example gives the published yields by EchoNext tier`(
        tier: String,
        events: Int,
        known: Int,
        lower: Double,
        upper: Double
    ) throws {
        let report = try SampleCuts.yield(SampleCuts.example())
        let section = try #require(report.sections.first { $0.model == "echonext" && $0.outcome == .shd })
        let row = try #require(section.rows.first { $0.id == tier })
        #expect(row.tally.events == events && row.tally.known == known)
        let interval = try #require(row.wilson.interval)
        #expect(abs(interval.lower - lower) < 0.0005 && abs(interval.upper - upper) < 0.0005)
    }

    @Test(arguments: [(Outcome.shd, 4.989), (.vhd, 3.328)])
    func `the example gives the published trend`(outcome: Outcome, z: Double) throws {
        let report = try SampleCuts.yield(SampleCuts.example())
        let section = try #require(report.sections.first { $0.model == "echonext" && $0.outcome == outcome })
        #expect(abs(try section.trend.get().z - z) < 0.0005)
    }

    @Test func `the order of the rows changes no figure`() throws {
        let lines = SampleCuts.lines()
        // A fixed permutation: 37 and 100 have no common divisor.
        let shuffled = lines.indices.map { lines[$0 * 37 % lines.count] }
        let a = try SampleCuts.yield(SampleCuts.cut(SampleCuts.text(lines)))
        let b = try SampleCuts.yield(SampleCuts.cut(SampleCuts.text(shuffled)))
        #expect(a.sections == b.sections)
        #expect(a.header.source != b.header.source)
    }

    @Test func `a tier without participants and one without known outcomes say so, and nothing is held against them`()
        throws
    {
        let report = try SampleCuts.yield(SampleCuts.cut("subject_id,m_tier,shd\nS1,high,1\nS2,high,0\nS3,mid,\n"))
        let rows = report.sections[0].rows
        #expect(rows[1].wilson == .notEstimable(.noVerifiedParticipants(tier: "mid")))
        #expect(rows[1].tally.enrolled == 1 && rows[1].tally.echoed == 0 && rows[1].tally.known == 0)
        #expect(rows[2].wilson == .notEstimable(.emptyTier("low")))
        #expect(rows[0].againstLowest?.riskRatio == .notEstimable(.emptyTier("low")))
        #expect(report.sections[0].overall.tally.known == 2)
    }

    @Test func `one outcome class has yields but no trend`() throws {
        let report = try SampleCuts.yield(SampleCuts.cut("subject_id,m_tier,shd\nS1,high,0\nS2,low,0\n"))
        #expect(report.sections[0].trend == .failure(.oneOutcomeClass))
        #expect(report.sections[0].rows[0].numberNeededToEcho.point == .infinity)
    }

    @Test func `an outcome known makes a participant echoed, and each outcome has its own denominator`() throws {
        let cut = try SampleCuts.cut("subject_id,m_tier,shd,vhd\nS1,high,1,\nS2,high,,0\nS3,high,,\n")
        let sections = try SampleCuts.yield(cut).sections
        #expect(sections.map { $0.rows[0].tally.enrolled } == [3, 3])
        #expect(sections.map { $0.rows[0].tally.echoed } == [2, 2])
        #expect(sections.map { $0.rows[0].tally.known } == [1, 1])
    }

    @Test(arguments: [0.2, 1.0, 1.5, Double.nan])
    func `a level that is none is refused`(level: Double) throws {
        let cut = try SampleCuts.cut()
        #expect(throws: ReportingError.self) { try AnalysisPlan(for: cut, level: level) }
    }

    @Test func `remarks that name a model or an outcome stand with that table only`() throws {
        let report = try SampleCuts.yield(SampleCuts.example())
        let notes = report.sections.map(\.notes.count)
        // ValveNet SHD, ValveNet VHD (not published besides), EchoNext SHD, EchoNext VHD.
        #expect(notes == [1, 2, 1, 1])
    }
}
