import CLibPQ

/// One session with the server.
///
/// Statements run one at a time on a thread of the connection's own, so blocking libpq calls never hold up other tasks.
/// Results arrive whole: bound what you ask for.
public actor Connection {
    private let executor: ConnectionExecutor
    let canceller: StatementCanceller
    private var handle: OpaquePointer?
    private var lastStatement: UInt64 = 0
    var transaction = TransactionRecord()

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ opened: OpenedConnection, on executor: ConnectionExecutor) {
        self.executor = executor
        canceller = opened.canceller
        handle = opened.handle
    }

    isolated deinit { PQfinish(handle) }

    /// Logs in.
    ///
    /// - Throws: `.connection` when no server answers or it refuses; `.misuse` when the configuration is wrong.
    public static func connect(_ configuration: ConnectionConfiguration) async throws(PostgresError) -> Connection {
        let executor = ConnectionExecutor()
        let opened = await executor.run { OpenedConnection.open(configuration) }
        return Connection(try opened.get(), on: executor)
    }

    /// Runs a statement and returns its rows.
    public func query(
        _ sql: SQL,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> [Row] {
        do throws(PostgresError) { return try await run(sql, in: nil).rows } catch { throw error.at(file, line) }
    }

    /// Runs a statement and returns the number of rows affected.
    @discardableResult
    public func execute(
        _ sql: SQL,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> Int {
        do throws(PostgresError) { return try await run(sql, in: nil).rowsAffected } catch {
            throw error.at(file, line)
        }
    }

    /// Runs several statements of the program's own text, in one transaction unless the script says otherwise.
    public func run(
        script: String,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) {
        do throws(PostgresError) { try await run(script: script, in: nil) } catch { throw error.at(file, line) }
    }

    /// Has the server parse a statement without running it.
    public func prepared(
        _ sql: SQL,
        file: String = #fileID,
        line: Int = #line
    ) async throws(PostgresError) -> StatementDescription {
        do throws(PostgresError) { return try await describe(sql) } catch { throw error.at(file, line) }
    }

    /// Ends the session; statements after it are refused.
    public func close() {
        PQfinish(handle)
        handle = nil
    }

    /// Stops what runs, refuses what follows and ends the session: the caller holds it against the pool's rules.
    nonisolated func revoke() {
        canceller.revoke()
        Task { await close() }
    }

    /// Whether the session is there, between transactions, and open to statements; asks the socket, not the server.
    var isUsable: Bool {
        guard let handle, !canceller.isRevoked else { return false }
        // A server that goes says so first: the first look may read its words, the second finds the end.
        guard PQconsumeInput(handle) == 1, PQconsumeInput(handle) == 1 else { return false }
        return PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE
    }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(handle) }
}

extension Connection {
    /// Runs a call to libpq that a cancelled task interrupts.
    func perform(
        script: String? = nil,
        _ call: sending (OpaquePointer) -> OpaquePointer?
    ) async throws(PostgresError) -> ResultTable {
        let statement = nextStatement()
        let outcome = await withTaskCancellationHandler { () -> Result<ResultTable, PostgresError> in
            guard !Task.isCancelled else { return .failure(.taskCancelled) }
            return Result { () throws(PostgresError) in try performNow(statement, script: script, call) }
        } onCancel: {
            canceller.cancel(statement)
        }
        return try outcome.get()
    }

    /// Runs a call to libpq to its end.
    func performUncancelled(_ call: (OpaquePointer) -> OpaquePointer?) throws(PostgresError) -> ResultTable {
        try performNow(nextStatement(), script: nil, call)
    }

    private func nextStatement() -> UInt64 {
        lastStatement += 1
        return lastStatement
    }

    private func performNow(
        _ statement: UInt64,
        script: String?,
        _ call: (OpaquePointer) -> OpaquePointer?
    ) throws(PostgresError) -> ResultTable {
        guard let handle else { throw canceller.isRevoked ? .leaseExpired : .connectionClosed }
        guard canceller.begin(statement) else { throw .leaseExpired }
        let result = call(handle)
        let wasCancelled = canceller.end()
        if wasCancelled { absorbLateCancel(handle) }
        return try check(result, handle, wasCancelled: wasCancelled, script: script)
    }

    /// A cancel that came too late for its statement must not hit the next one: an empty query takes it instead.
    private func absorbLateCancel(_ handle: OpaquePointer) {
        let result = PQexec(handle, "")
        PQclear(result)
    }

    private func check(
        _ result: OpaquePointer?,
        _ handle: OpaquePointer,
        wasCancelled: Bool,
        script: String?
    ) throws(PostgresError) -> ResultTable {
        let isConnected = PQstatus(handle) == CONNECTION_OK
        guard let result else { throw .connectionLost }
        let table = ResultTable(result)
        switch table.status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return table
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
            close()
            throw PostgresError(.misuse, "COPY is not a statement for this call; the connection was closed")
        default:
            if !isConnected, PQresultErrorField(result, diagnosticSQLState) == nil { throw .connectionLost }
            let error = PostgresError(result, wasCancelled: wasCancelled, isConnected: isConnected, script: script)
            if transaction.id != nil { transaction.failure = error }
            throw canceller.isRevoked ? .leaseExpired : error
        }
    }
}
