/// Reads numbers and text of a pickle, each held against the bytes that are there before it is taken.
struct PickleReader {
    /// The longest text, in bytes; names of tensors are short.
    static let textLimit = 1 << 16
    /// The longest module or name of a global, in bytes.
    static let nameLimit = 256

    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int
    /// Where the opcode that is being read stands.
    private(set) var opcodeOffset = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    mutating func opcode() throws(RiskModelError) -> PickleOpcode {
        opcodeOffset = offset
        let byte = try byte()
        if let opcode = PickleOpcode(rawValue: byte) { return opcode }
        // The text after INST is a module and a name: what it would have run.
        if byte == 0x69, let module = try? line(), let name = try? line() {
            throw forbidden("\(module).\(name) by INST")
        }
        throw forbidden(PickleOpcode.name(of: byte))
    }

    mutating func byte() throws(RiskModelError) -> UInt8 {
        guard position < bytes.endIndex else { throw malformed("the pickle ends early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func take(_ count: Int) throws(RiskModelError) -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.endIndex - position else {
            throw malformed("\(count) bytes are announced, \(bytes.endIndex - position) are left")
        }
        defer { position += count }
        return bytes[position..<(position + count)]
    }

    /// An unsigned little-endian number of up to 8 bytes.
    mutating func unsigned(width: Int) throws(RiskModelError) -> UInt64 {
        try take(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A length of `width` bytes.
    mutating func length(width: Int) throws(RiskModelError) -> Int {
        Int(clamping: try unsigned(width: width))
    }

    mutating func bigEndianDouble() throws(RiskModelError) -> Double {
        Double(bitPattern: try take(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    /// A two's complement number after a byte with its width.
    mutating func long() throws(RiskModelError) -> PickleValue {
        let bytes = Array(try take(Int(try byte())))
        guard bytes.count <= 8 else { return .wideInteger(bytes) }
        let isNegative = (bytes.last ?? 0) & 0x80 != 0
        let start: UInt64 = isNegative ? .max : 0
        return .integer(Int(truncatingIfNeeded: bytes.reversed().reduce(start) { $0 << 8 | UInt64($1) }))
    }

    /// Text after its length, a number of `width` bytes.
    mutating func text(lengthWidth width: Int) throws(RiskModelError) -> String {
        let count = try length(width: width)
        guard count <= Self.textLimit else { throw malformed("a text of \(count) bytes is announced") }
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw malformed("a text is not UTF-8")
        }
        return text
    }

    /// A line of a global's module or name.
    mutating func line() throws(RiskModelError) -> String {
        let line = bytes[position...].prefix(Self.nameLimit + 1).prefix { $0 != 0x0A }
        guard line.count <= Self.nameLimit, line.endIndex < bytes.endIndex else {
            throw malformed("the name of a global does not end")
        }
        position = line.endIndex + 1
        return String(decoding: line, as: UTF8.self)
    }

    func malformed(_ reason: String) -> RiskModelError { .malformedPickle(reason: reason, offset: opcodeOffset) }

    func forbidden(_ what: String) -> RiskModelError {
        .forbiddenPickle(what: ShownName.of(what), offset: opcodeOffset)
    }

    private var offset: Int { position - bytes.startIndex }
}

/// A name out of a file as a message shows it.
enum ShownName {
    /// Printable ASCII, cut in the middle beyond `limit`; other characters become question marks.
    static func of(_ name: String, limit: Int = 160) -> String {
        let scalars = name.unicodeScalars
        let kept =
            scalars.count <= limit
            ? Array(scalars) : scalars.prefix(limit * 2 / 3) + "...".unicodeScalars + scalars.suffix(limit / 3)
        return String(kept.map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" })
    }
}
