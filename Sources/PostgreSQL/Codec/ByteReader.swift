/// Reads big-endian values from the front of a buffer, never past its end.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var remaining: Int { bytes.count - offset }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(PostgresError) -> Value {
        let piece = try slice(MemoryLayout<Value>.size)
        return Value(bigEndian: piece.loadUnaligned(as: Value.self))
    }

    mutating func slice(_ count: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= remaining else { throw .malformed("a value ends too early") }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    func finish() throws(PostgresError) {
        guard remaining == 0 else { throw .malformed("a value is longer than its type") }
    }
}

extension UnsafeRawBufferPointer {
    /// The whole buffer as one big-endian integer.
    func bigEndian<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(PostgresError) -> Value {
        var reader = ByteReader(self)
        let value = try reader.integer(Value.self)
        try reader.finish()
        return value
    }
}

extension [UInt8] {
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}
