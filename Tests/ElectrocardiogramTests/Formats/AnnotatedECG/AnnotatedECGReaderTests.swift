import Foundation
import Testing

@testable import Electrocardiogram

@Suite("An annotated ECG")
struct AnnotatedECGReaderTests {
    @Test("gives subject, time with zone, device, signal and nothing to remark on")
    func whole() throws {
        let recording = try read { _ in }
        #expect(recording.format == "hl7-aecg")
        #expect(recording.sourceDigest.count == 32)
        #expect(recording.patient.recordNumber == "S-7")
        #expect(recording.patient.familyName == "ABC")
        #expect(recording.patient.sex == .female)
        #expect(recording.patient.birthDate == CalendarDate(year: 1963, month: 4, day: 1))
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        let time = AcquisitionTime(date: day, hour: 23, minute: 59, second: 58, utcOffsetMinutes: 90)
        #expect(recording.acquiredAt == time)
        #expect(recording.device == "Maker M1")
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal.microvoltsPerCount == 2.5)
        #expect(recording.signal.leads.map { $0[0] } == [3, 3, 0, -3, 1.5, 1.5, 3, 3, 3, 3, 3, 3])
        #expect(recording.remarks.isEmpty)
    }

    @Test("with prefixes before its names is the same")
    func prefixes() throws {
        let plain = AnnotatedECGText().text
        let prefixed = plain.replacing(/<(\/?)([A-Za-z])/) { "<\($0.1)hl7:\($0.2)" }
            .replacing("xmlns=", with: "xmlns:hl7=")
        var recording = try AnnotatedECGReader.read(Data(prefixed.utf8))
        let expected = try AnnotatedECGReader.read(Data(plain.utf8))
        recording.sourceDigest = expected.sourceDigest
        #expect(recording == expected)
    }

    @Test("keeps stored limb leads as they are, names them in any case, and counts other leads")
    func twelve() throws {
        let digits = ["I": 4, "II": 10, "III": 7, "aVR": -7, "AVL": -1, "avf": 8]
        let leads = digits.map { AnnotatedECGText.lead($0.key, [$0.value]) }
        let others = ["V3R", "X", "AVRNEG"].map { AnnotatedECGText.lead($0, [1]) }
        let recording = try read { $0.sets = [AnnotatedECGText.set(leads: leads + others)] }
        #expect(recording.signal.leads.prefix(6).map { $0[0] } == [4, 10, 7, -7, -1, 8])
        #expect(recording.remarks.contains("Leads beyond the standard twelve are left out: 3."))
        #expect(recording.remarks.contains("The file lacks V1, V2, V3, V4, V5, V6."))
    }

    @Test("says when some limb leads are derived and others are not")
    func someDerived() throws {
        let leads = [("I", 4), ("II", 10), ("aVF", 8)].map { AnnotatedECGText.lead($0.0, [$0.1]) }
        let recording = try read { $0.sets = [AnnotatedECGText.set(leads: leads)] }
        #expect(recording.signal.leads.prefix(6).map { $0[0] } == [4, 10, 6, -7, -1, 8])
        #expect(
            recording.remarks.contains("Derived from I and II: III, aVR, aVL. The file stores the other limb leads.")
        )
    }

    @Test(
        "with a limb lead that contradicts I and II in most samples is refused, in a few is not",
        arguments: [(1, false), (2, false), (3, true)]
    )
    func contradiction(wrong: Int, isRefused: Bool) {
        let leads = [
            AnnotatedECGText.lead("I", [0, 0, 0, 0]), AnnotatedECGText.lead("II", [0, 0, 0, 0]),
            AnnotatedECGText.lead("AVL", (0..<4).map { $0 < wrong ? 41 : 40 }),
        ]
        let failure = error { $0.sets = [AnnotatedECGText.set(leads: leads)] }
        #expect((failure != nil) == isRefused)
        if isRefused { #expect(failure?.description.hasPrefix("lead aVL contradicts leads I and II") == true) }
    }

    @Test(
        "takes volts, millivolts, microvolts and nanovolts",
        arguments: [
            ("0.0025", "mV", 2.5), ("5", "uV", 5), ("4880", "nV", 4.88), ("0.00000488", "V", 4.88), ("5", "µV", 5),
        ]
    )
    func units(value: String, unit: String, scale: Double) throws {
        let leads = AnnotatedECGText.names.map {
            AnnotatedECGText.lead($0, [1, 2], scale: "<scale value=\"\(value)\" unit=\"\(unit)\"/>")
        }
        #expect(try read { $0.sets = [AnnotatedECGText.set(leads: leads)] }.signal.microvoltsPerCount == scale)
    }

    @Test("with scales and origins of their own brings the leads to the finest scale")
    func scales() throws {
        let leads = [
            AnnotatedECGText.lead("I", [10, -3], scale: "<scale value=\"0.005\" unit=\"mV\"/>"),
            AnnotatedECGText.lead("II", [10, -3], origin: "<origin value=\"0.05\" unit=\"mV\"/>"),
        ]
        let recording = try read { $0.sets = [AnnotatedECGText.set(leads: leads)] }
        #expect(recording.signal.microvoltsPerCount == 2.5)
        #expect(recording.signal[.i] == [20, -6])
        #expect(recording.signal[.ii] == [30, 17])
        #expect(recording.remarks.contains { $0.contains("changes no sample") })
    }

    @Test(
        "without a usable unit has none, and keeps the digits",
        arguments: [
            "", "<scale value=\"2.5\"/>", "<scale value=\"2.5\" unit=\"mmHg\"/>", "<scale value=\"0\" unit=\"uV\"/>",
            "<scale value=\"nan\" unit=\"uV\"/>", "<scale value=\"-1\" unit=\"uV\"/>",
            "<scale value=\"1e300\" unit=\"V\"/>",
        ]
    )
    func unknownUnit(scale: String) throws {
        let leads = [AnnotatedECGText.lead("I", [1]), AnnotatedECGText.lead("II", [7], scale: scale)]
        let recording = try read { $0.sets = [AnnotatedECGText.set(leads: leads)] }
        #expect(recording.signal.microvoltsPerCount == nil)
        #expect(recording.signal[.ii] == [7])
        #expect(recording.remarks.contains { $0.contains("not guessed") })
    }

    @Test("uses the rhythm, not representative beats, in either order")
    func rhythm() throws {
        let beat = """
            <component><series><code code="REPRESENTATIVE_BEAT"/>\
            \(AnnotatedECGText.set(leads: [AnnotatedECGText.lead("I", [], written: "broken")]))</series></component>
            """
        #expect(try read { $0.more = beat }.signal.sampleCount == 3)
        #expect(try read { $0.afterSeries = beat }.signal.sampleCount == 3)
        let unlabelled = try read { $0.seriesCode = "" }
        #expect(unlabelled.remarks.contains { $0.contains("does not say its type") })
        #expect(error { $0.seriesCode = "<code code=\"REPRESENTATIVE_BEAT\"/>" }?.code == "part-missing")
    }

    @Test("whose first sample has another time than the recording says so")
    func claimedTime() throws {
        let remarks = try read { $0.effectiveTime = "<low value=\"20240229235858\"/>" }.remarks
        #expect(remarks == ["The first sample has another time than the recording, by a minute or more."])
    }

    @Test("that claims another length than its leads have says so")
    func claimedLength() throws {
        let times = "<low value=\"20240229235958\"/><high value=\"20240301000008\"/>"
        let remarks = try read { $0.seriesTime = times }.remarks
        #expect(remarks.contains("The series claims 10.0 s, but its leads hold 0.006 s."))
    }

    @Test("never shows the subject in an error or a remark")
    func privacy() throws {
        let subject = """
            <id extension="SECRET"/><subjectDemographicPerson><name>SECRET</name>\
            <administrativeGenderCode code="SECRET"/><birthTime value="SECRET"/></subjectDemographicPerson>
            """
        #expect(try read { $0.subject = subject }.remarks.allSatisfy { !$0.contains("SECRET") })
        let failure = error {
            $0.subject = subject
            $0.sets = []
        }
        #expect(failure?.description.contains("SECRET") == false)
    }

    private func read(_ change: (inout AnnotatedECGText) -> Void) throws -> Recording {
        var text = AnnotatedECGText()
        change(&text)
        return try AnnotatedECGReader.read(text.data)
    }

    private func error(_ change: (inout AnnotatedECGText) -> Void) -> RecordingError? {
        #expect(throws: Never.self) { try read { _ in } }
        do {
            _ = try read(change)
            return nil
        } catch { return error as? RecordingError }
    }
}
