/// A value that travels beside a statement, in the server's binary format.
public struct PostgresParameter: Sendable {
    /// The type the server is told.
    public let type: PostgresType
    /// The value, or nil for NULL.
    public let bytes: [UInt8]?
    /// Why the value could not be encoded; the statement is then refused before it is sent.
    let failure: PostgresError?

    /// A value, or NULL of the value's type.
    init<Value: PostgresEncodable>(_ value: Value?) {
        type = Value.postgresType
        var buffer: [UInt8] = []
        do throws(PostgresError) {
            try value?.encode(into: &buffer)
            bytes = value == nil ? nil : buffer
            failure = nil
        } catch {
            bytes = nil
            failure = error
        }
    }
}
