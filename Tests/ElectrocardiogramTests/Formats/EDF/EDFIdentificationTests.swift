import Testing

@testable import Electrocardiogram

@Suite("The identification of an EDF file")
struct EDFIdentificationTests {
    @Test("in the form of EDF+ gives patient, time and equipment")
    func identification() throws {
        let recording = try EDFReader.read(EDFFile.sample("EDF+C").data)
        #expect(
            recording.patient
                == RecordedPatient(
                    recordNumber: "MCH-0234567",
                    familyName: "Haagse Harry",
                    birthDate: CalendarDate(year: 1951, month: 5, day: 2),
                    sex: .female
                )
        )
        #expect(recording.device == "MAC 55")
        #expect(recording.acquiredAt == Self.time(2002, 3, 2))
        #expect(recording.acquiredAt?.utcOffsetMinutes == nil)
    }

    @Test("takes the date of the recording field, else that of the header with the years 1985 to 2084")
    func dates() throws {
        let cases: [(String, String, AcquisitionTime?, String?)] = [
            ("Startdate X X X X", "02.03.85", Self.time(1985, 3, 2), nil),
            ("Startdate X X X X", "02.03.99", Self.time(1999, 3, 2), nil),
            ("", "02.03.00", Self.time(2000, 3, 2), nil),
            ("free text", "02.03.84", Self.time(2084, 3, 2), nil),
            ("Startdate 02-MAR-2090 X X X", "02.03.yy", Self.time(2090, 3, 2), nil),
            ("Startdate 03-Mar-2002 X X X", "02.03.02", Self.time(2002, 3, 3), "two dates"),
            ("Startdate 30-FEB-2002 X X X", "31.02.02", nil, "no date and time"),
            ("Startdate X X X X", "2002.3.2", nil, "no date and time"),
            ("Startdate X X X X", "01.01.85", nil, "stands for none"),
        ]
        for (recordingField, header, expected, remark) in cases {
            var file = EDFFile.plain
            file.recording = recordingField
            file.startDate = header
            let recording = try EDFReader.read(file.data)
            #expect(recording.acquiredAt == expected, "\(recordingField) \(header)")
            #expect(recording.device == nil)
            #expect(recording.remarks.count == (remark == nil ? 0 : 1))
            if let remark { #expect(recording.remarks[0].contains(remark)) }
        }
        var file = EDFFile.plain
        file.startTime = "24.00.00"
        #expect(try EDFReader.read(file.data).acquiredAt == nil)
    }

    @Test("uses its patient field only in the form of EDF+")
    func patients() throws {
        let cases: [(String, RecordedPatient, Int)] = [
            ("", RecordedPatient(), 0), ("X X X X", RecordedPatient(), 0),
            ("X M X X", RecordedPatient(sex: .male), 0),
            ("7 X 29-FEB-2000 X more", RecordedPatient(recordNumber: "7", birthDate: Self.leapDay), 0),
            ("7 X 29-FEB-2001 X", RecordedPatient(), 1), ("Smith, John", RecordedPatient(), 1),
            ("7 female X X", RecordedPatient(), 1),
        ]
        for (field, expected, remarks) in cases {
            var file = EDFFile.plain
            file.patient = field
            let recording = try EDFReader.read(file.data)
            #expect(recording.patient == expected)
            #expect(recording.remarks.count == remarks)
            #expect(!recording.remarks.joined().contains("Smith"))
        }
    }

    private static let leapDay = CalendarDate(year: 2000, month: 2, day: 29)

    private static func time(_ year: Int, _ month: Int, _ day: Int) -> AcquisitionTime? {
        CalendarDate(year: year, month: month, day: day)
            .flatMap { AcquisitionTime(date: $0, hour: 14, minute: 5, second: 9) }
    }
}
