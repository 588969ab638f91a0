import Testing
import Trial

@testable import Reporting

@Suite struct OutcomesFileTests {
    @Test func `a file becomes a cut with models and outcomes in order and tiers as reported`() throws {
        let text = """
            subject_id,site,age,sex,valvenet_tier,echonext_score,echonext_tier,vhd,shd,lvef_lte_45
            S1,NYP,71,female,High,0.8,medium,0,1,1
            S2,,,,mid,,,,,
            """
        let cut = try SampleCuts.cut(text)
        #expect(cut.models == ["valvenet", "echonext"])
        #expect(cut.enrollingModel == "valvenet")
        #expect(cut.outcomes == [.shd, .vhd, .lvef])
        #expect(cut.rows[0].outcomes == [.shd: true, .vhd: false, .lvef: true])
        #expect(cut.rows[0].assessments["valvenet"]?.tier == .reported(ReportedTier(id: .high)))
        #expect(cut.rows[0].assessments["echonext"]?.tier == .reported(ReportedTier(id: .mid)))
        #expect(cut.rows[1].outcomes.isEmpty)
        #expect(cut.rows[1].assessments["echonext"] == nil)
        #expect(cut.remarks == ["echonext: 1 of 2 participants have no tier and are in none of its rows."])
    }

    @Test func `the source names file and SHA-256 but no folder`() throws {
        // SHA-256 of the text, from sha256sum.
        let cut = try SampleCuts.cut("subject_id,m_tier,shd\nS1,low,0\n")
        let digest = "c5c5b678436bb2a9424f01d61e4548859f5e51c0162ad375950afedfc5cf8ed2"
        #expect(cut.source == "outcomes.csv (SHA-256 \(digest))")
    }

    @Test func `columns that mean nothing are named in the remarks and not used`() throws {
        let cut = try SampleCuts.cut("subject_id,m_tier,shd,SHD,notes\nS1,low,0,1,x\n")
        #expect(cut.outcomes == [.shd])
        #expect(cut.remarks.contains { $0.contains("SHD, notes") })
    }

    @Test func `cut points make derived tiers, a score on a cut belongs above it, and stated tiers are not used`()
        throws
    {
        let text = "subject_id,m_score,m_tier,shd\nS1,0.3,low,0\nS2,0.6,high,1\nS3,0.1,low,0\nS4,,high,1\n"
        let cut = try SampleCuts.cut(text, cutPoints: ["m=0.3,0.6"])
        #expect(cut.rows.map { $0.assessments["m"]?.tier?.id } == [.mid, .high, .low, nil])
        #expect(cut.cutPointSets["m"]?.status == .exploratory)
        #expect(cut.remarks.contains { $0.contains("2 of 4 differ") })
    }

