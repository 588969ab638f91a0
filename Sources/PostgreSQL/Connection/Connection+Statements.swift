import CLibPQ

/// What a statement wants and gives, as the server sees it.
public struct StatementDescription: Sendable {
    /// The types of `$1`, `$2`, ….
    public let parameters: [PostgresType]
    /// The columns of its rows; empty for a statement without rows.
    public let columns: [(name: String, type: PostgresType)]
}

extension Connection {
    /// Runs a statement for a transaction, or for a caller without one.
    func run(_ sql: SQL, in id: TransactionRecord.ID?) async throws(PostgresError) -> ResultTable {
        try transaction.check(id)
        let parameters = try BoundParameters(sql)
        let text = sql.text
        return try await perform { parameters.execute(text, on: $0) }
    }

    /// Runs a script for a transaction, or for a caller without one.
    func run(script: String, in id: TransactionRecord.ID?) async throws(PostgresError) {
        try transaction.check(id)
        _ = try await perform(script: script) { PQexec($0, script) }
    }

    /// Parses a statement and asks for its types.
    func describe(_ sql: SQL) async throws(PostgresError) -> StatementDescription {
        let text = sql.text
        let types = sql.parameters.map(\.type.oid)
        _ = try await perform(script: text) { PQprepare($0, "", text, Int32(types.count), types) }
        let table = try await perform { PQdescribePrepared($0, "") }
        let parameters = (0..<PQnparams(table.result)).map { PostgresType(oid: PQparamtype(table.result, $0)) }
        return StatementDescription(parameters: parameters, columns: table.columns)
    }
}

/// The parameters of a statement, laid out as libpq wants them.
struct BoundParameters: Sendable {
    private let types: [Oid]
    private let lengths: [Int32]
    /// Where each value begins in `bytes`; nil for NULL.
    private let offsets: [Int?]
    private let bytes: [UInt8]

    init(_ sql: SQL) throws(PostgresError) {
        let parameters = sql.parameters
        if let failure = sql.failure ?? parameters.lazy.compactMap(\.failure).first { throw failure }
        // The protocol counts parameters in 16 bits.
        guard parameters.count <= 65_535 else {
            throw PostgresError(.misuse, "a statement has more than 65,535 parameters; send an array")
        }
        types = parameters.map(\.type.oid)
        lengths = parameters.map { Int32(clamping: $0.bytes?.count ?? 0) }
        var bytes: [UInt8] = []
        offsets = parameters.map { parameter in
            defer { bytes += parameter.bytes ?? [] }
            return parameter.bytes == nil ? nil : bytes.count
        }
        guard bytes.count < Int32.max else { throw PostgresError(.misuse, "the parameters hold 2 GB or more") }
        // One byte more, so that an empty value has an address and is not taken for NULL.
        self.bytes = bytes + [0]
    }

    private func withPointers<Value>(_ body: ([UnsafePointer<CChar>?], [Int32]) -> Value) -> Value {
        bytes.withUnsafeBytes { buffer in
            let start = buffer.bindMemory(to: CChar.self).baseAddress
            let values = offsets.map { offset in offset.flatMap { place in start.map { $0 + place } } }
            return body(values, Array(repeating: 1, count: offsets.count))
        }
    }

    /// Runs a statement and waits for its result, in binary format.
    func execute(_ text: String, on handle: OpaquePointer) -> OpaquePointer? {
        withPointers { PQexecParams(handle, text, Int32(types.count), types, $0, lengths, $1, 1) }
    }

    /// Puts a statement into a pipeline.
    func send(_ text: String, on handle: OpaquePointer) -> Bool {
        withPointers { PQsendQueryParams(handle, text, Int32(types.count), types, $0, lengths, $1, 1) } == 1
    }
}
