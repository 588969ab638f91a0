/// Understands the comment lines of a table; nonsense is missing, with a remark.
struct RecordingCSVMetadata {
    private let fields: [String: String]

    init(_ fields: [String: String]) { self.fields = fields }

    func patient(remarks: inout [String]) -> RecordedPatient {
        RecordedPatient(
            recordNumber: fields["patient_id"],
            familyName: fields["family_name"],
            givenName: fields["given_name"],
            birthDate: value("birth_date", "no date (YYYY-MM-DD)", &remarks) { Self.date($0[...]) },
            age: value("age", "no whole number of years", &remarks) { text in
                Int(text).flatMap { (0...150).contains($0) ? $0 : nil }
            },
            sex: value("sex", "neither female nor male", &remarks) { text in
                ["female": Sex.female, "f": .female, "male": .male, "m": .male][text.lowercased()]
            }
        )
    }

    /// Such as `2024-02-29T23:59:58+01:00`; the zone may be absent.
    func acquisition(remarks: inout [String]) -> AcquisitionTime? {
        value("acquired_at", "no date and time (YYYY-MM-DDThh:mm:ss)", &remarks) { text in
            let pattern = #/(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})(Z|([+-])(\d{2}):(\d{2}))?/#.asciiOnlyDigits()
            guard let match = text.wholeMatch(of: pattern)?.output, let date = Self.date(match.1),
                let hour = Int(match.2), let minute = Int(match.3), let second = Int(match.4)
            else { return nil }
            var zone = match.5 == nil ? nil : 0
            if let sign = match.6, let hours = match.7.flatMap({ Int($0) }), let minutes = match.8.flatMap({ Int($0) })
            {
                guard hours <= 18, minutes < 60 else { return nil }
                zone = (sign == "-" ? -1 : 1) * (60 * hours + minutes)
            }
            return AcquisitionTime(date: date, hour: hour, minute: minute, second: second, utcOffsetMinutes: zone)
        }
    }

    func measurements(remarks: inout [String]) -> Measurements {
        Measurements(
            ventricularRate: number("ventricular_rate", &remarks),
            atrialRate: number("atrial_rate", &remarks),
            prInterval: number("pr_interval", &remarks),
            qrsDuration: number("qrs_duration", &remarks),
            qtInterval: number("qt_interval", &remarks),
            qtcInterval: number("qtc_interval", &remarks)
        )
    }

    func window(_ signal: Signal, remarks: inout [String]) -> SignalWindow? {
        value("window", "no part of a recording (such as `0 of 7500 samples`)", &remarks) { text in
            guard let match = text.wholeMatch(of: #/(\d{1,9}) of (\d{1,9}) samples/#.asciiOnlyDigits())?.output,
                let first = Int(match.1), let total = Int(match.2), first + signal.sampleCount <= total
            else { return nil }
            return SignalWindow(firstSample: first, totalSamples: total)
        }
    }

    private func number(_ key: String, _ remarks: inout [String]) -> Double? {
        let number = value(key, "no usable number", &remarks) { text in
            Double(text).flatMap { (0...10_000).contains($0) ? $0 : nil }
        }
        return number == 0 ? nil : number
    }

    private func value<Value>(
        _ key: String,
        _ fault: String,
        _ remarks: inout [String],
        understand: (String) -> Value?
    ) -> Value? {
        guard let text = fields[key] else { return nil }
        if let value = understand(text) { return value }
        remarks.append("\(key) is \(fault) and counts as missing.")
        return nil
    }

    private static func date(_ text: Substring) -> CalendarDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2])
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }
}
