import Foundation
import Testing

@testable import Electrocardiogram

@Suite("What an annotated ECG says beside its signal")
struct AnnotatedECGContextTests {
    private typealias Text = AnnotatedECGText

    @Test("are measurements of the whole ECG, not of a beat or a lead")
    func measurements() throws {
        let lead = """
            <support><supportingROI><component><boundary><code code="MDC_ECG_LEAD_I"/></boundary></component>\
            </supportingROI></support>
            """
        let other = Text.quantity("MDC_ECG_TIME_PD_PR", "111", "ms")
        let values = try read {
            $0.annotations = Text.annotationSet(
                Text.annotation("MDC_ECG_BEAT", "", inside: other),
                Text.annotation("VENDOR_MATRIX", "", inside: lead + other),
                Text.quantity("MDC_ECG_HEART_RATE", "57", "bpm"),
                Text.quantity("MDC_ECG_TIME_PD_PR", "0.175", "s"),
                Text.annotation("VENDOR_GROUP", "", inside: Text.quantity("MDC_ECG_TIME_PD_QRS_GL", "0.035", "s")),
                Text.quantity("MDC_ECG_TIME_PD_QT", "418000", "us")
            )
        }
        let expected = Measurements(ventricularRate: 57, prInterval: 175, qrsDuration: 35, qtInterval: 418)
        #expect(values.measurements == expected)
    }

    @Test("include those made on representative beats, after those of the rhythm")
    func derived() throws {
        let onBeats = Text.annotationSet(
            Text.quantity("MDC_ECG_TIME_PD_PR", "150", "ms"),
            Text.quantity("MDC_ECG_TIME_PD_QT", "400", "ms")
        )
        let values = try read {
            $0.annotations =
                Text.annotationSet(Text.quantity("MDC_ECG_TIME_PD_PR", "160", "ms"))
                + "<derivation><derivedSeries>\(onBeats)</derivedSeries></derivation>"
        }
        #expect(values.measurements == Measurements(prInterval: 160, qtInterval: 400))
    }

    @Test(
        "is the corrected QT interval without a formula where there is one, else one with, and which is said",
        arguments: [
            ([("", "410"), ("B", "420")], 410.0, "MDC_ECG_TIME_PD_QTc (no named formula)"),
            ([("", "0"), ("F", "400"), ("B", "420")], 420, "MDC_ECG_TIME_PD_QTcB (Bazett)"),
            ([("F", "400")], 400, "MDC_ECG_TIME_PD_QTcF (Fridericia)"),
            ([("", "410")], 410, nil),
        ]
    )
    func corrected(intervals: [(String, String)], expected: Double, remark: String?) throws {
        let annotations = intervals.map { Text.quantity("MDC_ECG_TIME_PD_QTc" + $0.0, $0.1, "ms") }.joined()
        let recording = try read { $0.annotations = Text.annotationSet(annotations) }
        #expect(recording.measurements.qtcInterval == expected)
        let remarks = recording.remarks.filter { $0.contains("QT interval") }
        #expect(remarks == (remark.map { ["The corrected QT interval is \($0)."] } ?? []))
    }

    @Test(
        "is no measurement without a known unit, and then says so",
        arguments: [("160", "uV"), ("160", ""), ("much", "ms"), ("-1", "ms"), ("inf", "ms"), ("1e9", "s")]
    )
    func unknown(value: String, unit: String) throws {
        let recording = try read {
            $0.annotations = Text.annotationSet(Text.quantity("MDC_ECG_TIME_PD_PR", value, unit))
        }
        #expect(recording.measurements == Measurements())
        #expect(recording.remarks.contains { $0.hasPrefix("MDC_ECG_TIME_PD_PR is no usable number") })
    }

