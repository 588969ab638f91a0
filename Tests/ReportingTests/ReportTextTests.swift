import Testing
import Trial

@testable import Reporting

@Suite struct ReportTextTests {
    /// Written by hand from the counts; Wilson and exact limits of 1/1, 0/1 and 1/2 are Wilson 1/(1+z²) and 0.025.
    @Test func `a small table is aligned, named and without control sequences`() throws {
        let cut = try SampleCuts.cut("subject_id,m_tier,shd\nS1,high,1\nS2,low,0\nS3,mid,\n")
        let text = TierYieldText.text(try SampleCuts.yield(cut), coloured: false)
        let table = """
            m · Structural heart disease (shd)
              Tier           Enrolled  Echoed  Known  Yield        %        Wilson        Exact  Needed to echo
              High risk             1       1      1    1/1  100.0 %  (20.7–100.0)  (2.5–100.0)         1 (1–5)
              Moderate risk         1       0      0    0/0       NE             –            –              NE
              Low risk              1       1      1    0/1    0.0 %    (0.0–79.3)   (0.0–97.5)         ∞ (2–∞)
              Overall               3       2      2    1/2   50.0 %    (9.5–90.5)   (1.3–98.7)        2 (2–11)
            """
        #expect(text.contains(table), "\(text)")
        #expect(!text.contains("\u{1B}"))
    }

    @Test func `no line is wider than 100 columns and none ends in a blank`() throws {
        let example = try SampleCuts.example()
        let texts = [
            TierYieldText.text(try SampleCuts.yield(example), coloured: false),
            AccuracyText.text(try SampleCuts.accuracy(example), coloured: false),
            AccuracyText.text(
                try SampleCuts.accuracy(SampleCuts.cut(frame: "tier,eligible\nlow,1700\nmid,500\nhigh,66\n")),
                coloured: false
            ),
        ]
        for line in texts.joined(separator: "\n").split(separator: "\n") {
            #expect(line.count <= 100, "\(line)")
            #expect(line.last != " ")
        }
    }

    @Test func `colour comes only on demand and changes nothing else`() throws {
        let report = try SampleCuts.yield(SampleCuts.cut())
        let coloured = TierYieldText.text(report, coloured: true)
        #expect(coloured.contains("\u{1B}[1m"))
        let plain = ["\u{1B}[1m", "\u{1B}[2m", "\u{1B}[0m"].reduce(coloured) {
            $0.split(separator: $1, omittingEmptySubsequences: false).joined()
        }
        #expect(plain == TierYieldText.text(report, coloured: false))
    }

    @Test(arguments: [(0.0004, "p < 0.001"), (0.0071, "p = 0.007"), (0.9999, "p > 0.999")])
    func `p-values are printed in words`(p: Double, text: String) {
        #expect(Wording.pValue(p) == text)
    }
}
