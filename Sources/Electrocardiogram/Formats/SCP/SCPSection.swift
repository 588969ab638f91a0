/// One section of an SCP-ECG record: a header of 16 bytes and what it is about.
struct SCPSection {
    let number: Int
    /// Where its header begins in the file, in bytes.
    let offset: Int
    /// Ten times the version of the protocol, such as 20.
    let protocolVersion: Int
    /// What follows the header.
    let body: LittleEndianBytes

    /// Bytes before the body.
    static let headerLength = 16

    /// The first byte of the body.
    var start: Int { body.bytes.startIndex }

    /// A byte so many bytes into the body.
    func uint8(_ position: Int) throws(RecordingError) -> Int {
        guard let value = body.uint8(at: start + position) else { throw unusable("is cut short") }
        return value
    }

    /// Two bytes so many bytes into the body.
    func uint16(_ position: Int) throws(RecordingError) -> Int {
        guard let value = body.uint16(at: start + position) else { throw unusable("is cut short") }
        return value
    }

    /// Two bytes in two's complement so many bytes into the body.
    func int16(_ position: Int) throws(RecordingError) -> Int {
        Int(Int16(truncatingIfNeeded: try uint16(position)))
    }

    /// Four bytes so many bytes into the body.
    func uint32(_ position: Int) throws(RecordingError) -> Int {
        guard let value = body.uint32(at: start + position) else { throw unusable("is cut short") }
        return value
    }

    /// An error about this section.
    func unusable(_ reason: String) -> RecordingError {
        .unusable(what: "section \(number) at byte \(offset)", reason: reason, place: nil)
    }
}
