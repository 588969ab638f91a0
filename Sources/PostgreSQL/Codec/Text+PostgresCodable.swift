public import Foundation

extension String: PostgresCodable {
    /// `text`; write `\(value)::kind` where an enumeration or another type is wanted.
    public static var postgresType: PostgresType { .text }

    /// UTF-8; the server has no NUL character.
    public func encode(into buffer: inout [UInt8]) throws(PostgresError) {
        var text = self
        let isWhole = text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return true }
            guard memchr(start, 0, bytes.count) == nil else { return false }
            buffer.append(contentsOf: bytes)
            return true
        }
        guard isWhole else { throw PostgresError(.misuse, "text holds a NUL character") }
    }

    /// Reads the character types, `json`, and types made in the database whose binary form is text, such as enumerations.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> String {
        switch type {
        case .text, .varchar, .bpchar, .name, .character, .unknown, .json: break
        default: guard type.isUserDefined else { throw .mismatch(type, for: String.self) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .malformed("text is not UTF-8") }
        return text
    }
}

extension Data: PostgresCodable {
    /// `bytea`.
    public static var postgresType: PostgresType { .bytea }

    /// The bytes as they are.
    public func encode(into buffer: inout [UInt8]) { buffer.append(contentsOf: self) }

    /// Reads `bytea`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Data {
        guard type == .bytea else { throw .mismatch(type, for: Data.self) }
        return Data(bytes)
    }
}

extension UUID: PostgresCodable {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }

    /// Sixteen bytes.
    public func encode(into buffer: inout [UInt8]) {
        Swift.withUnsafeBytes(of: uuid) { buffer.append(contentsOf: $0) }
    }

    /// Reads `uuid`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> UUID {
        guard type == .uuid else { throw .mismatch(type, for: UUID.self) }
        guard bytes.count == 16 else { throw .malformed("a uuid has 16 bytes") }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

/// A JSON document as its bytes; the server checks and normalises it (`jsonb`).
public struct JSONB: Sendable, Hashable, PostgresCodable {
    /// The document, UTF-8.
    public let json: Data

    /// - Parameter json: the document, UTF-8.
    public init(_ json: Data) { self.json = json }

    /// `jsonb`.
    public static var postgresType: PostgresType { .jsonb }

    /// A version byte, then the text.
    public func encode(into buffer: inout [UInt8]) {
        buffer.append(1)
        buffer.append(contentsOf: json)
    }

    /// Reads `jsonb` and `json`.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> JSONB {
        if type == .json { return JSONB(Data(bytes)) }
        guard type == .jsonb else { throw .mismatch(type, for: JSONB.self) }
        guard bytes.first == 1 else { throw .malformed("jsonb of another version than 1") }
        return JSONB(Data(bytes.dropFirst()))
    }
}
