import CLibPQ

/// A statement that can be sent, laid out as libpq wants it only while it is sent.
struct BoundStatement: Sendable {
    private let sql: SQL
    private let count: Int

    init(_ sql: SQL) throws(PostgresError) {
        if let failure = sql.failures.first { throw failure }
        let count = sql.segments.count { $0.isParameter }
        // The protocol counts parameters in 16 bits.
        guard count <= 65_535 else {
            throw PostgresError(.misuse, "a statement has more than 65,535 parameters; send an array")
        }
        guard sql.values.count < Int32.max else {
            throw PostgresError(.misuse, "the parameters hold 2 GB or more")
        }
        self.sql = sql
        self.count = count
    }

    var text: String { sql.text }
    var key: StatementCache.Key { StatementCache.Key(sql) }

    /// About how much the statement weighs on the wire.
    var size: Int { sql.values.count + 16 * sql.segments.count + 64 }

    private var types: [UInt32] {
        sql.segments.compactMap { segment in
            if case .parameter(let type, _) = segment { type } else { nil }
        }
    }
}

extension SQL.Segment {
    fileprivate var isParameter: Bool {
        if case .parameter = self { true } else { false }
    }
}

/// Calls that wait for the server's answer, in binary format.
extension BoundStatement {
    /// Runs the statement, parsed for this once.
    func execute(on handle: OpaquePointer) -> OpaquePointer? {
        withLayout { PQexecParams(handle, text, $0.count, types, $0.values, $0.lengths, $0.formats, 1) }
    }

    /// Runs the statement under the name it is kept by.
    func execute(named name: String, on handle: OpaquePointer) -> OpaquePointer? {
        withLayout { PQexecPrepared(handle, name, $0.count, $0.values, $0.lengths, $0.formats, 1) }
    }

    /// Has the server parse the statement and keep it.
    func prepare(as name: String, on handle: OpaquePointer) -> OpaquePointer? {
        PQprepare(handle, name, text, Int32(count), types)
    }
}

/// Calls that put the statement into a pipeline.
extension BoundStatement {
    /// Sends the statement, by its name if it has one.
    func send(named name: String?, on handle: OpaquePointer) -> Bool {
        withLayout { layout in
            guard let name else {
                let (values, lengths, formats) = (layout.values, layout.lengths, layout.formats)
                return PQsendQueryParams(handle, text, layout.count, types, values, lengths, formats, 1)
            }
            return PQsendQueryPrepared(handle, name, layout.count, layout.values, layout.lengths, layout.formats, 1)
        } == 1
    }

    /// Sends the wish to keep the statement.
    func sendPreparation(as name: String, on handle: OpaquePointer) -> Bool {
        PQsendPrepare(handle, name, text, Int32(count), types) == 1
    }
}

extension BoundStatement {
    /// The parameters as libpq takes them: where each value lies, how long it is, that it is binary.
    private struct Layout {
        let count: Int32
        let values: UnsafePointer<UnsafePointer<CChar>?>?
        let lengths: UnsafePointer<Int32>?
        let formats: UnsafePointer<Int32>?
    }

    /// Lays the parameters out on the stack.
    private func withLayout<Value>(_ body: (Layout) -> Value) -> Value {
        guard count > 0 else { return body(Layout(count: 0, values: nil, lengths: nil, formats: nil)) }
        return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { places in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
                sql.values.withUnsafeBytes { values in
                    lay(values, into: places, numbers)
                    let lengths = numbers.baseAddress.map { UnsafePointer($0) }
                    let formats = lengths.map { $0 + count }
                    let places = UnsafePointer(places.baseAddress)
                    return body(Layout(count: Int32(count), values: places, lengths: lengths, formats: formats))
                }
            }
        }
    }

    private func lay(
        _ values: UnsafeRawBufferPointer,
        into places: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>,
        _ numbers: UnsafeMutableBufferPointer<Int32>
    ) {
        // An empty value has an address too, if not its own, or it would be taken for NULL.
        let start = values.baseAddress ?? UnsafeRawPointer(places.baseAddress)
        var (index, offset) = (0, 0)
        for case .parameter(_, let length) in sql.segments {
            let place = length < 0 ? nil : start.map { ($0 + offset).assumingMemoryBound(to: CChar.self) }
            places.initializeElement(at: index, to: place)
            numbers.initializeElement(at: index, to: max(0, length))
            numbers.initializeElement(at: count + index, to: 1)
            index += 1
            offset += Int(max(0, length))
        }
    }
}
