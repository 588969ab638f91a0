import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A real DICOM file")
struct DICOMRealFileTests {
    /// Oracle: pydicom 2.4.5, the raw samples of the first multiplex group as 16-bit integers: sum and CRC-32.
    private static let expected: [(sum: Double, crc: UInt32)] = [
        (741_291, 0xA917_EC88), (726_870, 0x506E_37D1), (-14_421, 0xCE7E_5D6D), (-731_598, 0x025F_133D),
        (375_411, 0x39B9_2587), (353_730, 0xD185_42F2), (286_220, 0x3F24_FECD), (317_155, 0x5EAE_CC78),
        (293_860, 0xC6EB_AC80), (304_835, 0x8557_A24D), (308_945, 0xD6AC_7838), (307_350, 0xDBD7_50D6),
    ]

    @Test("gives every sample that another reader gives, and the header")
    func whole() throws {
        guard let bytes = SharedData.bytes("data/ecg/dicom/anonymous_ecg.dcm") else { return }
        let recording = try DICOMReader.read(bytes)
        #expect(recording.signal.samplingRate == 1000)
        #expect(recording.signal.microvoltsPerCount == 1.25)
        #expect(recording.signal.sampleCount == 10_000)
        for (lead, expected) in zip(recording.signal.leads, Self.expected) {
            #expect(lead.reduce(0.0) { $0 + Double($1) } == expected.sum)
            let written = lead.flatMap { DICOMBytes.little(Int($0), 2) }
            #expect(CyclicRedundancyCheck.crc32(written) == expected.crc)
        }
        #expect(recording.patient.birthDate == CalendarDate(year: 1971, month: 1, day: 23))
        #expect(recording.patient.age == 42)
        #expect(recording.patient.sex == .female)
        let day = try #require(CalendarDate(year: 2013, month: 1, day: 25))
        #expect(recording.acquiredAt == AcquisitionTime(date: day, hour: 10, minute: 59, second: 19))
        #expect(recording.device == "Mortara Instrument, Inc. el250")
        #expect(recording.measurements.prInterval == 161)
        #expect(recording.measurements.qrsDuration == 75)
        #expect(recording.measurements.qtInterval == 368)
        #expect(recording.measurements.qtcInterval == 370)
        #expect(recording.measurements.ventricularRate == 60_000.0 / 982)
        #expect(recording.measurements.atrialRate == nil)
        #expect(recording.statements == ["RITMO SINUSALE", "ECG NORMALE"])
        #expect(recording.remarks.count == 2)
    }

    @Test("cut off anywhere is refused or read, never a crash")
    func cutShort() throws {
        guard let bytes = SharedData.bytes("data/ecg/dicom/anonymous_ecg.dcm") else { return }
        for length in stride(from: 0, to: bytes.count, by: 20_011) { _ = try? DICOMReader.read(bytes.prefix(length)) }
    }
}
