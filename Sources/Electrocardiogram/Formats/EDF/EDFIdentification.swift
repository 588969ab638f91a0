/// Understands who an EDF file is of, when and with what it was recorded; nonsense is missing, with a remark.
enum EDFIdentification {
    /// The patient field of EDF+: code, sex, date of birth and name, `X` for what is unknown.
    ///
    /// Plain EDF leaves the field free; it is used where it has this form all the same.
    static func patient(_ header: EDFHeader, remarks: inout [String]) -> RecordedPatient {
        let fields = subfields(header.patient)
        guard !fields.isEmpty else { return RecordedPatient() }
        guard fields.count >= 4, ["F", "M", "X"].contains(fields[1]), fields[2] == "X" || date(fields[2]) != nil else {
            remarks.append("The patient field is not that of EDF+ (code, sex, birth date, name) and is not used.")
            return RecordedPatient()
        }
        let name = known(fields[3])
        if name != nil { remarks.append("EDF+ does not divide names; the whole name is taken for the family name.") }
        return RecordedPatient(
            recordNumber: known(fields[0]),
            familyName: name,
            birthDate: date(fields[2]),
            sex: ["F": .female, "M": .male][fields[1]]
        )
    }

    /// The equipment in the recording field of EDF+: `Startdate`, date, administration code, technician, equipment.
    static func device(_ header: EDFHeader) -> String? {
        let fields = subfields(header.recording)
        guard fields.count >= 5, fields[0] == "Startdate" else { return nil }
        return known(fields[4])
    }

    /// Date of the recording field of EDF+, else of the header, whose years have two digits; time of the header.
    static func acquisition(_ header: EDFHeader, remarks: inout [String]) -> AcquisitionTime? {
        let fields = subfields(header.recording)
        let stated = fields.count >= 2 && fields[0] == "Startdate" ? date(fields[1]) : nil
        let short = shortDate(header.startDate)
        if let stated, let short, stated != short {
            remarks.append("The header gives two dates of recording; the one with four digits of the year is taken.")
        }
        let clock = numbers(header.startTime)
        guard let date = stated ?? short, clock.count == 3,
            let time = AcquisitionTime(date: date, hour: clock[0], minute: clock[1], second: clock[2])
        else {
            remarks.append("The header gives no date and time that exist; the time of recording counts as missing.")
            return nil
        }
        guard date != unknownDate else {
            remarks.append("The date of recording is 1 January 1985, which stands for none; it counts as missing.")
            return nil
        }
        return time
    }

    /// What writers enter who must not or cannot tell the date.
    private static let unknownDate = CalendarDate(year: 1985, month: 1, day: 1)

    /// `dd.mm.yy`; the years 85 to 99 are of the twentieth century, 00 to 84 of the next.
    private static func shortDate(_ text: String) -> CalendarDate? {
        let parts = numbers(text)
        guard parts.count == 3, (0...99).contains(parts[2]) else { return nil }
        return CalendarDate(year: parts[2] + (parts[2] >= 85 ? 1900 : 2000), month: parts[1], day: parts[0])
    }

    /// `dd-MMM-yyyy` with English months.
    private static func date(_ text: String) -> CalendarDate? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].count == 4, let day = DecimalText.integer(parts[0]),
            let month = months.firstIndex(of: parts[1].uppercased()), let year = DecimalText.integer(parts[2])
        else { return nil }
        return CalendarDate(year: year, month: month + 1, day: day)
    }

    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// Three numbers of two digits with dots between; anything else gives another number of them.
    private static func numbers(_ text: String) -> [Int] {
        text.split(separator: ".", omittingEmptySubsequences: false)
            .compactMap { $0.count == 2 && $0.first != "-" ? DecimalText.integer($0) : nil }
    }

    /// Subfields have blanks between them and underscores for the blanks within.
    private static func subfields(_ field: String) -> [String] { field.split(separator: " ").map(String.init) }

    private static func known(_ subfield: String) -> String? {
        subfield == "X" ? nil : subfield.split(separator: "_").joined(separator: " ")
    }
}
