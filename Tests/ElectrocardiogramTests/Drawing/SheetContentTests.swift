import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A sheet")
struct SheetContentTests {
    @Test("names every lead, the scale, when and by what it was recorded, and what was measured")
    func words() {
        let texts = SVGPage(svg: ECGSheet(SheetFixture.recording()).svg()).texts
        for lead in Lead.allCases { #expect(texts.filter { $0 == lead.rawValue }.count == (lead == .ii ? 2 : 1)) }
        let expected = [
            "25 mm/s   10 mm/mV", "2024-02-29 07:05:09", "MAC55", "GE MUSE XML", "72", "160", "–", "400/421.5",
        ]
        for words in expected { #expect(texts.contains(words), "\(words) is not on the sheet") }
    }

    @Test("shows the zone of the time where the device gave one", arguments: [(-210, "UTC-03:30"), (60, "UTC+01:00")])
    func zone(minutes: Int, words: String) throws {
        var recording = SheetFixture.recording()
        let date = try #require(CalendarDate(year: 987, month: 1, day: 2))
        recording.acquiredAt = AcquisitionTime(date: date, hour: 0, minute: 0, second: 0, utcOffsetMinutes: minutes)
        #expect(SVGPage(svg: ECGSheet(recording).svg()).texts.contains("0987-01-02 00:00:00 \(words)"))
    }

    @Test("is the same whoever the file says it is of, and whatever it says of the diagnosis")
    func patient() throws {
        let anonymous = SheetFixture.recording(seconds: 3)
        var named = anonymous
        named.patient = RecordedPatient(
            recordNumber: "HOSP-4711",
            familyName: "Musterfrau",
            givenName: "Erika",
            birthDate: CalendarDate(year: 1964, month: 8, day: 12),
            age: 59,
            sex: .female
        )
        named.statements = ["Seen by Dr Musterfrau", "Atrial fibrillation"]
        named.remarks = ["HOSP-4711"]
        #expect(ECGSheet(named).svg() == ECGSheet(anonymous).svg())
        #expect(try ECGSheet(named).png(dpi: 50) == ECGSheet(anonymous).png(dpi: 50))
        #expect(try ECGSheet(named).pdf() == ECGSheet(anonymous).pdf())
    }

    @Test("bears a subject's label only when given, as plain text")
    func label() {
        let options = ECGSheet.Options(subjectLabel: "S<1> & \"x\u{0}\u{301}&\u{301}")
        let svg = ECGSheet(SheetFixture.recording(), options: options).svg()
        #expect(SVGPage(svg: svg).texts.contains("S&lt;1&gt; &amp; &quot;x \u{301}&amp;\u{301}"))
        #expect(svg.contains("<title>12-lead ECG of S&lt;1&gt;"))
        #expect(ECGSheet(SheetFixture.recording()).svg().contains("<title>12-lead ECG</title>"))
        var single = SheetFixture.recording()
        single.signal = Signal(
            samplingRate: 500,
            microvoltsPerCount: 5,
            leads: Lead.allCases.map { $0 == .ii ? [1, 2, 3] : [] }
        )
        #expect(ECGSheet(single).svg().contains("<title>1-lead ECG</title>"))
    }

    @Test("shows by an ellipsis that words were too long for it")
    func longWords() {
        var recording = SheetFixture.recording()
        recording.device = String(repeating: "W", count: 5000)
        let texts = SVGPage(svg: ECGSheet(recording).svg()).texts
        #expect(texts.contains(String(repeating: "W", count: 36) + "…"))
        recording.device = String(repeating: "心", count: 50)
        #expect(SVGPage(svg: ECGSheet(recording).svg()).texts.contains(String(repeating: "心", count: 18) + "…"))
    }

    @Test("says where a lead is missing")
    func missingLead() {
        var leads = SheetFixture.recording().signal.leads
        leads[8] = []
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(leads)).svg())
        #expect(page.texts.filter { $0 == "not recorded" }.count == 1)
        #expect(page.texts.contains("V3"))
        #expect(page.lines("lead V3").isEmpty)
    }

    @Test("shows of a longer recording the first ten seconds, and says so")
    func longer() {
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(seconds: 15)).svg())
        #expect(page.texts.contains("The first 10 s of 15 s recorded."))
        #expect(page.lines("rhythm II")[0].count == 5000)
    }

    @Test("says which part of the file's recording it shows")
    func window() {
        var recording = SheetFixture.recording()
        recording.window = SignalWindow(firstSample: 1250, totalSamples: 15_000)
        let texts = SVGPage(svg: ECGSheet(recording).svg()).texts
        #expect(texts.contains("10 s from second 2.5 on, of 30 s recorded."))
    }

    @Test("of a shorter recording shows every lead, from its start where the columns cannot follow on")
    func shorter() {
        let page = SVGPage(svg: ECGSheet(SheetFixture.recording(seconds: 4)).svg())
        #expect(page.texts.contains("4 s recorded. Every column begins at the start of the recording."))
        for lead in Lead.allCases { #expect(page.lines("lead \(lead.rawValue)")[0].count == 1250) }
        #expect(page.lines("rhythm II")[0].count == 2000)
        let almost = SVGPage(svg: ECGSheet(SheetFixture.recording(seconds: 9.8)).svg())
        #expect(almost.texts.contains("9.8 s recorded."))
        #expect(almost.lines("lead V6")[0].count == 1150)
    }

    @Test("without an amplitude unit warns, shows counts that fit, and no millivolt")
    func unknownUnit() throws {
        let recording = SheetFixture.recording(microvoltsPerCount: nil)
        let page = SVGPage(svg: ECGSheet(recording).svg())
        #expect(page.lines("calibration").isEmpty)
        #expect(!page.texts.contains { $0.contains("mm/mV") })
        #expect(page.texts.contains { $0.hasPrefix("Amplitude unit unknown") })
        let scale = try #require(page.texts.first { $0.contains("10 mm = ") })
        let counts = try #require(scale.firstMatch(of: #/10 mm = (\d+) counts/#).flatMap { Double($0.output.1) })
        let lead = recording.signal[.ii]
        let strip = try #require(page.lines("rhythm II").first)
        for sample in [0, 777, 4321] {
            let height = Double(lead[sample] - lead[100]) / counts * 10
            #expect(abs(strip[100].y - strip[sample].y - height) <= 0.01)
        }
    }

    @Test("takes a constant offset off a lead, and says so")
    func offset() {
        var leads = SheetFixture.recording(microvoltsPerCount: 1).signal.leads
        let before = SVGPage(svg: ECGSheet(SheetFixture.recording(leads)).svg())
        leads[10] = leads[10].map { $0 + 50_000 }
        let after = SVGPage(svg: ECGSheet(SheetFixture.recording(leads)).svg())
        #expect(after.texts.contains("Constant offset taken off V5."))
        #expect(after.lines("lead V4") == before.lines("lead V4"))
        let moves = zip(after.lines("lead V5")[0], before.lines("lead V5")[0]).map { $0.y - $1.y }
        #expect(moves.allSatisfy { abs($0 - moves[0]) < 0.011 })
    }
}
