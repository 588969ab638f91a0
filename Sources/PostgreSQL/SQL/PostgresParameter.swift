/// A value that travels beside a statement, in the server's binary format.
public struct PostgresParameter: Sendable {
    /// The type the server is told.
    public let type: PostgresType
    /// The value, or nil for NULL.
    public let bytes: [UInt8]?
}
