public import Foundation

/// Writes a recording as GE MUSE XML, so that reading it gives the same recording again.
///
/// Leads I, II and V1–V6 are written as 16-bit counts; the other four follow from them on reading, or are written too
/// where they do not. Remarks, the window and the digest of the source are not part of the format; those of the result
/// are the result's own.
public enum MuseXMLWriter {
    /// Writes one recording as a UTF-8 document.
    ///
    /// - Throws: ``RecordingError/notWritable(what:reason:)`` when the format cannot carry a value unchanged.
    public static func write(_ recording: Recording) throws(RecordingError) -> Data {
        let root = MuseElement(
            "RestingECG",
            [
                MuseElement("MuseInfo", [MuseElement("MuseVersion", "9.0.10.18530")]),
                patient(recording.patient),
                try test(recording),
                measurements(recording.measurements),
                diagnosis(recording.statements),
                try waveform(recording.signal),
            ]
        )
        return Data(try MuseElement.document(root).utf8)
    }

    private static func patient(_ patient: RecordedPatient) -> MuseElement {
        MuseElement(
            "PatientDemographics",
            leaves([
                ("PatientID", patient.recordNumber),
                ("PatientAge", patient.age.map(String.init)),
                ("AgeUnits", patient.age.map { _ in "YEARS" }),
                ("DateofBirth", patient.birthDate.map(text)),
                ("Gender", patient.sex?.rawValue.uppercased()),
                ("PatientLastName", patient.familyName),
                ("PatientFirstName", patient.givenName),
            ])
        )
    }

    private static func test(_ recording: Recording) throws(RecordingError) -> MuseElement {
        guard recording.acquiredAt?.utcOffsetMinutes == nil else {
            throw .notWritable(what: "the time of recording", reason: "MUSE XML has no time zone")
        }
        let time = recording.acquiredAt
        return MuseElement(
            "TestDemographics",
            leaves([
                ("DataType", "RESTING"),
                ("AcquisitionDevice", recording.device),
                ("AcquisitionTime", time.map { [$0.hour, $0.minute, $0.second].map(padded).joined(separator: ":") }),
                ("AcquisitionDate", time.map { text($0.date) }),
            ])
        )
    }

    private static func measurements(_ values: Measurements) -> MuseElement {
        MuseElement(
            "RestingECGMeasurements",
            leaves([
                ("VentricularRate", values.ventricularRate.map(text)),
                ("AtrialRate", values.atrialRate.map(text)),
                ("PRInterval", values.prInterval.map(text)),
                ("QRSDuration", values.qrsDuration.map(text)),
                ("QTInterval", values.qtInterval.map(text)),
                ("QTCorrected", values.qtcInterval.map(text)),
            ])
        )
    }

    private static func diagnosis(_ statements: [String]) -> MuseElement {
        MuseElement(
            "Diagnosis",
            [MuseElement("Modality", "RESTING")]
                + statements.map { statement in
                    MuseElement("DiagnosisStatement", leaves([("StmtFlag", "ENDSLINE"), ("StmtText", statement)]))
                }
        )
    }

    static func leaves(_ values: [(String, String?)]) -> [MuseElement] {
        values.compactMap { name, value in value.map { MuseElement(name, $0) } }
    }

    private static func text(_ date: CalendarDate) -> String {
        let year = String(date.year)
        return "\(padded(date.month))-\(padded(date.day))-\(String(repeating: "0", count: 4 - year.count))\(year)"
    }

    private static func text(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
