extension Pool {
    /// Lends a connection for the length of a closure; what it sets for the session is forgotten afterwards.
    ///
    /// The connection must not be used after the closure has returned. The closure runs on the connection's own thread.
    @discardableResult
    public func withConnection<Value: Sendable>(
        file: String = #fileID,
        line: Int = #line,
        _ body: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        try await lend(file, line) { lease in
            do {
                let value = try await body(lease.connection)
                await takeBack(lease) { await $0.reset() }
                return value
            } catch {
                await takeBack(lease) { await $0.reset() }
                throw error
            }
        }
    }

    /// Runs a closure in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// The closure runs on the connection's own thread, where a statement costs no change of threads: child tasks that are to use
    /// other processors must say so.
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
            let outcome = try await lend(file, line) { lease in
                do {
                    return Attempt.done(try await run(body, options, on: lease, file, line))
                } catch {
                    let state = await lease.connection.transaction.failure?.sqlState
                    await takeBack(lease) { await $0.rollBack() }
                    return Attempt.failed(error, sqlState: state)
                }
            }
            switch outcome {
            case .done(let value): return value
            case .failed(let error, let state):
                guard let delay = policy.delay(after: attempt, failedWith: state, jitter: .random(in: 0..<1)) else {
                    throw error
                }
                try await Task.sleep(for: delay)
                attempt += 1
            }
        }
    }

    private enum Attempt<Value: Sendable>: Sendable {
        case done(Value)
        case failed(any Error, sqlState: String?)
    }

    /// Runs work with a connection that is in working order, on the connection's thread.
    private func lend<Value: Sendable>(
        _ file: String,
        _ line: Int,
        _ work: @Sendable (Lease) async throws -> Value
    ) async throws -> Value {
        while true {
            let lease = try await at(file, line) { () throws(PostgresError) in try await acquire() }
            let outcome = try await withTaskExecutorPreference(lease.connection.executor.forTasks) { () -> Value? in
                guard await lease.connection.isUsable else { return nil }
                return try await work(lease)
            }
            if let outcome { return outcome }
            // The server closed it while nobody looked; every such lease is one connection fewer, so this ends.
            await lease.connection.close()
            release(lease, isUsable: false)
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
