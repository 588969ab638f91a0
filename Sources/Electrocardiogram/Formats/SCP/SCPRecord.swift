/// An SCP-ECG record taken apart into sections, whose places, lengths and checksums are right (EN 1064, 5.2 and 5.3).
struct SCPRecord {
    private let sections: [Int: SCPSection]

    /// Before section 0: a checksum of two bytes and a length of four.
    private static let headerLength = 6
    private static let pointerLength = 10

    init(_ bytes: [UInt8], remarks: inout [String]) throws(RecordingError) {
        guard let length = LittleEndianBytes(bytes[...]).uint32(at: 2), length <= bytes.count,
            length >= Self.headerLength + SCPSection.headerLength
        else { throw Self.unusable("is cut short or states another length than it has") }
        if length < bytes.count { remarks.append("The file goes on after the record; what follows is ignored.") }
        let record = bytes[..<length]
        guard LittleEndianBytes(record).uint16(at: 0) == Int(CyclicRedundancyCheck.ccitt(record.dropFirst(2))) else {
            throw Self.unusable("does not match its checksum")
        }
        let pointers = try Self.section(0, at: Self.headerLength, length: nil, in: record)
        var sections: [Int: SCPSection] = [:]
        for position in stride(from: 0, to: pointers.body.bytes.count, by: Self.pointerLength) {
            let number = try pointers.uint16(position)
            let length = try pointers.uint32(position + 2)
            guard number != 0, length > 0 else { continue }
            let index = try pointers.uint32(position + 6)
            guard sections[number] == nil else { throw pointers.unusable("points to section \(number) twice") }
            sections[number] = try Self.section(number, at: index - 1, length: length, in: record)
        }
        self.sections = sections
    }

    /// A section that may be missing.
    subscript(number: Int) -> SCPSection? { sections[number] }

    /// A section without which there is no recording.
    func required(_ number: Int, _ content: String) throws(RecordingError) -> SCPSection {
        guard let section = sections[number] else {
            throw .missing(what: "section \(number) (\(content))", place: nil)
        }
        return section
    }

    /// Reads a section's header and holds it against its pointer, which section 0 has none before it.
    private static func section(
        _ number: Int,
        at offset: Int,
        length expected: Int?,
        in record: ArraySlice<UInt8>
    ) throws(RecordingError) -> SCPSection {
        let name = "section \(number) at byte \(offset)"
        let reader = LittleEndianBytes(record)
        guard offset >= headerLength, let length = reader.uint32(at: offset + 4), length == expected ?? length,
            length >= SCPSection.headerLength, let whole = reader.slice(at: offset, count: length)
        else { throw .unusable(what: name, reason: "lies outside the record or has another length", place: nil) }
        guard reader.uint16(at: offset + 2) == number else {
            throw .unusable(what: name, reason: "calls itself another section", place: nil)
        }
        guard reader.uint16(at: offset) == Int(CyclicRedundancyCheck.ccitt(whole.dropFirst(2))) else {
            throw .unusable(what: name, reason: "does not match its checksum", place: nil)
        }
        return SCPSection(
            number: number,
            offset: offset,
            protocolVersion: Int(whole[offset + 9]),
            body: LittleEndianBytes(whole.dropFirst(SCPSection.headerLength))
        )
    }

    private static func unusable(_ reason: String) -> RecordingError {
        .unusable(what: "the SCP-ECG record", reason: reason, place: nil)
    }
}
