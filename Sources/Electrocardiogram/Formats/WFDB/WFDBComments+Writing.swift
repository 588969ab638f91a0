extension WFDBComments {
    /// The comment lines of a recording, in the form that the reader understands.
    ///
    /// - Throws: ``RecordingError/notWritable(what:reason:)`` for a text that would not be read back unchanged.
    static func lines(for recording: Recording) throws(RecordingError) -> [String] {
        let patient = recording.patient
        let values = recording.measurements
        let texts: [(String, String?)] =
            [
                ("Patient ID", patient.recordNumber),
                ("Family name", patient.familyName),
                ("Given name", patient.givenName),
                ("Birth date", patient.birthDate.map(text)),
                ("Age", patient.age.map(String.init)),
                ("Sex", patient.sex.map { $0 == .female ? "Female" : "Male" }),
                ("Device", recording.device),
                ("UTC offset", recording.acquiredAt?.utcOffsetMinutes.map { "\($0) min" }),
                ("Ventricular rate", values.ventricularRate.map { "\(WFDBAmplitude.text($0)) bpm" }),
                ("Atrial rate", values.atrialRate.map { "\(WFDBAmplitude.text($0)) bpm" }),
                ("PR interval", values.prInterval.map { "\(WFDBAmplitude.text($0)) ms" }),
                ("QRS duration", values.qrsDuration.map { "\(WFDBAmplitude.text($0)) ms" }),
                ("QT interval", values.qtInterval.map { "\(WFDBAmplitude.text($0)) ms" }),
                ("QTc interval", values.qtcInterval.map { "\(WFDBAmplitude.text($0)) ms" }),
            ] + recording.statements.map { ("Statement", $0) }
        try require(recording)
        var lines: [String] = []
        for (key, value) in texts {
            guard let value else { continue }
            guard isKept(value) else {
                throw .notWritable(
                    what: "the field \(key)",
                    reason: "a comment of the header cannot hold its text unchanged"
                )
            }
            lines.append("# \(key): \(value)")
        }
        return lines
    }

    /// Numbers that the reader would take for none or for nonsense.
    private static func require(_ recording: Recording) throws(RecordingError) {
        guard (0...150).contains(recording.patient.age ?? 0) else {
            throw .notWritable(what: "the age", reason: "it is beyond 150 years")
        }
        guard abs(recording.acquiredAt?.utcOffsetMinutes ?? 0) <= 18 * 60 else {
            throw .notWritable(what: "the time zone", reason: "it is beyond 18 hours")
        }
        let values = recording.measurements
        let measured = [
            values.ventricularRate, values.atrialRate, values.prInterval, values.qrsDuration, values.qtInterval,
            values.qtcInterval,
        ].compactMap(\.self)
        guard measured.allSatisfy({ $0 > 0 && $0 <= 10_000 }) else {
            throw .notWritable(what: "a measurement", reason: "it is not between 0 and 10000")
        }
    }

    private static func text(_ date: CalendarDate) -> String {
        [(date.year, 4), (date.month, 2), (date.day, 2)].map { WFDBWriter.padded($0, $1) }.joined(separator: "-")
    }
}
