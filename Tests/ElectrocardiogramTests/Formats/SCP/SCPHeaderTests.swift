import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The header and findings of an SCP-ECG record")
struct SCPHeaderTests {
    private func read(_ sections: [Int: [UInt8]]) throws -> Recording {
        var bytes = SCPRecording().bytes
        for (number, body) in sections { bytes.sections[number] = body }
        return try SCPReader.read(bytes.data)
    }

    @Test("gives patient, device and time")
    func demographics() throws {
        let fields =
            SCPBytes.text(0, "Doe") + SCPBytes.text(1, "Jane") + SCPBytes.text(2, "A1")
            + SCPBytes.field(4, [64, 0, 1]) + SCPBytes.field(5, DICOMBytes.little(1960, 2) + [1, 31])
            + SCPBytes.field(8, [2]) + SCPBytes.device("CARDIO", "Maker")
            + SCPBytes.field(25, DICOMBytes.little(2024, 2) + [2, 29]) + SCPBytes.field(26, [23, 59, 58])
            + SCPBytes.field(34, DICOMBytes.little(-90, 2) + [0, 0, 0]) + SCPBytes.field(255, [])
        let recording = try read([1: fields])
        let patient = RecordedPatient(
            recordNumber: "A1",
            familyName: "Doe",
            givenName: "Jane",
            birthDate: CalendarDate(year: 1960, month: 1, day: 31),
            age: 64,
            sex: .female
        )
        #expect(recording.patient == patient)
        #expect(recording.device == "Maker CARDIO")
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        #expect(
            recording.acquiredAt == AcquisitionTime(date: day, hour: 23, minute: 59, second: 58, utcOffsetMinutes: -90)
        )
    }

    @Test("counts nonsense as missing, with a remark that shows none of it")
    func nonsense() throws {
        let fields =
            SCPBytes.field(4, [64, 0, 9]) + SCPBytes.field(5, [0, 0, 13, 1]) + SCPBytes.field(8, [9])
            + SCPBytes.field(25, DICOMBytes.little(2024, 2) + [2, 29]) + SCPBytes.field(26, [24, 0, 0])
            + SCPBytes.field(34, DICOMBytes.little(900, 2)) + SCPBytes.field(255, [])
        let recording = try read([1: fields])
        #expect(recording.patient == RecordedPatient())
        #expect(recording.acquiredAt == nil)
        #expect(recording.remarks.count == 4)
    }

    @Test("has no age, date or zone where the fields say so")
    func unknown() throws {
        let fields =
            SCPBytes.field(4, [0, 0, 0]) + SCPBytes.field(5, [0, 0, 0, 0])
            + SCPBytes.field(25, DICOMBytes.little(2024, 2) + [2, 29]) + SCPBytes.field(26, [1, 2, 3])
            + SCPBytes.field(34, DICOMBytes.little(0x7FFF, 2) + [0, 0]) + SCPBytes.field(255, [])
        let recording = try read([1: fields])
        #expect(recording.patient == RecordedPatient())
        #expect(recording.acquiredAt?.utcOffsetMinutes == nil)
        #expect(recording.acquiredAt?.second == 3)
        #expect(recording.remarks.isEmpty)
    }

    @Test("has ages of infants in completed years", arguments: [(18, 2, 1), (103, 3, 1), (800, 4, 2), (17_520, 5, 2)])
    func age(value: Int, unit: UInt8, years: Int) throws {
        let fields = SCPBytes.field(4, DICOMBytes.little(value, 2) + [unit]) + SCPBytes.field(255, [])
        #expect(try read([1: fields]).patient.age == years)
    }

    @Test(
        "reads texts in their character set",
        arguments: [(1, "Mü", 0), (0, "Mü", 1), (3, "Mü", 0), (0x13, nil, 1)] as [(UInt8, String?, Int)]
    )
    func characters(language: UInt8, name: String?, remarks: Int) throws {
        let fields =
            SCPBytes.field(0, [0x4D, 0xFC, 0]) + SCPBytes.device("X", "Y", language: language)
            + SCPBytes.field(255, [])
        let recording = try read([1: fields])
        #expect(recording.patient.familyName == name)
        #expect(recording.remarks.count == remarks)
    }

    /// P 100 to 190, QRS 250 to 340, T to 620 ms; two beats; one spike of the pacemaker.
    @Test("gives measurements, by interval where the record states no rate", arguments: [true, false])
    func measurements(statesRates: Bool) throws {
        var body: [UInt8] = [1, 1]
        for number in [800, 29999, 100, 190, 250, 340, 620, 45, 30, 60] { body += DICOMBytes.little(number, 2) }
        body += [UInt8](repeating: 0, count: 10)
        if statesRates { body += [2, 0, 0, 0, 72, 0] + DICOMBytes.little(29999, 2) + DICOMBytes.little(410, 2) }
        let recording = try read([7: body])
        #expect(
            recording.measurements
                == Measurements(
                    ventricularRate: statesRates ? 72 : 75,
                    prInterval: 150,
                    qrsDuration: 90,
                    qtInterval: 370,
                    qtcInterval: statesRates ? 410 : nil
                )
        )
        #expect(recording.remarks.contains { $0.contains("RR interval") } == !statesRates)
    }

    @Test("gives statements in their order, and none that are empty")
    func statements() throws {
        let texts = ["Sinus rhythm", "", "Normal ECG"].enumerated().map { index, text in
            SCPBytes.text(UInt8(index + 1), text)
        }
        let head: [UInt8] = [1, 0xE8, 0x07, 2, 29, 1, 2, 3, 3]
        #expect(try read([8: head + texts.flatMap { $0 }]).statements == ["Sinus rhythm", "Normal ECG"])
    }
}