    @Test(arguments: [
        ("id,m_tier,shd\n", nil as String?, "outcomes.csv, line 1: there is no column subject_id"),
        ("subject_id,shd\nS1,1\n", nil, "outcomes.csv, line 1: no column names a model"),
        ("subject_id,m_tier\nS1,low\n", nil, "outcomes.csv, line 1: no column is an outcome"),
        ("subject_id,m_tier,shd\n", nil, "outcomes.csv: there are no rows"),
        (
            "subject_id,m_tier,shd\nS1,low,1\nS2,low,1\nS1,low,0\n", nil,
            "line 4, field subject_id: the same value as on line 2"
        ),
        ("subject_id,m_tier,shd\n ,low,1\n", nil, "line 2, field subject_id: the field is empty"),
        ("subject_id,m_tier,shd\nS1,lowish,1\n", nil, "line 2, field m_tier: not a tier"),
        ("subject_id,m_tier,shd\nS1,low,yes\n", nil, "line 2, field shd: not 1, 0 or empty"),
        ("subject_id,m_score,m_tier,shd\nS1,1.2,low,1\n", nil, "line 2, field m_score: not a probability"),
        ("subject_id,m_score,m_tier,shd\nS1,nan,low,1\n", nil, "line 2, field m_score: not a probability"),
        ("subject_id,age,m_tier,shd\nS1,-3,low,1\n", nil, "line 2, field age: not an age"),
        (
            "subject_id,m_score,shd\nS1,0.2,1\n", nil,
            "field m_score: scores but no tiers: add a column m_tier, or give --cut"
        ),
        ("subject_id,m_tier,shd\nS1,low\n", nil, "outcomes.csv, line 2: 2 fields where the header names 3"),
        (
            "subject_id,m_tier,shd\nS1,low,\"1\n", nil,
            "outcomes.csv, line 2: the quote that opens column 3 is never closed"
        ),
        (
            "subject_id,m_tier,shd\n\u{1B}[2J,low,1\n", nil,
            "line 2, field subject_id: longer than 64 characters, or with control"
        ),
        ("subject_id,m_tier,shd,lvef_lte_45\nS1,low,0,1\n", nil, "line 2, field shd: shd is 0 while lvef_lte_45 is 1"),
        ("subject_id,m_tier,shd,vhd\nS1,low,0,1\n", nil, "line 2, field shd: shd is 0 while vhd is 1"),
        ("subject_id,m_tier,shd\nS1,low,1\n", "tier\n", "frame.csv, line 1: there is no column eligible"),
        (
            "subject_id,m_tier,shd\nS1,low,1\n", "tier,eligible\nlow,-1\n",
            "frame.csv, line 2, field eligible: not a count"
        ),
        (
            "subject_id,m_tier,shd\nS1,low,1\n", "tier,eligible\nlow,5\nLow,6\n",
            "frame.csv, line 3, field tier: the same value as on line 2"
        ),
        (
            "subject_id,m_tier,shd\nS1,low,1\nS2,low,1\n", "tier,eligible\nlow,1\n",
            "frame.csv, line 2, field eligible: 2 participants come from a tier of 1"
        ),
        (
            "subject_id,m_tier,shd\nS1,low,1\n", "tier,eligible,recruited\nlow,5,0\n",
            "frame.csv, line 2, field recruited: participants come from"
        ),
    ])
    func `a bad file is refused with file, line, field and remedy`(text: String, frame: String?, message: String) throws
    {
        let error = try #require(throws: ReportingError.self) { try SampleCuts.cut(text, frame: frame) }
        #expect(error.description.contains(message), "\(error)")
        #expect(!error.description.contains("\n"))
    }

    @Test func `every bad row is told by its line, and the counts add up`() throws {
        let text = "subject_id,m_tier,shd\nS1,low,2\nS2,low,1\nS2,low,1\nS4,lowest,0\nS5,high,1\n"
        let error = try #require(throws: ReportingError.self) { try SampleCuts.cut(text) }
        guard case .badRows(_, let refused, let rows) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(rows == 5)
        #expect(refused.count == 3)
        for (error, place) in zip(refused, ["line 2, field shd", "line 4, field subject_id", "line 5, field m_tier"]) {
            #expect(error.description.contains(place), "\(error)")
        }
        #expect(error.description.contains("3 of 5 rows refused"))
    }

    @Test func `a composite of 1 is refused when each of its components is 0, and kept when one is unknown`() throws {
        let names = Outcome.components.map(\.rawValue).joined(separator: ",")
        let header = "subject_id,m_tier,shd,\(names)\n"
        let absent = Array(repeating: "0", count: 11)
        #expect(throws: ReportingError.self) {
            try SampleCuts.cut(header + "S1,low,1," + absent.joined(separator: ",") + "\n")
        }
        let unknown = absent.dropLast() + [""]
        #expect(try SampleCuts.cut(header + "S1,low,1," + unknown.joined(separator: ",") + "\n").rows.count == 1)
    }

    @Test(arguments: [
        "m", "m=", "m=0.6,0.3", "m=0.3,0.3", "m=0,0.5", "m=0.5,1", "m=a", "m=.1,.2,.3,.4,.5", "=0.5,", "m=nan",
    ])
    func `malformed cut points are refused`(text: String) {
        #expect(throws: ReportingError.self) { try CutPointOption(text) }
    }

    @Test func `an enrolling model the file lacks is refused by name`() throws {
        let error = try #require(throws: ReportingError.self) { try SampleCuts.cut(enrolling: "valvenet") }
        #expect(error.description.contains("it has echonext"))
    }
}
