import Foundation
import Testing

@testable import Electrocardiogram

@Suite("A real SCP-ECG file")
struct SCPRealFileTests {
    /// Oracle: ecgdatakit 2.0.3 and biosig 2.5.0, whose samples agree: sum and CRC-32 of 16-bit integers.
    private static let expected: [(sum: Double, crc: UInt32)] = [
        (-4921, 0xF3AC_9330), (-4084, 0x77C6_312C), (837, 0x7301_9CB8), (4432, 0x34D6_6A04), (-2721, 0xCD9A_5DD6),
        (-1570, 0xE764_3093), (-2299, 0x4439_4819), (-2648, 0x369F_CA27), (-3119, 0x9F62_842C), (-2499, 0x55E3_3547),
        (-3009, 0xC3E9_2317), (-1762, 0x77EC_6719),
    ]

    @Test("gives every sample that two other readers give, and the header")
    func whole() throws {
        guard let bytes = SharedData.bytes("data/ecg/scp/example_scpinfo.scp") else { return }
        let recording = try SCPReader.read(bytes)
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal.microvoltsPerCount == 2.5)
        #expect(recording.signal.sampleCount == 5000)
        for (lead, expected) in zip(recording.signal.leads, Self.expected) {
            #expect(lead.reduce(0.0) { $0 + Double($1) } == expected.sum)
            #expect(CyclicRedundancyCheck.crc32(lead.flatMap { DICOMBytes.little(Int($0), 2) }) == expected.crc)
        }
        #expect(recording.patient.sex == .male)
        #expect(recording.patient.birthDate == CalendarDate(year: 1953, month: 5, day: 8))
        let day = try #require(CalendarDate(year: 2002, month: 11, day: 22))
        #expect(recording.acquiredAt == AcquisitionTime(date: day, hour: 9, minute: 10, second: 0))
        #expect(recording.device == "ECGConversion ELI250")
        #expect(
            recording.measurements
                == Measurements(prInterval: 148, qrsDuration: 120, qtInterval: 420, qtcInterval: 443)
        )
        #expect(recording.remarks.isEmpty)
    }

    @Test("with any damaged byte is refused by the checksums")
    func damaged() throws {
        guard let bytes = SharedData.bytes("data/ecg/scp/example_scpinfo.scp") else { return }
        for index in stride(from: 0, to: bytes.count, by: 997) {
            var damaged = bytes
            damaged[index] ^= 0x20
            #expect(throws: RecordingError.self) { try SCPReader.read(damaged) }
        }
    }
}
