import CLibPQ

/// One session with the server.
///
/// Statements run one at a time on a thread of the connection's own, so blocking libpq calls never hold up other tasks.
/// Results arrive whole: bound what you ask for.
public actor Connection {
    let executor: ConnectionExecutor
    let canceller: StatementCanceller
    private var session: Session?
    var transaction = TransactionRecord()
    var statements: StatementCache
    /// What is being copied out, between two looks at it.
    var copy: CopyOut?

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ opened: OpenedConnection, on executor: ConnectionExecutor) {
        self.executor = executor
        canceller = opened.canceller
        session = Session(handle: opened.handle)
        // Behind a pooler the next statement may meet another session, which knows no names.
        statements = StatementCache(capacity: opened.isDirect ? 128 : 0)
    }

    /// Ends the session when the connection is let go of.
    private final class Session {
        let handle: OpaquePointer

        init(handle: OpaquePointer) { self.handle = handle }

        deinit { PQfinish(handle) }
    }

    var handle: OpaquePointer? { session?.handle }

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
    public func close() { session = nil }

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

    /// Numbers the exchanges, so that a cancel knows its own.
    nonisolated func nextStatement() -> UInt64 { canceller.nextStatement() }

    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(handle) }
}
