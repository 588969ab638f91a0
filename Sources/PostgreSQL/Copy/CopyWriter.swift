/// Collects the rows of a COPY in the server's binary format.
///
/// The server reads the bytes as the column's type says, so a value of another type is refused here.
public struct CopyWriter: Sendable {
    private static let signature: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00] + [0, 0, 0, 0, 0, 0, 0, 0]

    private let columns: [(name: String, type: PostgresType)]
    private var bytes = Self.signature
    private var place: Int

    init(_ columns: [(name: String, type: PostgresType)]) {
        self.columns = columns
        place = columns.count
    }

    /// The bytes of the rows so far.
    var size: Int { bytes.count - Self.signature.count }

    /// Writes the next column's value, or NULL, of the row.
    ///
    /// - Throws: `.misuse` when the row has no such column, or the column has another type than the value.
    @inlinable
    public mutating func write<Value: PostgresEncodable>(_ value: Value?) throws(PostgresError) {
        guard let value else { return try writeNull(Value.postgresType) }
        try write(Value.postgresType) { (bytes) throws(PostgresError) in try value.encode(into: &bytes) }
    }

    @usableFromInline
    mutating func writeNull(_ type: PostgresType) throws(PostgresError) {
        try take(type)
        bytes.append(bigEndian: Int32(-1))
    }

    /// Writes what a closure encodes, its length before it.
    @usableFromInline
    mutating func write(
        _ type: PostgresType,
        _ encode: (inout [UInt8]) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        try take(type)
        let start = bytes.count
        bytes.append(bigEndian: Int32(0))
        try encode(&bytes)
        guard let length = Int32(exactly: bytes.count - start - 4) else {
            throw PostgresError(.misuse, "a value of 2 GB or more")
        }
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: length.bigEndian, toByteOffset: start, as: Int32.self) }
    }

    /// Goes to the next column, which has to be of a type.
    private mutating func take(_ type: PostgresType) throws(PostgresError) {
        guard place < columns.count else { throw PostgresError(.misuse, "a row has more values than columns") }
        let column = columns[place]
        guard column.type.takes(type) else { throw mismatch(column) }
        place += 1
    }

    private func mismatch(_ column: (name: String, type: PostgresType)) -> PostgresError {
        var error = PostgresError(.misuse, "the value is of another type than the column, type \(column.type.oid)")
        error.column = column.name
        return error
    }

    mutating func beginRow() {
        bytes.append(bigEndian: Int16(truncatingIfNeeded: columns.count))
        place = 0
    }

    func endRow() throws(PostgresError) {
        guard place == columns.count else { throw PostgresError(.misuse, "a row has fewer values than columns") }
    }

    /// The rows so far, closed, and none left.
    mutating func take() -> [UInt8] {
        bytes.append(bigEndian: Int16(-1))
        defer {
            bytes.removeAll(keepingCapacity: true)
            bytes += Self.signature
        }
        return bytes
    }
}

extension PostgresType {
    /// Whether the bytes of a value of type `other` are those of this type.
    fileprivate func takes(_ other: PostgresType) -> Bool {
        if self == other { return true }
        // Enumerations, and the types that differ from text only in their bounds.
        return other == .text && (isUserDefined || [.varchar, .bpchar, .name, .json].contains(self))
    }
}
