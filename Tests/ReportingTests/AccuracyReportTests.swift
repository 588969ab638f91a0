import Biostatistics
import Testing
import Trial

@testable import Reporting

@Suite struct AccuracyReportTests {
    private let text = SampleCuts.text()
    private let frame = "tier,eligible\nlow,1700\nmid,500\nhigh,66\n"

    private func measures(_ report: AccuracyReport, from tier: TierID) throws -> [AccuracyReport.Measure] {
        try #require(report.sections[0].cuts.first { $0.tier.id == tier }).measures
    }

    @Test func `cells follow from the counts`() throws {
        let report = try SampleCuts.accuracy(SampleCuts.cut(text))
        let high = try #require(report.sections[0].cuts.first)
        // High 24/33; below it 15 of 67 have SHD.
        #expect(high.tier.id == .high)
        let cells = ConfusionMatrix(truePositives: 24, falsePositives: 9, falseNegatives: 15, trueNegatives: 52)
        #expect(high.matrix == cells)
        #expect(high.measures[0].naive.point == 24.0 / 39)
    }

    @Test func `without a frame every weighted figure is refused and naive ones stand`() throws {
        let report = try SampleCuts.accuracy(SampleCuts.cut(text))
        for measure in try measures(report, from: .high) {
            #expect(measure.weighted.reason?.explanation.contains("no sampling frame") == true)
            #expect(measure.naive.point != nil)
        }
        #expect(report.targetPopulation == nil)
    }

    @Test func `weights are eligible over known of the tier`() throws {
        let report = try SampleCuts.accuracy(SampleCuts.cut(text, frame: frame))
        // By hand: weights 66/33 = 2, 500/50 = 10, 1700/17 = 100. SHD high 24, mid 14, low 1; without 9, 36, 16.
        let diseased = 24.0 * 2 + 14 * 10 + 1 * 100
        let healthy = 9.0 * 2 + 36 * 10 + 16 * 100
        let values = try measures(report, from: .high).map(\.weighted.point)
        let expected = [
            48 / diseased, (360 + 1600) / healthy, 48.0 / 66, 1960.0 / 2200,
        ]
        for (value, wanted) in zip(values, expected) { #expect(abs(try #require(value) - wanted) < 1e-12) }
    }

    @Test func `tiers of another model carry the weights of the enrolling model`() throws {
        // Two participants of the enrolling tier high (weight 1), two of low (weight 10); the other model crosses them.
        let text = """
            subject_id,a_tier,b_tier,shd
            S1,high,high,1
            S2,high,low,1
            S3,low,high,1
            S4,low,low,0
            """
        let report = try SampleCuts.accuracy(
            SampleCuts.cut(text, frame: "tier,eligible\nlow,20\nmid,0\nhigh,2\n")
        )
        let section = try #require(report.sections.first { $0.model == "b" })
        let sensitivity = try #require(section.cuts[0].measures[0].weighted.point)
        #expect(abs(sensitivity - (1 + 10.0) / (1 + 1 + 10)) < 1e-12)
    }

    @Test(arguments: [
        ("tier,eligible\nlow,\nmid,500\nhigh,66\n", NotEstimable.unknownFrameCount(tier: "low")),
        ("tier,eligible\nmid,500\nhigh,66\n", .unknownFrameCount(tier: "low")),
    ])
    func `an unknown eligible count refuses every weighted figure`(frame: String, reason: NotEstimable) throws {
        let report = try SampleCuts.accuracy(SampleCuts.cut(text, frame: frame))
        #expect(try measures(report, from: .high).allSatisfy { $0.weighted.reason == reason })
    }

    @Test func `a recruited tier without known outcomes refuses sensitivity, specificity and NPV but not PPV`() throws {
        let lines = SampleCuts.lines().filter { !$0.contains("low") }
        let report = try SampleCuts.accuracy(SampleCuts.cut(SampleCuts.text(lines), frame: frame))
        let measures = try measures(report, from: .high)
        let reason = NotEstimable.noVerifiedParticipants(tier: "low")
        #expect(measures.map(\.naive.reason) == [reason, reason, nil, reason])
        #expect(measures.allSatisfy { $0.weighted.reason == reason })
    }

    @Test func `a band never recruited leaves the target population, and the report says so`() throws {
        let lines = SampleCuts.lines().filter { !$0.contains("low") }
        let frame = "tier,eligible,recruited\nvery-low,,0\nlow,1700,0\nmid,500,1\nhigh,66,1\n"
        let report = try SampleCuts.accuracy(SampleCuts.cut(SampleCuts.text(lines), frame: frame))
        // By hand over high (weight 2) and moderate (weight 10).
        let sensitivity = try #require(try measures(report, from: .high)[0].weighted.point)
        #expect(abs(sensitivity - 48.0 / (48 + 140)) < 1e-12)
        let population = try #require(report.targetPopulation)
        #expect(population.hasPrefix("recruited bands (EchoNext Moderate risk, High risk)"))
        #expect(population.contains("Very low risk, Low risk"))
        // Nobody recruited lies below the lowest recruited band.
        #expect(try measures(report, from: .mid)[0].naive.point == nil)
    }

    @Test func `one outcome class leaves what its denominator allows`() throws {
        let report = try SampleCuts.accuracy(
            SampleCuts.cut("subject_id,m_tier,shd\nS1,high,0\nS2,mid,0\nS3,low,0\n")
        )
        let measures = try measures(report, from: .high)
        #expect(measures[0].naive == .notEstimable(.noObservations))
        #expect(measures[1].naive.point == 2.0 / 3)
    }

    @Test func `a participant without enrolling tier has no weight`() throws {
        let text = "subject_id,a_tier,b_tier,shd\nS1,high,high,1\nS2,,low,1\nS3,low,high,1\nS4,mid,low,0\n"
        let report = try SampleCuts.accuracy(
            SampleCuts.cut(text, frame: "tier,eligible\nlow,20\nmid,4\nhigh,2\n")
        )
        let section = try #require(report.sections.first { $0.model == "b" })
        #expect(section.cuts[0].measures[0].weighted.reason?.explanation.contains("have no weight: 1") == true)
    }
}
