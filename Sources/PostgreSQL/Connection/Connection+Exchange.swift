import CLibPQ

/// How the connection talks to libpq: one exchange at a time, each of which a cancel can end.
extension Connection {
    /// Runs an exchange that a cancelled task interrupts at the server.
    ///
    /// It runs where its caller does: to leave that place and come back costs as much as binding a small statement.
    nonisolated(nonsending) func interruptibly<Value: Sendable>(
        _ exchange: @Sendable (_ self: isolated Connection, _ number: UInt64) throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        let number = nextStatement()
        let outcome = await withTaskCancellationHandler {
            await onOwnThread { connection -> Result<Value, PostgresError> in
                guard !Task.isCancelled else { return .failure(.taskCancelled) }
                return Result { () throws(PostgresError) in try exchange(connection, number) }
            }
        } onCancel: {
            canceller.cancel(number)
        }
        return try outcome.get()
    }

    /// Runs work at once where the caller is on the connection's thread already, as a transaction's body is.
    ///
    /// To await the actor there would put two jobs into its queue, which cost more than a small statement's whole binding.
    private nonisolated(nonsending) func onOwnThread<Value: Sendable>(
        _ work: @Sendable (isolated Connection) -> Value
    ) async -> Value {
        executor.isCurrent ? runAtOnce(work) : await run(work)
    }

    private nonisolated func runAtOnce<Value: Sendable>(_ work: (isolated Connection) -> Value) -> Value {
        assumeIsolated(work)
    }

    private func run<Value: Sendable>(_ work: @Sendable (isolated Connection) -> Value) -> Value { work(self) }

    /// Runs a call to libpq and reads what its result says.
    func perform(
        _ number: UInt64,
        script: String? = nil,
        _ call: (OpaquePointer) -> OpaquePointer?
    ) throws(PostgresError) -> ResultTable {
        let (result, wasCancelled) = try converse(number, call)
        return try check(result.map(ResultTable.init), wasCancelled: wasCancelled, script: script)
    }

    /// Runs a call to libpq to its end.
    func performUncancelled(_ call: (OpaquePointer) -> OpaquePointer?) throws(PostgresError) -> ResultTable {
        try perform(nextStatement(), call)
    }

    /// Lends the handle for one exchange; true beside the answer when a cancel was sent meanwhile.
    func converse<Answer>(
        _ number: UInt64,
        _ call: (OpaquePointer) -> Answer
    ) throws(PostgresError) -> (Answer, Bool) {
        guard let handle else { throw canceller.isRevoked ? .leaseExpired : .connectionClosed }
        try canceller.begin(number)
        let answer = call(handle)
        let wasCancelled = canceller.end()
        if wasCancelled { absorbLateCancel(handle) }
        return (answer, wasCancelled)
    }

    /// A cancel that came too late for its statement must not hit the next one: an empty query takes it instead.
    private func absorbLateCancel(_ handle: OpaquePointer) {
        let result = PQexec(handle, "")
        PQclear(result)
    }

    /// The table when the statement succeeded.
    func check(
        _ table: ResultTable?,
        wasCancelled: Bool,
        script: String? = nil
    ) throws(PostgresError) -> ResultTable {
        guard let table else { throw note(.connectionLost) }
        switch table.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return table
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            close()
            throw PostgresError(.misuse, "COPY is not a statement for this call; the connection was closed")
        default: throw note(failure(table, wasCancelled: wasCancelled, script: script))
        }
    }

    private func failure(_ table: ResultTable, wasCancelled: Bool, script: String?) -> PostgresError {
        let isConnected = PQstatus(handle) == CONNECTION_OK
        if !isConnected, PQresultErrorField(table.result, diagnosticSQLState) == nil { return .connectionLost }
        return PostgresError(table.result, wasCancelled: wasCancelled, isConnected: isConnected, script: script)
    }

    /// Remembers what failed inside a transaction.
    private func note(_ error: PostgresError) -> PostgresError {
        if transaction.id != nil { transaction.failure = error }
        return canceller.isRevoked ? .leaseExpired : error
    }
}
