import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A file that cannot be read")
struct BrokenFileTests {
    @Test("and is empty or foreign is refused")
    func foreign() {
        #expect(error(Data()) == .empty)
        #expect(error(Data("hello".utf8)) == .unrecognised)
        #expect(error(Data("<Other><!-- <RestingECG --></Other>".utf8)) == .unrecognised)
        #expect(error(Data("<AnnotatedECG/>".utf8))?.code == "part-missing")
        #expect(error(Data(count: 128) + Data("DICM".utf8))?.code == "part-unusable")
        #expect(error(Data(count: RecordingReader.maximumBytes + 1)) == .tooLarge(bytes: 16_777_217, limit: 16_777_216))
    }

    @Test("and is broken XML is refused with the line")
    func brokenXML() {
        let failure = error(Data("<?xml version=\"1.0\"?>\n<RestingECG>\n  <A></B>\n</RestingECG>".utf8))
        #expect(failure == .malformedXML(reason: "mismatched tag", place: TextPlace(line: 3, column: 8)))
    }

    @Test("and breaks off at any byte is refused and never crashes")
    func cutShort() {
        let whole = MuseText().data
        for length in stride(from: 1, to: whole.count - 1, by: 7) {
            #expect(error(whole.prefix(length)) != nil)
        }
    }

    @Test(
        "and declares entities is refused before they grow",
        arguments: [
            "<!DOCTYPE RestingECG [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>",
            "<!DOCTYPE RestingECG [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE RestingECG [<!ENTITY % p SYSTEM \"http://localhost/x\"> %p;]>",
        ]
    )
    func entities(type: String) {
        let failure = error(Data("\(type)\n<RestingECG><A>&b;</A></RestingECG>".utf8))
        guard case .entity(let place) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(place.line == 1)
    }

    @Test("and refers to an entity of a document type elsewhere is refused")
    func skippedEntity() {
        let failure = error(
            Data("<!DOCTYPE RestingECG SYSTEM \"restecg.dtd\">\n<RestingECG><A>&b;</A></RestingECG>".utf8)
        )
        #expect(failure == .entity(place: TextPlace(line: 2, column: 16)))
    }

    @Test("and nests without end, or holds endless text, leads or statements, is refused")
    func bombs() {
        let deep = String(repeating: "<A>", count: 100_000)
        let long = String(repeating: "A", count: XMLScanner.maximumTextBytes + 1)
        let leads = String(repeating: "<LeadData/>", count: 1000)
        let waveforms = String(repeating: "<Waveform/>", count: 1000)
        let statements = String(repeating: "<DiagnosisStatement/>", count: 1001)
        let elements = String(repeating: "<A/>", count: XMLScanner.maximumElements)
        let field = String(repeating: "9", count: 20_000)
        for body in [
            deep, "<Waveform><A>\(long)</A></Waveform>", "<Waveform>\(leads)</Waveform>", waveforms,
            "<Diagnosis>\(statements)</Diagnosis>",
            elements, "<PatientDemographics><PatientID>\(field)</PatientID></PatientDemographics>",
        ] {
            guard case .limitExceeded = error(Data("<RestingECG>\(body)</RestingECG>".utf8)) else {
                Issue.record("not refused: \(body.prefix(20))")
                continue
            }
        }
    }

    @Test("and declares an encoding nobody knows, or breaks its own, is refused", arguments: ["EBCDIC-CP-US", "UTF-8"])
    func encoding(name: String) throws {
        var text = MuseText()
        text.declaration = "<?xml version=\"1.0\" encoding=\"\(name)\"?>"
        text.patient = "<PatientLastName>Müller</PatientLastName>"
        guard case .malformedXML = error(try #require(text.text.data(using: .isoLatin1))) else {
            Issue.record("not refused")
            return
        }
    }

    @Test(
        "and has an unusable waveform is refused with its line and lead",
        arguments: [
            ("AAEA", "", "ends within a sample"), ("AAECA", "", "cut short"),
            ("AA!A", "", "cut short"), ("AA==AA==", "", "cut short"),
            ("AAAB", "<LeadByteCountTotal>4</LeadByteCountTotal>", "sample"),
            ("AAEAAQ==", "<LeadSampleCountTotal>5000</LeadSampleCountTotal>", "another length"),
            ("AAEAAQ==", "<LeadDataCRC32>12345</LeadDataCRC32>", "checksum"),
            ("AAEAAQ==", "<LeadSampleSize>4</LeadSampleSize>", "16-bit"),
            ("AAEAAQ==", "<FirstSampleBaseline>much</FirstSampleBaseline>", "no whole number"),
            ("AAEAAQ==", "<FirstSampleBaseline>-9223372036854775808</FirstSampleBaseline>", "beyond any converter"),
        ]
    )
    func waveform(encoded: String, more: String, reason: String) {
        var text = MuseText()
        text.waveforms = [MuseText.waveform(leads: [MuseText.lead("V3", [], more: more, encoded: encoded)])]
        let failure = error(text.data)
        #expect(failure?.description.contains(reason) == true, "\(String(describing: failure))")
        #expect(failure?.description.contains("lead V3") == true)
        #expect(failure?.place?.line == 7)
    }

    @Test(
        "and has no rhythm waveform or no rate is refused",
        arguments: [
            [], [MuseText.waveform(type: "<WaveformType>Median</WaveformType>")], [MuseText.waveform(leads: [])],
            [MuseText.waveform(base: "XX")], [MuseText.waveform(base: "0")], [MuseText.waveform(exponent: "99")],
            [MuseText.waveform(base: "1", exponent: "-1")],
            [MuseText.waveform(leads: [MuseText.lead("I", [1]), MuseText.lead("I", [1])])],
            [
                MuseText.waveform(leads: [
                    MuseText.lead("I", [1]), MuseText.lead("II", [1], more: "<LeadTimeOffset>4</LeadTimeOffset>"),
                ])
            ],
        ]
    )
    func noRhythm(waveforms: [String]) {
        var text = MuseText()
        text.waveforms = waveforms
        #expect(error(text.data) != nil)
    }

    @Test("never shows the patient in its error")
    func privacy() {
        var text = MuseText()
        text.patient = "<PatientID>SECRET</PatientID><PatientLastName>SECRET</PatientLastName>"
        text.waveforms = []
        #expect(error(text.data)?.description.contains("SECRET") == false)
    }

    private func error(_ bytes: Data) -> RecordingError? {
        do throws(RecordingError) {
            _ = try RecordingReader.read(bytes)
            return nil
        } catch {
            return error
        }
    }
}
