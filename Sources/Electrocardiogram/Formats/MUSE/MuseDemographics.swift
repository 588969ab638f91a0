/// Understands who a MUSE document is of and when it was recorded; nonsense is missing, with a remark.
enum MuseDemographics {
    static func patient(_ fields: [String: String], remarks: inout [String]) -> RecordedPatient {
        RecordedPatient(
            recordNumber: fields["PatientID"],
            familyName: fields["PatientLastName"],
            givenName: fields["PatientFirstName"],
            birthDate: date("DateofBirth", fields, &remarks),
            age: age(fields, &remarks),
            sex: sex(fields, &remarks)
        )
    }

    static func acquisition(_ fields: [String: String], remarks: inout [String]) -> AcquisitionTime? {
        guard let date = date("AcquisitionDate", fields, &remarks) else { return nil }
        let parts = fields["AcquisitionTime"].flatMap { numbers(in: $0, separator: ":") } ?? []
        guard parts.count == 3,
            let time = AcquisitionTime(date: date, hour: parts[0], minute: parts[1], second: parts[2])
        else {
            remarks.append("AcquisitionTime is no time of day; the time of recording counts as missing.")
            return nil
        }
        return time
    }

    /// A date written MM-DD-YYYY, as MUSE does, or YYYY-MM-DD, as programs that make MUSE XML do.
    private static func date(
        _ name: String,
        _ fields: [String: String],
        _ remarks: inout [String]
    ) -> CalendarDate? {
        guard let text = fields[name] else { return nil }
        if let parts = numbers(in: text, separator: "-"), parts.count == 3 {
            let isYearFirst = text.prefix { $0 != "-" }.count == 4
            let (year, month, day) = isYearFirst ? (parts[0], parts[1], parts[2]) : (parts[2], parts[0], parts[1])
            if let date = CalendarDate(year: year, month: month, day: day) { return date }
        }
        remarks.append("\(name) is no date (MM-DD-YYYY) and counts as missing.")
        return nil
    }

    /// Completed years; ages of infants come in smaller units.
    private static func age(_ fields: [String: String], _ remarks: inout [String]) -> Int? {
        guard let text = fields["PatientAge"] else { return nil }
        let perYear = ["YEARS": 1, "MONTHS": 12, "WEEKS": 52, "DAYS": 365, "HOURS": 8760]
        guard let value = Int(text), value >= 0,
            let divisor = perYear[fields["AgeUnits"]?.uppercased() ?? "YEARS"], value / divisor <= 150
        else {
            remarks.append("PatientAge is no usable age and counts as missing.")
            return nil
        }
        if fields["AgeUnits"] == nil { remarks.append("AgeUnits is missing; PatientAge is taken for years.") }
        return value / divisor
    }

    private static func sex(_ fields: [String: String], _ remarks: inout [String]) -> Sex? {
        guard let text = fields["Gender"] else { return nil }
        let sexes = ["MALE": Sex.male, "M": .male, "FEMALE": .female, "F": .female]
        if let sex = sexes[text.uppercased()] { return sex }
        remarks.append("Gender is neither MALE nor FEMALE and counts as missing.")
        return nil
    }

    private static func numbers(in text: String, separator: Character) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.allSatisfy(\.isASCII) && part.count <= 4 ? Int(part) : nil }
        return numbers.count == parts.count ? numbers : nil
    }
}
