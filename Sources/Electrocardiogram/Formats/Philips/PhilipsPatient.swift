/// Understands who a Philips document is of and when it was recorded; nonsense is missing, with a remark.
enum PhilipsPatient {
    static func read(_ document: MarkupElement, remarks: inout [String]) -> RecordedPatient {
        let data = document.first("patient", "generalpatientdata")
        return RecordedPatient(
            recordNumber: data?.first("patientid")?.entry,
            familyName: data?.first("name", "lastname")?.entry,
            givenName: data?.first("name", "firstname")?.entry,
            birthDate: birthDate(data, &remarks),
            age: age(data, &remarks),
            sex: sex(data, &remarks)
        )
    }

    /// The time by the device's clock; its zone follows the time, if the file has one.
    static func acquisition(_ document: MarkupElement, remarks: inout [String]) -> AcquisitionTime? {
        let element = document.first("dataacquisition")
        guard let day = element?["date"], let clock = element?["time"] else {
            remarks.append("The file gives no time of recording.")
            return nil
        }
        // Without the marks between its parts, a time of XML is one of HL7.
        let zoned = clock.hasSuffix("Z") ? clock.dropLast() + "+0000" : clock
        let compact = day.filter { $0 != "-" } + zoned.filter { $0 != ":" }
        guard date(day) != nil, let time = HL7Timestamp(compact)?.time else {
            remarks.append("The time of recording is no date and time and counts as missing.")
            return nil
        }
        return time
    }

    private static func birthDate(_ data: MarkupElement?, _ remarks: inout [String]) -> CalendarDate? {
        guard let text = data?.first("age", "dateofbirth")?.entry ?? data?.first("dateofbirth")?.entry else {
            return nil
        }
        if let date = date(text) { return date }
        remarks.append("dateofbirth is no date (YYYY-MM-DD) and counts as missing.")
        return nil
    }

    /// Completed years; infants have other units.
    private static func age(_ data: MarkupElement?, _ remarks: inout [String]) -> Int? {
        let units = [("years", 1), ("months", 12), ("weeks", 52), ("days", 365), ("hours", 8760)]
        for (unit, perYear) in units {
            guard let text = data?.first("age", unit)?.entry else { continue }
            if let value = Int(text), value >= 0, value / perYear <= 150 { return value / perYear }
            remarks.append("The age is no usable number and counts as missing.")
            return nil
        }
        return nil
    }

    private static func sex(_ data: MarkupElement?, _ remarks: inout [String]) -> Sex? {
        guard let text = data?.first("sex")?.entry else { return nil }
        if let sex = Sex(rawValue: text.lowercased()) { return sex }
        remarks.append("sex is neither Male nor Female and counts as missing.")
        return nil
    }

    /// A date written YYYY-MM-DD.
    private static func date(_ text: String) -> CalendarDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return nil }
        return HL7Timestamp(parts.joined())?.date
    }
}
