extension Pool {
    /// Lends a connection for the length of a closure; what it sets for the session is forgotten afterwards.
    ///
    /// The connection must not be used after the closure has returned.
    @discardableResult
    public func withConnection<Value: Sendable>(
        file: String = #fileID,
        line: Int = #line,
        _ body: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        let lease = try await acquire(file, line)
        do {
            let value = try await body(lease.connection)
            await takeBack(lease) { await $0.reset() }
            return value
        } catch {
            await takeBack(lease) { await $0.reset() }
            throw error
        }
    }

    /// Runs a closure in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// - Throws: what the body throws; or a `PostgresError` at the caller's position.
    @discardableResult
    public func withTransaction<Value: Sendable>(
        _ options: TransactionOptions = .init(),
        file: String = #fileID,
        line: Int = #line,
        _ body: @Sendable (Transaction) async throws -> Value
    ) async throws -> Value {
        let policy = RetryPolicy(attempts: options.mayRunTwice)
        var attempt = 1
        while true {
            let lease = try await acquire(file, line)
            do {
                return try await run(body, options, on: lease, file, line)
            } catch {
                let state = await lease.connection.transaction.failure?.sqlState
                await takeBack(lease) { await $0.rollBack() }
                guard let delay = policy.delay(after: attempt, failedWith: state, jitter: .random(in: 0..<1)) else {
                    throw error
                }
                try await Task.sleep(for: delay)
                attempt += 1
            }
        }
    }

    private func run<Value: Sendable>(
        _ body: @Sendable (Transaction) async throws -> Value,
        _ options: TransactionOptions,
        on lease: Lease,
        _ file: String,
        _ line: Int
    ) async throws -> Value {
        let id = try await at(file, line) { () throws(PostgresError) in try await lease.connection.begin(options) }
        let value = try await body(Transaction(connection: lease.connection, id: id))
        try await at(file, line) { () throws(PostgresError) in try await lease.connection.commit() }
        await takeBack(lease) { _ in }
        return value
    }

    private func acquire(_ file: String, _ line: Int) async throws(PostgresError) -> Lease {
        try await at(file, line) { () throws(PostgresError) in try await acquire() }
    }

    private func at<Value>(
        _ file: String,
        _ line: Int,
        _ work: () async throws(PostgresError) -> Value
    ) async throws(PostgresError) -> Value {
        do throws(PostgresError) { return try await work() } catch { throw error.at(file, line) }
    }

    /// Brings a connection back to where nothing is open and offers it to the next.
    private func takeBack(_ lease: Lease, _ settle: (Connection) async -> Void) async {
        await settle(lease.connection)
        release(lease, isUsable: await lease.connection.isUsable)
    }
}
