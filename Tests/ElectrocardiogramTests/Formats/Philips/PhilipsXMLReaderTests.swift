import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A Philips file")
struct PhilipsXMLReaderTests {
    @Test("gives patient, time, device and every compressed sample", arguments: [2, 3, 500, 5000])
    func whole(count: Int) throws {
        let leads = PhilipsText.leads(count: count, seed: UInt64(count))
        let recording = try read {
            $0.samples = leads
            $0.attributes = PhilipsText.attributes(duration: String(count * 2))
        }
        #expect(recording.format == "philips-xml")
        #expect(recording.sourceDigest.count == 32)
        let birth = CalendarDate(year: 1963, month: 4, day: 1)
        let patient = RecordedPatient(
            recordNumber: "P-7",
            familyName: "Clark",
            givenName: "Anna",
            birthDate: birth,
            sex: .female
        )
        #expect(recording.patient == patient)
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        #expect(recording.acquiredAt == AcquisitionTime(date: day, hour: 23, minute: 59, second: 58))
        #expect(recording.device == "PageWriter TC")
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal.microvoltsPerCount == 5)
        #expect(recording.signal.leads == leads.map { $0.map { Float($0) } })
        #expect(recording.remarks.isEmpty)
    }

    @Test("of version 1.03, whose leads the electrodes name, is the same")
    func oldVersion() throws {
        let recording = try read {
            $0.version = "1.03"
            $0.characteristics = """
                <samplingrate>500</samplingrate><signalresolution>5</signalresolution>\
                <acquisitiontype>STD-12</acquisitiontype><bitspersample>16</bitspersample>\
                <numberchannelsallocated>12</numberchannelsallocated>
                """
            $0.attributes = """
                compressflag="True" compressmethod="XLI" dataencoding="Base64" durationperchannel="1000" \
                nbitspersample="16"
                """
        }
        #expect(recording.signal == (try read { _ in }).signal)
    }

    @Test("that is not compressed gives the stored leads as they are")
    func uncompressed() throws {
        let leads = PhilipsText.leads(count: 500)
        let signal = try read {
            $0.attributes = PhilipsText.uncompressed
            $0.encoded = PhilipsText.plain(leads)
        }.signal
        #expect(signal.leads == leads.map { $0.map { Float($0) } })
        let flagged = try read {
            $0.attributes = PhilipsText.attributes(compression: "compressflag=\"False\" compressmethod=\"XLI\"")
            $0.encoded = PhilipsText.plain(leads)
        }.signal
        #expect(flagged == signal)
    }

    @Test("that is not compressed, but holds what is left of limb leads, is refused")
    func residuals() {
        let leads = (0..<12).map { lead in [Int](repeating: lead < 2 ? 300 : 0, count: 500) }
        let failure = error {
            $0.attributes = PhilipsText.uncompressed
            $0.encoded = PhilipsText.plain(leads)
        }
        #expect(failure?.description.contains("lead aVR contradicts leads I and II") == true)
    }

    @Test("with compressed channels that no lead is on is read without them")
    func unusedChannels() throws {
        let leads = PhilipsText.leads(count: 500)
        let unused = XLIWriter.chunk([Int](repeating: 0, count: 500))
        let signal = try read { $0.encoded = PhilipsText.base64(XLIWriter.encode(leads) + unused + unused) }.signal
        #expect(signal.leads == leads.map { $0.map { Float($0) } })
    }

    @Test("of unsigned samples around an offset gives counts above it")
    func offset() throws {
        let leads = PhilipsText.leads(count: 500)
        let signal = try read {
            $0.attributes = PhilipsText.attributes(
                compression: "",
                more: "signalsigned=\"False\" signaloffset=\"40000\" samplespersecond=\"500.0\" resolution=\"2.5\""
            )
            $0.encoded = PhilipsText.plain(leads.map { $0.map { $0 + 40_000 } })
        }.signal
        #expect(signal.leads == leads.map { $0.map { Float($0) } })
        #expect(signal.microvoltsPerCount == 2.5)
    }

    @Test("with more leads than twelve leaves them out, with their number; of fewer it says which are missing")
    func otherLeads() throws {
        let leads = PhilipsText.leads(count: 500)
        let more = try read {
            $0.attributes = PhilipsText.attributes(labels: PhilipsText.twelve + " V3R V7")
            $0.samples = leads + [leads[6], leads[7]]
        }
        #expect(more.signal.leads == leads.map { $0.map { Float($0) } })
        #expect(more.remarks == ["Leads beyond the standard twelve are left out: 2."])
        let fewer = try read {
            $0.attributes = PhilipsText.attributes(labels: "I II III aVR aVL aVF V1")
            $0.samples = Array(leads.prefix(7))
        }
        #expect(fewer.remarks == ["The file lacks V2, V3, V4, V5, V6."])
    }

    @Test(
        "without a usable resolution has none",
        arguments: ["", "<resolution>0</resolution>", "<resolution>x</resolution>"]
    )
    func noResolution(element: String) throws {
        let recording = try read { $0.characteristics = "<samplingrate>500</samplingrate>" + element }
        #expect(recording.signal.microvoltsPerCount == nil)
        #expect(recording.remarks.contains { $0.contains("not guessed") })
    }

    @Test("that ends with the same in all leads says for how long")
    func tail() throws {
        let leads = PhilipsText.leads(count: 400).map { $0 + [Int](repeating: 0, count: 50) }
        let recording = try read { $0.samples = leads.map { $0 + [Int](repeating: 200, count: 50) } }
        // A pulse in all leads cannot be of one heart, but it is too short for a refusal.
        #expect(
            recording.remarks == [
                "The last 100 of 500 samples are the same in all leads: padding or calibration, no ECG."
            ]
        )
    }

    @Test("never shows the patient in an error or a remark")
    func privacy() throws {
        let patient = """
            <patientid>SECRET</patientid><name><lastname>SECRET</lastname></name>\
            <age><dateofbirth>SECRET</dateofbirth><years>SECRET</years></age><sex>SECRET</sex>
            """
        #expect(try read { $0.patient = patient }.remarks.allSatisfy { !$0.contains("SECRET") })
        let failure = error {
            $0.patient = patient
            $0.encoded = ""
        }
        #expect(failure?.description.contains("SECRET") == false)
    }

    private func read(_ change: (inout PhilipsText) -> Void) throws -> Recording {
        var text = PhilipsText()
        change(&text)
        return try PhilipsXMLReader.read(text.data)
    }

    private func error(_ change: (inout PhilipsText) -> Void) -> RecordingError? {
        do {
            _ = try read(change)
            return nil
        } catch { return error as? RecordingError }
    }
}
