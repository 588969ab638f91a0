/// The elements of one DICOM object or of one item of a sequence.
struct DICOMDataSet {
    /// Where it begins in the file, in bytes.
    let offset: Int
    private var elements: [DICOMTag: Element] = [:]

    private struct Element {
        let offset: Int
        let value: Value
    }

    /// What an element holds.
    enum Value {
        case bytes(ArraySlice<UInt8>)
        case items([DICOMDataSet])
    }

    init(offset: Int) {
        self.offset = offset
    }

    mutating func insert(_ tag: DICOMTag, _ value: Value, offset: Int) throws(RecordingError) {
        guard elements.updateValue(Element(offset: offset, value: value), forKey: tag) == nil else {
            throw Self.unusable(tag, at: offset, "occurs twice")
        }
    }

    /// The items of a sequence; none where it is not there.
    func items(_ tag: DICOMTag) -> [DICOMDataSet] {
        guard case .items(let items)? = elements[tag]?.value else { return [] }
        return items
    }

    /// The bytes of a value; nil where it is not there.
    func bytes(_ tag: DICOMTag) -> ArraySlice<UInt8>? {
        guard case .bytes(let bytes)? = elements[tag]?.value else { return nil }
        return bytes
    }

    /// The first of an element's values, in ASCII without padding; nil where it is empty, absent or not ASCII.
    func code(_ tag: DICOMTag) -> String? {
        guard let bytes = bytes(tag), bytes.allSatisfy({ $0 < 128 }) else { return nil }
        let first = bytes.prefix { $0 != UInt8(ascii: "\\") }
        return Self.trimmed(String(decoding: first, as: UTF8.self))
    }

    /// A whole number of two or four bytes; nil where it is absent.
    func integer(_ tag: DICOMTag) throws(RecordingError) -> Int? {
        guard let bytes = bytes(tag), !bytes.isEmpty else { return nil }
        let reader = LittleEndianBytes(bytes)
        switch bytes.count {
        case 2: return reader.uint16(at: bytes.startIndex)
        case 4: return reader.uint32(at: bytes.startIndex)
        default: throw unusable(tag, "is no whole number of 2 or 4 bytes")
        }
    }

    /// A decimal number in text; nil where it is absent or empty.
    func decimal(_ tag: DICOMTag) throws(RecordingError) -> Double? {
        guard let bytes = bytes(tag), bytes.contains(where: { $0 != 0 && $0 != UInt8(ascii: " ") }) else { return nil }
        guard let text = code(tag), text.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(text),
            number.isFinite
        else { throw unusable(tag, "is no decimal number") }
        return number
    }

    /// Removes the blanks and zero bytes that pad a text; nil when nothing is left.
    static func trimmed(_ text: String) -> String? {
        let isPadding = { (character: Character) in character.isWhitespace || character == "\0" }
        let body = text.drop(while: isPadding).reversed().drop(while: isPadding).reversed()
        return body.isEmpty ? nil : String(body)
    }

    /// An error about one element of this data set.
    func unusable(_ tag: DICOMTag, _ reason: String) -> RecordingError {
        Self.unusable(tag, at: elements[tag]?.offset ?? offset, reason)
    }

    /// An error about one element.
    static func unusable(_ tag: DICOMTag, at offset: Int, _ reason: String) -> RecordingError {
        .unusable(what: "the DICOM element \(tag) at byte \(offset)", reason: reason, place: nil)
    }
}