    @Test("are the statements in the file's wording, a person's before the device's")
    func statements() throws {
        let statement = { (text: String) in
            Text.annotation("MDC_ECG_INTERPRETATION_STATEMENT", "<value xsi:type=\"ST\">\(text)</value>")
        }
        let coded = Text.annotation("MDC_ECG_INTERPRETATION_SUMMARY", "<value code=\"X\" displayName=\"Normal ECG\"/>")
        let device = Text.annotationSet(
            Text.annotation("MDC_ECG_INTERPRETATION", "", inside: statement("Sinus rhythm &amp; pauses") + coded)
        )
        #expect(try read { $0.annotations = device }.statements == ["Sinus rhythm & pauses", "Normal ECG"])
        let person = """
            <author><assignedEntity><assignedAuthorType><assignedPerson/></assignedAuthorType></assignedEntity></author>
            """
        let both = device + Text.annotationSet(person, statement("Read by a person"))
        #expect(try read { $0.annotations = both }.statements == ["Read by a person"])
    }

    @Test(
        "is the time, as far as it goes",
        arguments: [
            ("<center value=\"20240229120000-0500\"/>", 0, -300), ("<low value=\"202402291200\"/>", 0, nil),
            ("<low value=\"nonsense\"/><center value=\"20240229120007+02\"/>", 7, 120),
            ("<low value=\"20240229\"/>", 30, nil), ("<high value=\"20240229120000\"/>", 30, nil), ("", 30, nil),
            ("<low value=\"20240230120000\"/>", 30, nil), ("<low value=\"20240229120060\"/>", 30, nil),
            ("<low value=\"20240229120000+9900\"/>", 30, nil), ("<low value=\"20240229120000.\"/>", 30, nil),
        ] as [(String, Int, Int?)]
    )
    func time(written: String, second: Int, offset: Int?) throws {
        let recording = try read {
            $0.effectiveTime = written
            $0.sets = [Text.set(time: Text.time(head: "<head value=\"20240229120030\"/>"))]
        }
        let day = try #require(CalendarDate(year: 2024, month: 2, day: 29))
        let time = AcquisitionTime(date: day, hour: 12, minute: 0, second: second, utcOffsetMinutes: offset)
        #expect(recording.acquiredAt == time)
    }

    @Test("is no time where there is none, with a remark")
    func noTime() throws {
        let recording = try read {
            $0.effectiveTime = ""
            $0.sets = [Text.set(time: Text.time(head: "<head value=\"0\" unit=\"s\"/>", code: "TIME_RELATIVE"))]
        }
        #expect(recording.acquiredAt == nil)
        #expect(recording.remarks == ["The file gives no time of recording, or one that is no time."])
    }

    @Test("are the subject's fields; nonsense is missing, with a remark")
    func subject() throws {
        let person = { (fields: String) in "<subjectDemographicPerson>\(fields)</subjectDemographicPerson>" }
        let named = try read {
            $0.subject = person("<name><given>Anna</given><given>B.</given><family>Clark</family></name>")
        }
        #expect(named.patient == RecordedPatient(familyName: "Clark", givenName: "Anna B."))
        let odd = try read {
            $0.subject = person(
                "<administrativeGenderCode code=\"UN\"/><birthTime value=\"1963\"/><PatientID>7</PatientID>"
            )
        }
        #expect(odd.patient == RecordedPatient(recordNumber: "7"))
        for start in ["birthTime is no day", "administrativeGenderCode is neither", "The subject has no id"] {
            #expect(odd.remarks.contains { $0.hasPrefix(start) }, "\(start)")
        }
        let blank = try read { $0.subject = person("<name>---</name><birthTime value=\"\"/>") }
        #expect(blank.patient == RecordedPatient())
    }

    @Test(
        "is the reported age in completed years",
        arguments: [
            ("46", "a", 46), ("23", "mo", 1), ("24", "mo", 2), ("364", "d", 0), ("46", "", nil), ("-1", "a", nil),
        ] as [(String, String, Int?)]
    )
    func age(value: String, unit: String, years: Int?) throws {
        let recording = try read {
            $0.more = """
                <controlVariable><relatedObservation><code code="21612-7"/>\
                <value value="\(value)" unit="\(unit)"/></relatedObservation></controlVariable>
                """
        }
        #expect(recording.patient.age == years)
        #expect(recording.remarks.contains { $0.contains("no usable age") } == (years == nil))
    }

    private func read(_ change: (inout AnnotatedECGText) -> Void) throws -> Recording {
        var text = AnnotatedECGText()
        change(&text)
        return try AnnotatedECGReader.read(text.data)
    }
}
