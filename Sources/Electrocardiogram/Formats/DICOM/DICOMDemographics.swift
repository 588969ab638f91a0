/// Understands who a DICOM object is of and when it was recorded; nonsense is missing, with a remark.
enum DICOMDemographics {
    static func patient(_ set: DICOMDataSet, _ text: DICOMText, remarks: inout [String]) -> RecordedPatient {
        let name = text.text(.patientName, in: set, remarks: &remarks).map(nameParts) ?? []
        return RecordedPatient(
            recordNumber: text.text(.patientIdentifier, in: set, remarks: &remarks),
            familyName: name.first ?? nil,
            givenName: name.dropFirst().first ?? nil,
            birthDate: date(.birthDate, "The birth date", set, &remarks),
            age: age(set, &remarks),
            sex: sex(set, &remarks)
        )
    }

    static func device(_ set: DICOMDataSet, _ text: DICOMText, remarks: inout [String]) -> String? {
        let parts = [DICOMTag.manufacturer, .modelName].compactMap { text.text($0, in: set, remarks: &remarks) }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Acquisition DateTime, or else the date and time that older objects hold apart.
    static func acquisition(_ set: DICOMDataSet, remarks: inout [String]) -> AcquisitionTime? {
        let whole = set.code(.acquisitionDateTime)
        let parts = [set.code(.acquisitionDate), set.code(.acquisitionTime)].compactMap { $0 }
        guard let written = whole ?? (parts.count == 2 ? parts.joined() : nil) else { return nil }
        let sign = written.firstIndex { $0 == "+" || $0 == "-" }
        let clock = written[..<(sign ?? written.endIndex)].prefix { $0 != "." }
        let offset = sign.map { String(written[$0...]) } ?? set.code(.timezoneOffset)
        let minutes = offset.flatMap(offsetMinutes)
        if offset != nil, minutes == nil { remarks.append("The time zone is no UTC offset and counts as missing.") }
        guard clock.count == 14, let day = date(clock.prefix(8)), let hour = number(clock.dropFirst(8).prefix(2)),
            let minute = number(clock.dropFirst(10).prefix(2)), let second = number(clock.suffix(2)),
            let time = AcquisitionTime(date: day, hour: hour, minute: minute, second: second, utcOffsetMinutes: minutes)
        else {
            remarks.append("The time of acquisition is no date and time of day and counts as missing.")
            return nil
        }
        return time
    }

    /// Family and given name of the first, alphabetic spelling (PS3.5 section 6.2, PN).
    private static func nameParts(_ text: String) -> [String?] {
        let alphabetic = text.prefix { $0 != "=" && $0 != "\\" }
        return alphabetic.split(separator: "^", omittingEmptySubsequences: false).map {
            DICOMDataSet.trimmed(String($0))
        }
    }

    /// Such as `+0100` for one hour east of Greenwich.
    private static func offsetMinutes(_ text: String) -> Int? {
        guard text.count == 5, let sign = ["+": 1, "-": -1][text.prefix(1)],
            let hours = number(text.dropFirst().prefix(2)), let minutes = number(text.suffix(2)), hours <= 14,
            minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private static func date(
        _ tag: DICOMTag,
        _ name: String,
        _ set: DICOMDataSet,
        _ remarks: inout [String]
    ) -> CalendarDate? {
        guard let text = set.code(tag) else { return nil }
        if let date = date(text[...]) { return date }
        remarks.append("\(name) is no date (YYYYMMDD) and counts as missing.")
        return nil
    }

    private static func date(_ text: Substring) -> CalendarDate? {
        guard text.count == 8, let year = number(text.prefix(4)), let month = number(text.dropFirst(4).prefix(2)),
            let day = number(text.suffix(2))
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// Completed years of an age such as `045Y` or `018M`.
    private static func age(_ set: DICOMDataSet, _ remarks: inout [String]) -> Int? {
        guard let text = set.code(.patientAge) else { return nil }
        let perYear = ["Y": 1, "M": 12, "W": 52, "D": 365]
        guard text.count == 4, let value = number(text.prefix(3)), let divisor = perYear[String(text.suffix(1))],
            value / divisor <= 150
        else {
            remarks.append("The patient's age is no usable age and counts as missing.")
            return nil
        }
        return value / divisor
    }

    private static func sex(_ set: DICOMDataSet, _ remarks: inout [String]) -> Sex? {
        switch set.code(.patientSex) {
        case nil: return nil
        case "F": return .female
        case "M": return .male
        default:
            remarks.append("The patient's sex is neither M nor F and counts as missing.")
            return nil
        }
    }

    private static func number(_ text: Substring) -> Int? {
        text.allSatisfy { ("0"..."9").contains($0) } ? Int(text) : nil
    }
}
