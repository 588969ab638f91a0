import CLibPQ

extension Connection {
    /// Begins to copy a query's rows out.
    nonisolated func beginCopy(_ sql: SQL, in id: TransactionRecord.ID) async throws(PostgresError) -> UInt64 {
        guard sql.parameters.isEmpty else {
            throw PostgresError(.misuse, "COPY takes no parameters; use a setting of the transaction, or a query")
        }
        let text = "SAVEPOINT copy_out; COPY (\(sql.text)\n) TO STDOUT (FORMAT binary)"
        return try await interruptibly { connection, number throws(PostgresError) in
            try connection.ready(for: id)
            let columns = try connection.description(of: sql, number)
            try connection.startCopy(text, number)
            connection.copy = CopyOut(id: number, columns: columns)
            return number
        }
    }

    private func startCopy(_ text: String, _ number: UInt64) throws(PostgresError) {
        let (result, wasCancelled) = try converse(number) { PQexec($0, text) }
        guard PQresultStatus(result) != PGRES_COPY_OUT else { return PQclear(result) }
        _ = try check(result.map(ResultTable.init), wasCancelled: wasCancelled)
    }

    /// Reads some rows of a COPY, and whether they are the last.
    nonisolated func readCopy(_ id: UInt64) async throws(PostgresError) -> (rows: [Row], areLast: Bool) {
        try await interruptibly { connection, number throws(PostgresError) in try connection.readCopy(id, number) }
    }

    private func readCopy(_ id: UInt64, _ number: UInt64) throws(PostgresError) -> (rows: [Row], areLast: Bool) {
        guard var copy, copy.id == id else {
            throw PostgresError(.misuse, "the COPY has ended, because the transaction went on to something else")
        }
        let (portion, wasCancelled) = try converse(number) { copy.read(from: $0) }
        self.copy = portion.end == nil ? copy : nil
        let rows = portion.rows.map { ResultTable($0).rows } ?? []
        if let failure = portion.failure { throw failure }
        guard let end = portion.end else { return (rows, false) }
        _ = try check(ResultTable(end), wasCancelled: wasCancelled)
        _ = try perform(number) { PQexec($0, "RELEASE SAVEPOINT copy_out") }
        return (rows, true)
    }

    /// Ends a COPY that was not read to its end: the server stops the query, and the transaction can go on.
    func leaveCopy() {
        guard copy != nil else { return }
        copy = nil
        let number = nextStatement()
        let canceller = canceller
        do throws(PostgresError) {
            _ = try converse(number) { handle in
                canceller.stop(number)
                Self.skipCopy(on: handle)
            }
            _ = try performUncancelled { PQexec($0, "ROLLBACK TO SAVEPOINT copy_out; RELEASE SAVEPOINT copy_out") }
        } catch { close() }
    }

    private static func skipCopy(on handle: OpaquePointer) {
        var buffer: UnsafeMutablePointer<CChar>?
        while PQgetCopyData(handle, &buffer, 0) > 0 { PQfreemem(buffer) }
        PQclear(remainder(of: handle))
    }
}
