import CLibPQ

extension Connection {
    /// Begins to copy a query's rows out.
    func beginCopy(_ sql: SQL, in id: TransactionRecord.ID) async throws(PostgresError) -> UInt64 {
        try ready(for: id)
        guard sql.parameters.isEmpty else {
            throw PostgresError(.misuse, "COPY takes no parameters; use a setting of the transaction, or a query")
        }
        let columns = try await description(of: sql)
        let text = "SAVEPOINT copy_out; COPY (\(sql.text)\n) TO STDOUT (FORMAT binary)"
        let copy = CopyOut(id: nextStatement(), columns: columns)
        try await interruptibly { number throws(PostgresError) in
            let (result, wasCancelled) = try converse(number) { PQexec($0, text) }
            guard PQresultStatus(result) != PGRES_COPY_OUT else { return PQclear(result) }
            _ = try check(result.map(ResultTable.init), wasCancelled: wasCancelled)
        }
        self.copy = copy
        return copy.id
    }

    /// Reads some rows of a COPY, and whether they are the last.
    func readCopy(_ id: UInt64) async throws(PostgresError) -> (rows: [Row], areLast: Bool) {
        guard var copy, copy.id == id else {
            throw PostgresError(.misuse, "the COPY has ended, because the transaction went on to something else")
        }
        return try await interruptibly { number throws(PostgresError) in
            let (portion, wasCancelled) = try converse(number) { copy.read(from: $0) }
            self.copy = portion.end == nil ? copy : nil
            let rows = portion.rows.map { ResultTable($0).rows } ?? []
            if let failure = portion.failure { throw failure }
            guard let end = portion.end else { return (rows, false) }
            _ = try check(ResultTable(end), wasCancelled: wasCancelled)
            _ = try perform(number) { PQexec($0, "RELEASE SAVEPOINT copy_out") }
            return (rows, true)
        }
    }

    /// Ends a COPY that was not read to its end: the server stops the query, and the transaction can go on.
    func leaveCopy() {
        guard copy != nil else { return }
        copy = nil
        let number = nextStatement()
        let canceller = canceller
        do throws(PostgresError) {
            _ = try converse(number) { handle in
                canceller.cancel(number)
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
