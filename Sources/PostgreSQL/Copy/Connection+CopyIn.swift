import CLibPQ

extension Connection {
    /// The columns that a query would give.
    nonisolated func columns(
        _ sql: SQL,
        in id: TransactionRecord.ID
    ) async throws(PostgresError) -> [(name: String, type: PostgresType)] {
        let table = try await interruptibly { connection, number throws(PostgresError) in
            try connection.ready(for: id)
            return try connection.description(of: sql, number)
        }
        return table.columns
    }

    /// Sends one COPY with all its data; the number of rows.
    nonisolated func copyIn(
        _ command: String,
        _ data: [UInt8],
        in id: TransactionRecord.ID
    ) async throws(PostgresError) -> Int {
        let table = try await interruptibly { connection, number throws(PostgresError) in
            try connection.ready(for: id)
            return try connection.perform(number) { Self.copyIn(command, data, on: $0) }
        }
        return table.rowsAffected
    }

    private static func copyIn(_ text: String, _ data: [UInt8], on handle: OpaquePointer) -> OpaquePointer? {
        let start = PQexec(handle, text)
        guard PQresultStatus(start) == PGRES_COPY_IN else { return start }
        PQclear(start)
        data.withUnsafeBytes { buffer in
            let bytes = buffer.assumingMemoryBound(to: CChar.self)
            // A failure to send shows in the result.
            _ = PQputCopyData(handle, bytes.baseAddress, Int32(clamping: bytes.count))
        }
        _ = PQputCopyEnd(handle, nil)
        return remainder(of: handle)
    }

    /// The first failure among the results still to come, or the last of them.
    static func remainder(of handle: OpaquePointer) -> OpaquePointer? {
        var kept: OpaquePointer?
        while let result = PQgetResult(handle) {
            guard PQresultStatus(kept) != PGRES_FATAL_ERROR || kept == nil else {
                PQclear(result)
                continue
            }
            PQclear(kept)
            kept = result
            guard PQstatus(handle) == CONNECTION_OK else { break }
        }
        return kept
    }
}
