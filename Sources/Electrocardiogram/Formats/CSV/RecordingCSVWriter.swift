public import Foundation

/// Writes a recording as comma-separated values, so that reading it gives the same recording again.
///
/// Comment lines state the rate, the unit and what is known of the patient and the device; then one column a lead and
/// one row a sample. pandas reads it with `comment="#"`. The format's name, remarks and the digest of the source are
/// not part of it; those of the result are the result's own.
public enum RecordingCSVWriter {
    /// Writes one recording in UTF-8.
    ///
    /// - Throws: ``RecordingError/notWritable(what:reason:)`` when the format cannot carry a value unchanged.
    public static func write(_ recording: Recording) throws(RecordingError) -> Data {
        var text = ""
        for (key, value) in try lines(recording) {
            guard let value else { continue }
            try check(key, value)
            text += "# \(key): \(value)\n"
        }
        let leads = zip(Lead.allCases, recording.signal.leads).filter { !$0.1.isEmpty }
        try check(recording.signal, leads)
        text += leads.map(\.0.rawValue).joined(separator: ",") + "\n"
        for index in 0..<recording.signal.sampleCount {
            text += leads.map { number(Double($0.1[index]), or: $0.1[index].description) }.joined(separator: ",")
            text += "\n"
        }
        return Data(text.utf8)
    }

    private static func lines(_ recording: Recording) throws(RecordingError) -> [(String, String?)] {
        let patient = recording.patient
        let window = recording.window.map { "\($0.firstSample) of \($0.totalSamples) samples" }
        return [("sampling_rate", String(recording.signal.samplingRate))] + (try unit(recording.signal)) + [
            ("patient_id", patient.recordNumber), ("family_name", patient.familyName),
            ("given_name", patient.givenName), ("birth_date", patient.birthDate.map(date)),
            ("age", patient.age.map(String.init)), ("sex", patient.sex?.rawValue),
            ("acquired_at", recording.acquiredAt.map(time)), ("device", recording.device), ("window", window),
        ] + measurements(recording.measurements) + recording.statements.map { ("statement", $0) }
    }

    private static func unit(_ signal: Signal) throws(RecordingError) -> [(String, String?)] {
        guard let scale = signal.microvoltsPerCount else { return [] }
        guard (1e-6...1e6).contains(scale) else {
            throw .notWritable(what: "the amplitude unit", reason: "it is no size that a converter has")
        }
        switch scale {
        case 1: return [("unit", "uV")]
        case 1000: return [("unit", "mV")]
        default: return [("unit", "count"), ("microvolts_per_count", scale.description)]
        }
    }

    private static func measurements(_ values: Measurements) -> [(String, String?)] {
        [
            ("ventricular_rate", values.ventricularRate), ("atrial_rate", values.atrialRate),
            ("pr_interval", values.prInterval), ("qrs_duration", values.qrsDuration),
            ("qt_interval", values.qtInterval), ("qtc_interval", values.qtcInterval),
        ].map { key, value in (key, value.map { number($0, or: $0.description) }) }
    }

    private static func check(_ signal: Signal, _ leads: [(Lead, [Float])]) throws(RecordingError) {
        guard !leads.isEmpty else { throw .notWritable(what: "the signal", reason: "every lead is missing") }
        for (lead, samples) in leads where !samples.allSatisfy(\.isFinite) {
            throw .notWritable(what: "lead \(lead.rawValue)", reason: "a sample is no number")
        }
        let absent = (2..<6).contains { signal.leads[$0].isEmpty }
        guard !absent || signal[.i].isEmpty || signal[.ii].isEmpty else {
            throw .notWritable(what: "the signal", reason: "reading would derive a limb lead that is missing")
        }
    }

    private static func check(_ key: String, _ value: String) throws(RecordingError) {
        guard !value.unicodeScalars.contains(where: { $0.value < 32 }) else {
            throw .notWritable(what: key, reason: "it holds control characters")
        }
        guard !value.isEmpty, value.first?.isWhitespace == false, value.last?.isWhitespace == false else {
            throw .notWritable(what: key, reason: "it is empty, or begins or ends with a blank")
        }
    }

    private static func date(_ date: CalendarDate) -> String {
        [(date.year, 4), (date.month, 2), (date.day, 2)].map(padded).joined(separator: "-")
    }

    private static func time(_ time: AcquisitionTime) -> String {
        let clock = [time.hour, time.minute, time.second].map { padded($0, 2) }.joined(separator: ":")
        let zone = time.utcOffsetMinutes.map { minutes in
            (minutes < 0 ? "-" : "+") + padded(abs(minutes) / 60, 2) + ":" + padded(abs(minutes) % 60, 2)
        }
        return date(time.date) + "T" + clock + (zone ?? "")
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// A whole number without a fraction; any other as the shortest text that reads back to it.
    private static func number(_ value: Double, or description: String) -> String {
        value.magnitude < 1e9 ? Int(exactly: value).map(String.init) ?? description : description
    }
}
