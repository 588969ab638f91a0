/// Section 1: patient, device and time as tagged fields (EN 1064, 5.4); nonsense is missing, with a remark.
struct SCPHeader {
    private let fields: [Int: ArraySlice<UInt8>]
    /// The character set of the record's texts.
    let texts: SCPText

    /// The tag after which no other comes.
    private static let end = 255
    private static let device = 14

    init(_ section: SCPSection) throws(RecordingError) {
        var fields: [Int: ArraySlice<UInt8>] = [:]
        var position = section.start
        while let tag = section.body.uint8(at: position), tag != Self.end {
            guard let length = section.body.uint16(at: position + 1),
                let value = section.body.slice(at: position + 3, count: length)
            else { throw section.unusable("ends within the field with tag \(tag)") }
            // Tags that may be repeated, such as drugs, are none that are read here.
            if fields[tag] == nil { fields[tag] = value }
            position = value.endIndex
        }
        self.fields = fields
        texts = SCPText(languageCode: fields[Self.device].flatMap { $0.dropFirst(16).first }.map(Int.init))
    }

    func patient(remarks: inout [String]) -> RecordedPatient {
        RecordedPatient(
            recordNumber: string(2, "The patient's number", &remarks),
            familyName: string(0, "The family name", &remarks),
            givenName: string(1, "The given name", &remarks),
            birthDate: date(5, "The birth date", &remarks),
            age: age(&remarks),
            sex: sex
        )
    }

    func acquisition(remarks: inout [String]) -> AcquisitionTime? {
        guard let date = date(25, "The date of recording", &remarks) else { return nil }
        guard let clock = fields[26].map(Array.init), clock.count >= 3,
            let time = AcquisitionTime(
                date: date,
                hour: Int(clock[0]),
                minute: Int(clock[1]),
                second: Int(clock[2]),
                utcOffsetMinutes: utcOffset(&remarks)
            )
        else {
            remarks.append("The time of recording is no time of day and counts as missing.")
            return nil
        }
        return time
    }

    /// Manufacturer and model of the device that recorded (tag 14).
    func device(remarks: inout [String]) -> String? {
        guard let field = fields[Self.device], field.count >= 14 else { return nil }
        let model = texts.text(field.dropFirst(8).prefix(6), "The device's model", remarks: &remarks)
        let length = Int(field.dropFirst(35).first ?? 0)
        // Serial number, system software, SCP software and manufacturer follow the analysing program's revision.
        let strings = field.dropFirst(36 + length).split(separator: 0, omittingEmptySubsequences: false)
        let manufacturer = strings.dropFirst(3).first.flatMap {
            texts.text($0, "The device's manufacturer", remarks: &remarks)
        }
        let parts = [manufacturer, model].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private func string(_ tag: Int, _ name: String, _ remarks: inout [String]) -> String? {
        fields[tag].flatMap { texts.text($0, name, remarks: &remarks) }
    }

    /// Year, month and day; all zero where it is not known.
    private func date(_ tag: Int, _ name: String, _ remarks: inout [String]) -> CalendarDate? {
        guard let field = fields[tag], field.contains(where: { $0 != 0 }) else { return nil }
        let bytes = Array(field)
        if bytes.count >= 4,
            let date = CalendarDate(
                year: Int(bytes[0]) | Int(bytes[1]) << 8,
                month: Int(bytes[2]),
                day: Int(bytes[3])
            )
        {
            return date
        }
        remarks.append("\(name) is no date and counts as missing.")
        return nil
    }

    /// Completed years; ages of infants come in smaller units.
    private func age(_ remarks: inout [String]) -> Int? {
        guard let bytes = fields[4].map(Array.init), bytes.contains(where: { $0 != 0 }) else { return nil }
        let perYear: [UInt8: Int] = [1: 1, 2: 12, 3: 52, 4: 365, 5: 8760]
        guard bytes.count >= 3, let divisor = perYear[bytes[2]],
            case let age = (Int(bytes[0]) | Int(bytes[1]) << 8) / divisor, age <= 150
        else {
            remarks.append("The patient's age is no usable age and counts as missing.")
            return nil
        }
        return age
    }

    private var sex: Sex? {
        switch fields[8]?.first {
        case 1: .male
        case 2: .female
        default: nil
        }
    }

    /// Minutes east of Greenwich; 0x7FFF stands for a zone that is only described.
    private func utcOffset(_ remarks: inout [String]) -> Int? {
        guard let field = fields[34], let minutes = LittleEndianBytes(field).int16(at: field.startIndex),
            minutes != 0x7FFF
        else { return nil }
        guard (-14 * 60...14 * 60).contains(minutes) else {
            remarks.append("The time zone is no UTC offset and counts as missing.")
            return nil
        }
        return minutes
    }
}
