import Foundation
import Testing

@testable import Electrocardiogram

/// A file of another's making, where it is at hand.
@Suite("A real Philips file")
struct RealPhilipsTests {
    /// Oracle: zlib's CRC-32 of the samples as sierraecg 0.4.0 and, separately, ecgdatakit 2.0.3 read them.
    @Test("gives every sample that two other tools read")
    func samples() throws {
        guard let file = SharedData.bytes("data/ecg/philips/129DYPRG.XML") else { return }
        let signal = try PhilipsXMLReader.read(file).signal
        #expect(signal.samplingRate == 500)
        #expect(signal.microvoltsPerCount == 5)
        #expect(signal.leads.allSatisfy { $0.count == 5500 })
        #expect(signal[.avr].prefix(6) == [-83, -79, -75, -70, -68, -66])
        #expect(
            signal.leads.map(Checksum.ofLittleEndian) == [
                0xF375_AC76, 0xE97F_A9CD, 0x0BCE_82B9, 0x0A2F_255A, 0xC9C9_4A9D, 0x9A90_336E,
                0xC6B2_20D1, 0x8BFB_12D3, 0x71A3_099E, 0xA04C_7133, 0xC673_9A5B, 0x156D_A52B,
            ]
        )
    }

    /// Oracle: ecgdatakit 2.0.3, and for the rates and the end of the recording the file's text and numpy.
    @Test("gives patient, time, device, measurements and statements, and what is no ECG at its end")
    func context() throws {
        guard let file = SharedData.bytes("data/ecg/philips/129DYPRG.XML") else { return }
        let recording = try PhilipsXMLReader.read(file)
        #expect(recording.patient.recordNumber?.count == 16)
        #expect(recording.patient.familyName == nil)
        #expect(recording.patient.age == 50)
        #expect(recording.patient.sex == .male)
        let day = try #require(CalendarDate(year: 2011, month: 12, day: 1))
        #expect(recording.acquiredAt == AcquisitionTime(date: day, hour: 7, minute: 27, second: 34))
        #expect(recording.device == "HeartstartMRx")
        let expected = Measurements(
            ventricularRate: 41,
            atrialRate: 41,
            prInterval: 151,
            qrsDuration: 135,
            qtInterval: 476,
            qtcInterval: 393
        )
        #expect(recording.measurements == expected)
        #expect(
            recording.statements == [
                "Sinus bradycardia: rate< 50",
                "Nonspecific intraventricular conduction delay: QRSd >115mS, not LBBB/RBBB",
                "Inferior infarct, acute (LCx): ST>0.10mV, II III aVF, STd V1-V3", ">>> Acute MI <<<",
                "- ABNORMAL ECG -",
            ]
        )
        #expect(
            recording.remarks == [
                "The last 236 of 5500 samples are the same in all leads: padding or calibration, no ECG.",
                "The corrected QT interval is meanqtc (no named formula).",
            ]
        )
    }
}
