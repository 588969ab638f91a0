/// A value that can be sent to the server.
public protocol PostgresEncodable: Sendable {
    /// The type the server is told.
    static var postgresType: PostgresType { get }

    /// Appends the value in the server's binary format.
    ///
    /// - Throws: `.misuse` when the server has no such value, for example a numeric that is not a number.
    func encode(into buffer: inout [UInt8]) throws(PostgresError)
}

/// A value that can be read from a column.
public protocol PostgresDecodable: Sendable {
    /// Reads a value that is not NULL.
    ///
    /// - Parameters:
    ///   - bytes: the value in the server's binary format; valid during the call.
    ///   - type: the type of the column.
    /// - Returns: the value.
    /// - Throws: `.decoding` when the type is another or the bytes are not such a value.
    static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Self
}

/// A value that travels both ways.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

extension PostgresError {
    /// The column has a type that the asked Swift type does not read.
    static func mismatch<Value>(_ type: PostgresType, for _: Value.Type) -> PostgresError {
        PostgresError(.decoding, "a column of type \(type.oid) does not hold \(Value.self); cast it in the statement")
    }

    /// The bytes are not a value of their type.
    static func malformed(_ what: String) -> PostgresError { PostgresError(.decoding, what) }
}
