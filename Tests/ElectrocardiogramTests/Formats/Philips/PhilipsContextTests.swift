import Foundation
import Testing

@testable import Electrocardiogram

@Suite("What a Philips file says beside its signal")
struct PhilipsContextTests {
    @Test("are the interpretation's measurements before the device's own, zero being none")
    func measurements() throws {
        let recording = try read {
            $0.interpretations = """
                <interpretation><globalmeasurements><heartrate>61</heartrate><print>0</print><qrsdur>Failed</qrsdur>\
                <qtint>400</qtint><qtcb>410</qtcb><qtcf>405</qtcf></globalmeasurements></interpretation>
                """
            $0.measurements = """
                <internalmeasurements><crossleadmeasurements><meanventrate>99</meanventrate><atrialrate>60</atrialrate>\
                <meanprint>160</meanprint><meanqrsdur>---</meanqrsdur></crossleadmeasurements></internalmeasurements>
                """
        }
        let expected = Measurements(
            ventricularRate: 61,
            atrialRate: 60,
            prInterval: 160,
            qtInterval: 400,
            qtcInterval: 410
        )
        #expect(recording.measurements == expected)
        #expect(recording.remarks == ["The corrected QT interval is qtcb (Bazett)."])
    }

    @Test("is no measurement where it is nonsense, and then says so", arguments: ["much", "-1", "1e9", "nan"])
    func nonsense(value: String) throws {
        let recording = try read {
            $0.interpretations = """
                <interpretation><globalmeasurements><print>\(value)</print></globalmeasurements></interpretation>
                """
        }
        #expect(recording.measurements == Measurements())
        #expect(recording.remarks == ["print is no usable number and counts as missing."])
    }

    @Test("are the statements of the first interpretation with their reasons, and the severity")
    func statements() throws {
        let statement = { (left: String, right: String) in
            "<statement><leftstatement>\(left)</leftstatement><rightstatement>\(right)</rightstatement></statement>"
        }
        let recording = try read {
            $0.interpretations = """
                <interpretation><severity code="AB">- ABNORMAL ECG -</severity>\
                \(statement("Sinus bradycardia", "rate&lt; 50"))\(statement("Acute MI", ""))\(statement("", " "))\
                </interpretation><interpretation>\(statement("Other", ""))</interpretation>
                """
        }
        #expect(recording.statements == ["Sinus bradycardia: rate< 50", "Acute MI", "- ABNORMAL ECG -"])
        #expect(recording.remarks == ["The file holds several interpretations; the first is used."])
    }

    @Test(
        "is the time with its zone",
        arguments: [
            ("12:00:07", 7, nil), ("12:00:07Z", 7, 0), ("12:00:07-05:00", 7, -300), ("12:00:07.25+01:30", 7, 90),
        ] as [(String, Int, Int?)]
    )
    func zone(clock: String, second: Int, offset: Int?) throws {
        let recording = try read { $0.acquisition = "date=\"2024-02-29\" time=\"\(clock)\"" }
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        let time = AcquisitionTime(date: day, hour: 12, minute: 0, second: second, utcOffsetMinutes: offset)
        #expect(recording.acquiredAt == time)
    }

    @Test(
        "is no time where it is nonsense, with a remark",
        arguments: [
            "", "date=\"2024-02-29\"", "date=\"2024-02-30\" time=\"12:00:00\"", "date=\"29.02.2024\" time=\"12:00:00\"",
            "date=\"2024-02-29\" time=\"25:00:00\"", "date=\"2024-02-29\" time=\"noon\"",
            "date=\"2024-02-29\" time=\"12:00:00-\"", "date=\"2024-02-29\" time=\"12\"",
        ]
    )
    func noTime(attributes: String) throws {
        let recording = try read { $0.acquisition = attributes }
        #expect(recording.acquiredAt == nil)
        #expect(recording.remarks.count == 1)
    }

    @Test(
        "is the age in completed years",
        arguments: [
            ("<years>50</years>", 50), ("<months>23</months>", 1), ("<days>364</days>", 0), ("<years>---</years>", nil),
            ("<years>old</years>", nil), ("<years>-1</years>", nil), ("<years>151</years>", nil),
        ] as [(String, Int?)]
    )
    func age(element: String, years: Int?) throws {
        #expect(try read { $0.patient = "<age>\(element)</age>" }.patient == RecordedPatient(age: years))
    }

    @Test("are the patient's fields; nonsense and dashes are missing, nonsense with a remark")
    func patient() throws {
        let recording = try read {
            $0.patient = """
                <patientid>---</patientid><name><lastname></lastname></name><dateofbirth>1963-02-30</dateofbirth>\
                <sex>Unknown</sex>
                """
        }
        #expect(recording.patient == RecordedPatient())
        #expect(recording.remarks.count == 2)
    }

    private func read(_ change: (inout PhilipsText) -> Void) throws -> Recording {
        var text = PhilipsText()
        change(&text)
        return try PhilipsXMLReader.read(text.data)
    }
}
