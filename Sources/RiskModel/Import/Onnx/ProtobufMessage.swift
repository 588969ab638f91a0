import Foundation

/// The fields of one protobuf message, read from the wire without a schema.
///
/// Nothing is copied: a message within a message is a slice of the file. Source: protobuf.dev, "Encoding".
struct ProtobufMessage {
    /// The most fields of one message.
    static let fieldLimit = 200_000

    private enum Value {
        case integer(UInt64)
        case fixed(Data)
        case bytes(Data)
    }

    private var fields: [(number: UInt64, value: Value)] = []
    /// Where the message starts in the file.
    let offset: Int

    /// - Throws: ``RiskModelError/malformedOnnx(reason:offset:)`` with the byte at fault.
    init(_ bytes: Data) throws(RiskModelError) {
        offset = bytes.startIndex
        var rest = bytes
        while !rest.isEmpty {
            guard fields.count < Self.fieldLimit else { throw Self.malformed("a message has too many fields", rest) }
            let tag = try Self.integer(&rest)
            fields.append((tag >> 3, try Self.value(kind: tag & 7, &rest)))
        }
    }

    private static func value(kind: UInt64, _ rest: inout Data) throws(RiskModelError) -> Value {
        switch kind {
        case 0: .integer(try integer(&rest))
        case 1: .fixed(try take(8, &rest))
        case 2: .bytes(try take(try integer(&rest), &rest))
        case 5: .fixed(try take(4, &rest))
        default: throw malformed("wire type \(kind) is not read", rest)
        }
    }

    /// A number in groups of seven bits, least first.
    private static func integer(_ rest: inout Data) throws(RiskModelError) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
            guard let byte = rest.popFirst() else { throw malformed("the file ends within a number", rest) }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
        }
        throw malformed("a number has more than 64 bits", rest)
    }

    private static func take(_ count: UInt64, _ rest: inout Data) throws(RiskModelError) -> Data {
        guard count <= UInt64(rest.count) else {
            throw malformed("\(count) bytes are announced, \(rest.count) are left", rest)
        }
        defer { rest = rest.dropFirst(Int(count)) }
        return rest.prefix(Int(count))
    }

    private static func malformed(_ reason: String, _ rest: Data) -> RiskModelError {
        .malformedOnnx(reason: reason, offset: rest.startIndex)
    }
}

extension ProtobufMessage {
    /// Whether a field occurs.
    func has(_ number: UInt64) -> Bool { fields.contains { $0.number == number } }

    /// A repeated field of bytes, text or messages.
    func bytes(_ number: UInt64) throws(RiskModelError) -> [Data] {
        var found: [Data] = []
        for field in fields where field.number == number {
            guard case .bytes(let bytes) = field.value else { throw wrongKind(number) }
            found.append(bytes)
        }
        return found
    }

    func messages(_ number: UInt64) throws(RiskModelError) -> [ProtobufMessage] {
        var messages: [ProtobufMessage] = []
        for bytes in try bytes(number) { messages.append(try ProtobufMessage(bytes)) }
        return messages
    }

    func texts(_ number: UInt64) throws(RiskModelError) -> [String] {
        try bytes(number).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The last of a field that occurs once; empty where it does not.
    func text(_ number: UInt64) throws(RiskModelError) -> String { try texts(number).last ?? "" }

    /// A repeated field of integers, packed or not.
    func integers(_ number: UInt64) throws(RiskModelError) -> [Int] {
        var found: [Int] = []
        for field in fields where field.number == number {
            switch field.value {
            case .integer(let bits): found.append(Int(truncatingIfNeeded: bits))
            case .bytes(var packed):
                while !packed.isEmpty { found.append(Int(truncatingIfNeeded: try Self.integer(&packed))) }
            case .fixed: throw wrongKind(number)
            }
            guard found.count <= Self.fieldLimit else { throw wrongKind(number) }
        }
        return found
    }

    /// The last of a field that occurs once.
    func integer(_ number: UInt64) throws(RiskModelError) -> Int? { try integers(number).last }

    /// The last of a float32 field that occurs once.
    func float(_ number: UInt64) throws(RiskModelError) -> Float? { try fixed32(number).map(Float.init(bitPattern:)) }

    /// The last of a field of four bytes that occurs once.
    func fixed32(_ number: UInt64) throws(RiskModelError) -> UInt32? {
        guard let field = fields.last(where: { $0.number == number }) else { return nil }
        guard case .fixed(let bytes) = field.value, bytes.count == 4 else { throw wrongKind(number) }
        return bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private func wrongKind(_ number: UInt64) -> RiskModelError {
        .malformedOnnx(reason: "field \(number) of a message has another kind than ONNX gives it", offset: offset)
    }
}
