/// A value that an array can hold: it knows the array's type.
public protocol PostgresScalar: PostgresEncodable, PostgresDecodable, PostgresArrayElement where Scalar == Self {
    /// The type of an array of such values.
    static var postgresArrayType: PostgresType { get }
}

/// An element of an array: a scalar, or an optional scalar where NULL may stand.
public protocol PostgresArrayElement: Sendable {
    /// The scalar inside.
    associatedtype Scalar: PostgresScalar

    /// The scalar, or nil for NULL.
    var scalar: Scalar? { get }

    /// The element for a scalar or NULL; nil when the element cannot be NULL.
    static func element(_ scalar: Scalar?) -> Self?
}

extension PostgresScalar {
    /// The value itself.
    public var scalar: Self? { self }

    /// The value itself; NULL is refused.
    public static func element(_ scalar: Self?) -> Self? { scalar }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresScalar {
    /// The value, or nil for NULL.
    public var scalar: Wrapped? { self }

    /// The value or NULL.
    public static func element(_ scalar: Wrapped?) -> Wrapped?? { .some(scalar) }
}

extension Array: PostgresEncodable where Element: PostgresArrayElement {
    /// The array type of the scalar.
    public static var postgresType: PostgresType { Element.Scalar.postgresArrayType }

    /// One dimension from 1, or none when empty.
    public func encode(into buffer: inout [UInt8]) throws(PostgresError) {
        guard let count = Int32(exactly: count) else { throw PostgresError(.misuse, "an array is too long") }
        buffer.append(bigEndian: Int32(isEmpty ? 0 : 1))
        buffer.append(bigEndian: Int32(contains { $0.scalar == nil } ? 1 : 0))
        buffer.append(bigEndian: Element.Scalar.postgresType.oid)
        if isEmpty { return }
        buffer.append(bigEndian: count)
        buffer.append(bigEndian: Int32(1))
        for element in self { try Self.encode(element.scalar, into: &buffer) }
    }

    private static func encode(_ scalar: Element.Scalar?, into buffer: inout [UInt8]) throws(PostgresError) {
        guard let scalar else { return buffer.append(bigEndian: Int32(-1)) }
        let start = buffer.count
        buffer.append(bigEndian: Int32(0))
        try scalar.encode(into: &buffer)
        guard let length = Int32(exactly: buffer.count - start - 4) else {
            throw PostgresError(.misuse, "an element of an array is too long")
        }
        Swift.withUnsafeBytes(of: length.bigEndian) { buffer.replaceSubrange(start..<start + 4, with: $0) }
    }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// Reads an array of one dimension, or an empty one.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> [Element] {
        var reader = ByteReader(bytes)
        guard bytes.count >= 12 else { throw .mismatch(type, for: Self.self) }
        let dimensions = try reader.integer(Int32.self)
        _ = try reader.integer(Int32.self)
        let elementType = PostgresType(oid: try reader.integer())
        if dimensions == 0 { return [] }
        guard dimensions == 1 else { throw .malformed("an array has more than one dimension") }
        let count = Int(try reader.integer(Int32.self))
        _ = try reader.integer(Int32.self)
        // Every element has at least its length, so a count beyond the bytes is refused before memory is taken.
        guard count >= 0, count <= reader.remaining / 4 else { throw .malformed("an array ends too early") }
        var result: [Element] = []
        result.reserveCapacity(count)
        for _ in 0..<count { result.append(try element(&reader, elementType)) }
        try reader.finish()
        return result
    }

    private static func element(_ reader: inout ByteReader, _ type: PostgresType) throws(PostgresError) -> Element {
        let length = Int(try reader.integer(Int32.self))
        let scalar = length == -1 ? nil : try Element.Scalar.decode(try reader.slice(length), type: type)
        guard let element = Element.element(scalar) else { throw .malformed("an array holds NULL; ask for optionals") }
        return element
    }
}
