import Foundation
import Testing

@testable import Electrocardiogram

/// Files of other people's making, where they are at hand.
@Suite("A real annotated ECG")
struct RealAnnotatedECGTests {
    /// Oracle: zlib's CRC-32 of the digits as ecgdatakit 2.0.3 and, separately, aecg 0.1.3 read them.
    @Test("gives every sample that two other tools read")
    func samples() throws {
        guard let file = SharedData.bytes("data/ecg/aecg/Example_aECG_FDA_hl7schema.xml") else { return }
        let signal = try AnnotatedECGReader.read(file).signal
        #expect(signal.samplingRate == 500)
        #expect(signal.microvoltsPerCount == 2.5)
        #expect(signal.leads.allSatisfy { $0.count == 5000 })
        #expect(signal[.v2].prefix(6) == [55, 53, 51, 49, 47, 43])
        #expect(
            signal.leads.map(Checksum.ofLittleEndian) == [
                0xF3AC_9330, 0x77C6_312C, 0x7301_9CB8, 0x34D6_6A04, 0xCD9A_5DD6, 0xE764_3093,
                0x4439_4819, 0x369F_CA27, 0x9F62_842C, 0x55E3_3547, 0xC3E9_2317, 0x77EC_6719,
            ]
        )
    }

    /// Oracle: ecgdatakit 2.0.3.
    @Test("gives subject, time, device and the measurements of the representative beats")
    func context() throws {
        guard let file = SharedData.bytes("data/ecg/aecg/Example_aECG_FDA_hl7schema.xml") else { return }
        let recording = try AnnotatedECGReader.read(file)
        let birth = CalendarDate(year: 1953, month: 5, day: 8)
        #expect(
            recording.patient
                == RecordedPatient(recordNumber: "SBJ-123", familyName: "Clark", birthDate: birth, age: 46, sex: .male)
        )
        let day = try #require(CalendarDate(year: 2002, month: 11, day: 22))
        #expect(recording.acquiredAt == AcquisitionTime(date: day, hour: 9, minute: 10, second: 0))
        #expect(recording.device == "Mortara Instrument, Inc. ELI250")
        #expect(
            recording.measurements
                == Measurements(prInterval: 148, qrsDuration: 120, qtInterval: 420, qtcInterval: 443)
        )
        #expect(recording.statements.isEmpty)
        #expect(recording.remarks.isEmpty)
    }

    @Test("with little more than one short lead is read, with what it lacks")
    func minimum() throws {
        guard let file = SharedData.bytes("data/ecg/aecg/minimum_aecg_FDA.xml") else { return }
        let recording = try AnnotatedECGReader.read(file)
        #expect(recording.signal[.ii] == [-2, -2, -2, -2, -3, -4, -3, -5, -5, -4, -6, -9, -9])
        #expect(recording.signal.samplingRate == 500)
        #expect(recording.signal.microvoltsPerCount == 2.5)
        #expect(recording.patient == RecordedPatient(recordNumber: "SBJ-123"))
        #expect(
            recording.remarks == [
                "The file lacks I, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6.",
                "The series claims 10.0 s, but its leads hold 0.026 s.",
            ]
        )
    }

    /// Oracle: numpy, by which 100 % of the samples of III and 92 % of those of aVR are more than 100 µV from what
    /// follows from I and II.
    ///
    /// The file breaks the schema too: it has no subject id, but elements of its own.
    @Test("whose limb leads contradict each other is refused")
    func invalid() throws {
        guard let file = SharedData.bytes("data/ecg/aecg/hl7aecg_example_LIRYC.xml") else { return }
        do throws(RecordingError) {
            _ = try AnnotatedECGReader.read(file)
            Issue.record("not refused")
        } catch {
            #expect(error.description.hasPrefix("lead III contradicts leads I and II"))
            #expect(error.code == "part-unusable")
        }
    }
}
