import CLibPQ

/// A statement with its parameters laid out as libpq wants them.
struct BoundStatement: Sendable {
    let key: StatementCache.Key
    private let lengths: [Int32]
    private let formats: [Int32]
    /// Where each value begins in `bytes`; nil for NULL.
    private let offsets: [Int?]
    private let bytes: [UInt8]

    init(_ sql: SQL) throws(PostgresError) {
        if let failure = sql.failure { throw failure }
        let parameters = sql.parameters
        if let failure = parameters.lazy.compactMap(\.failure).first { throw failure }
        // The protocol counts parameters in 16 bits.
        guard parameters.count <= 65_535 else {
            throw PostgresError(.misuse, "a statement has more than 65,535 parameters; send an array")
        }
        key = StatementCache.Key(text: sql.text, types: parameters.map(\.type.oid))
        lengths = parameters.map { Int32(clamping: $0.bytes?.count ?? 0) }
        formats = Array(repeating: 1, count: parameters.count)
        var bytes: [UInt8] = []
        // One byte more, so that an empty value has an address and is not taken for NULL.
        bytes.reserveCapacity(parameters.reduce(1) { $0 + ($1.bytes?.count ?? 0) })
        offsets = parameters.map { parameter in
            guard let value = parameter.bytes else { return nil }
            defer { bytes += value }
            return bytes.count
        }
        guard bytes.count < Int32.max else { throw PostgresError(.misuse, "the parameters hold 2 GB or more") }
        bytes.append(0)
        self.bytes = bytes
    }

    /// About how much the statement weighs on the wire.
    var size: Int { bytes.count + key.text.utf8.count + 32 }

    private var count: Int32 { Int32(offsets.count) }

    private func withValues<Value>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value) -> Value {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.assumingMemoryBound(to: CChar.self).baseAddress
            return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: offsets.count) { values in
                for (index, offset) in offsets.enumerated() {
                    values.initializeElement(at: index, to: offset.flatMap { place in start.map { $0 + place } })
                }
                return body(UnsafePointer(values.baseAddress))
            }
        }
    }
}

/// Calls that wait for the server's answer, in binary format.
extension BoundStatement {
    /// Runs the statement, parsed for this once.
    func execute(on handle: OpaquePointer) -> OpaquePointer? {
        withValues { PQexecParams(handle, key.text, count, key.types, $0, lengths, formats, 1) }
    }

    /// Runs the statement under the name it is kept by.
    func execute(named name: String, on handle: OpaquePointer) -> OpaquePointer? {
        withValues { PQexecPrepared(handle, name, count, $0, lengths, formats, 1) }
    }

    /// Has the server parse the statement and keep it.
    func prepare(as name: String, on handle: OpaquePointer) -> OpaquePointer? {
        PQprepare(handle, name, key.text, count, key.types)
    }
}

/// Calls that put the statement into a pipeline.
extension BoundStatement {
    /// Sends the statement, by its name if it has one.
    func send(named name: String?, on handle: OpaquePointer) -> Bool {
        withValues { values in
            guard let name else {
                return PQsendQueryParams(handle, key.text, count, key.types, values, lengths, formats, 1)
            }
            return PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1)
        } == 1
    }

    /// Sends the wish to keep the statement.
    func sendPreparation(as name: String, on handle: OpaquePointer) -> Bool {
        PQsendPrepare(handle, name, key.text, count, key.types) == 1
    }
}
