import Foundation
import Testing

@testable import Electrocardiogram

@Suite("The header of a DICOM ECG")
struct DICOMHeaderTests {
    private func read(_ middle: (DICOMObject) -> [UInt8]) throws -> Recording {
        var object = DICOMObject()
        object.middle = middle(object)
        return try DICOMReader.read(object.data)
    }

    @Test("gives patient, device and time")
    func demographics() throws {
        let recording = try read { object in
            object.bytes.text(0x0008, 0x002A, "DT", "20240229235958.25+0130")
                + object.bytes.text(0x0008, 0x0070, "LO", "Maker") + object.bytes.text(0x0008, 0x1090, "LO", "Model 7")
                + object.bytes.text(0x0010, 0x0010, "PN", "Doe^Jane^Q^Dr=X^Y")
                + object.bytes.text(0x0010, 0x0020, "LO", "A1 ") + object.bytes.text(0x0010, 0x0030, "DA", "19600131")
                + object.bytes.text(0x0010, 0x0040, "CS", "F") + object.bytes.text(0x0010, 0x1010, "AS", "064Y")
        }
        let patient = RecordedPatient(
            recordNumber: "A1",
            familyName: "Doe",
            givenName: "Jane",
            birthDate: CalendarDate(year: 1960, month: 1, day: 31),
            age: 64,
            sex: .female
        )
        #expect(recording.patient == patient)
        #expect(recording.device == "Maker Model 7")
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        #expect(
            recording.acquiredAt == AcquisitionTime(date: day, hour: 23, minute: 59, second: 58, utcOffsetMinutes: 90)
        )
    }

    @Test(
        "has the time zone of the time or else of the object",
        arguments: [
            ("20240229235958", "-0500", -300), ("20240229235958-0100", "+0200", -60), ("20240229235958", "CET", nil),
        ]
    )
    func zone(time: String, zone: String, minutes: Int?) throws {
        let recording = try read { object in
            object.bytes.text(0x0008, 0x002A, "DT", time) + object.bytes.text(0x0008, 0x0201, "SH", zone)
        }
        #expect(recording.acquiredAt?.utcOffsetMinutes == minutes)
        #expect(recording.acquiredAt?.hour == 23)
    }

    @Test("counts nonsense as missing, with a remark that shows none of it")
    func nonsense() throws {
        let recording = try read { object in
            object.bytes.text(0x0008, 0x002A, "DT", "20240230235958")
                + object.bytes.text(0x0010, 0x0030, "DA", "31121999") + object.bytes.text(0x0010, 0x0040, "CS", "O")
                + object.bytes.text(0x0010, 0x1010, "AS", "SECR")
        }
        #expect(recording.patient == RecordedPatient())
        #expect(recording.acquiredAt == nil)
        #expect(recording.remarks.count == 4)
        #expect(!recording.remarks.joined().contains("SECR"))
    }

    @Test("has ages of infants in completed years", arguments: [("018M", 1), ("051W", 0), ("800D", 2), ("000Y", 0)])
    func age(text: String, years: Int) throws {
        #expect(try read { $0.bytes.text(0x0010, 0x1010, "AS", text) }.patient.age == years)
    }

    @Test(
        "reads names in their character set, or not at all",
        arguments: [
            ("ISO_IR 100", [0x4D, 0xFC, 0x6C] as [UInt8], "Mül"), ("ISO_IR 192", Array("Łoś".utf8), "Łoś"),
            ("ISO_IR 101", [0xA3, 0x6F], "Ło"), ("ISO_IR 6", [0x4D, 0xFC], nil), ("ISO_IR 192", [0x4D, 0xFC], nil),
            ("ISO_IR 13", [0xD4], nil), ("ISO_IR 13", [0x41], "A"), ("ISO_IR 100", [0x1B, 0x24, 0x42], nil),
        ]
    )
    func characters(set: String, bytes: [UInt8], expected: String?) throws {
        let recording = try read { object in
            object.bytes.text(0x0008, 0x0005, "CS", set) + object.bytes.element(0x0010, 0x0010, "PN", bytes)
        }
        #expect(recording.patient.familyName == expected)
        #expect(recording.remarks.contains { $0.contains("(0010,0010)") } == (expected == nil))
    }

    @Test("gives measurements by code or meaning, and statements")
    func annotations() throws {
        let recording = try read { object in
            let segment =
                object.bytes.text(0x0040, 0xA130, "CS", "SEGMENT")
            return object.bytes.sequence(
                0x0040,
                0xB020,
                [
                    object.bytes.text(0x0070, 0x0006, "ST", "Sinus rhythm"),
                    object.bytes.code(0x0040, 0xA168, "F-000B7", "SRT", "Normal ECG"),
                    object.measurement(("5.10.2.1-3", "SCPECG", "RR Interval"), "750", "ms"),
                    object.measurement(("2:15872", "MDC", ""), "0.16", "s"),
                    object.measurement(("X", "99LOCAL", "QRS Duration"), "88", "ms"),
                    object.measurement(("2:16160", "MDC", ""), "400", "ms", more: segment),
                    object.measurement(("2:15876", "MDC", ""), "410", "ms", more: segment),
                    object.measurement(("2:15876", "MDC", ""), "420", "ms", more: segment),
                    object.measurement(("2:16020", "MDC", ""), "0", "/min"),
                    object.measurement(("2:16020", "MDC", ""), "70", "furlong"),
                ]
            )
        }
        #expect(recording.statements == ["Sinus rhythm", "Normal ECG"])
        #expect(
            recording.measurements
                == Measurements(ventricularRate: 80, prInterval: 160, qrsDuration: 88, qtInterval: 400)
        )
        #expect(recording.remarks.contains { $0.contains("RR interval") })
    }
}
