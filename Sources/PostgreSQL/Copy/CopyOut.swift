import CLibPQ

/// A COPY that a connection is in the middle of: the server waits until more is read.
struct CopyOut {
    /// Which one it is, so that a stale reader is refused.
    let id: UInt64
    /// An empty result with the columns.
    let columns: ResultTable
    private var hasBegun = false

    init(id: UInt64, columns: ResultTable) {
        self.id = id
        self.columns = columns
    }

    /// What one look gave.
    struct Portion {
        var rows: OpaquePointer?
        /// The COPY's own result, when it has ended.
        var end: OpaquePointer?
        /// Why the bytes make no sense.
        var failure: PostgresError?
    }

    /// About how many bytes are read at a time.
    private static let portion = 64 << 10

    /// Reads some rows, waiting for them as long as need be.
    mutating func read(from handle: OpaquePointer) -> Portion {
        let rows = PQcopyResult(columns.result, PG_COPYRES_ATTRS)
        var portion = Portion(rows: rows)
        var size = 0
        while size < Self.portion, portion.failure == nil {
            var buffer: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(handle, &buffer, 0)
            guard length > 0, let buffer else {
                portion.end = Connection.remainder(of: handle)
                if portion.end == nil { portion.failure = .connectionLost }
                break
            }
            defer { PQfreemem(buffer) }
            size += Int(length)
            do throws(PostgresError) {
                try append(UnsafeRawBufferPointer(start: buffer, count: Int(length)), to: rows)
            } catch { portion.failure = error }
        }
        return portion
    }

    /// libpq hands over whole rows; the first comes behind the file's header.
    private mutating func append(_ bytes: UnsafeRawBufferPointer, to rows: OpaquePointer?) throws(PostgresError) {
        var reader = ByteReader(bytes)
        if !hasBegun {
            hasBegun = true
            // Eleven bytes of signature, four of flags, then the length of an extension.
            _ = try reader.slice(15)
            _ = try reader.slice(Int(try reader.integer(Int32.self)))
        }
        while reader.remaining > 0 {
            let count = try reader.integer(Int16.self)
            if count >= 0 { try appendRow(of: count, from: &reader, to: rows) }
        }
    }

    private func appendRow(
        of count: Int16,
        from reader: inout ByteReader,
        to rows: OpaquePointer?
    ) throws(PostgresError) {
        let row = PQntuples(rows)
        for column in 0..<Int32(count) {
            let length = try reader.integer(Int32.self)
            let value = try reader.slice(max(0, Int(length)))
            let start = UnsafeMutablePointer(mutating: value.assumingMemoryBound(to: CChar.self).baseAddress)
            guard PQsetvalue(rows, row, column, start, length) == 1 else { throw .malformed("a row does not fit") }
        }
    }
}
