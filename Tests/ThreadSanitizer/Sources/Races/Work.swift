import PostgreSQL

/// What one task does with a pool.
enum Work {
    /// Stores four rows, each in another way, and reads some back.
    static func everyKind(_ id: Int, _ pool: Pool) async throws {
        try await pool.withTransaction { transaction in
            try await transaction.execute("INSERT INTO t VALUES (\(id), \("one"))")
            _ = try await transaction.pipeline([
                "INSERT INTO t VALUES (\(id + 1), \("two"))", "SELECT pg_notify('race', \("\(id)"))",
            ])
            let rows = AsyncStream { continuation in
                for number in 2..<4 { continuation.yield(id + number) }
                continuation.finish()
            }
            try await transaction.copyIn(into: "t", columns: ["id", "name"], rows: rows) { number, row in
                try row.write(number)
                try row.write("copied")
            }
            for try await row in try await transaction.copyOut("SELECT id FROM t") {
                if try row.decode("id", as: Int.self) > id { break }
            }
        }
    }

    /// Cancels a task at some moment: before, in or after its statement.
    static func cancelled(after delay: Duration, _ pool: Pool) async throws {
        let victim = Task {
            try await pool.withTransaction { transaction in
                async let other = transaction.query("SELECT pg_sleep(0.005)")
                _ = try await transaction.pipeline(["SELECT pg_sleep(0.005)", "SELECT 1"])
                _ = try await other
            }
        }
        try await Task.sleep(for: delay)
        victim.cancel()
        guard case .failure(let error) = await victim.result, !(error is CancellationError) else { return }
        guard let error = error as? PostgresError, error.code == .cancelled else { throw error }
    }

    /// Holds a connection for a while.
    static func slow(_ pool: Pool) async throws {
        try await pool.withTransaction { transaction in
            for _ in 0..<4 { _ = try await transaction.query("SELECT pg_sleep(0.01)") }
        }
    }

    /// Runs work that the pool may refuse or stop.
    static func tolerant(_ work: () async throws -> Void) async {
        do { try await work() } catch {
            guard let error = error as? PostgresError, [.timeout, .poolClosed, .cancelled].contains(error.code) else {
                fatalError("an error of another kind: \(error)")
            }
        }
    }
}
