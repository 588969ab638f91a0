package import PostgreSQL
import Trial

/// A streaming replica of the database, from which data cuts may be read.
package struct ReadReplica: Sendable {
    let pool: Pool
    /// The longest that a reader waits for the replica to catch up.
    private let patience: Duration

    /// - Parameters:
    ///   - configuration: a standby of the server that writes go to.
    ///   - patience: the longest that a reader waits for it to catch up.
    package init(_ configuration: ConnectionConfiguration, patience: Duration = .seconds(5)) {
        pool = Pool(configuration)
        self.patience = patience
    }

    /// Gives its connections back.
    package func close() async { await pool.close() }

    /// Waits until the replica holds all that the primary has acknowledged by now.
    ///
    /// - Returns: nil when it does, otherwise why it is not to be read.
    /// - Throws: ``PostgresError`` where one of the two cannot be asked.
    func reasonToAvoid(primary: Pool) async throws -> String? {
        let (history, position) = try await Self.acknowledged(primary)
        let own = try await pool.withConnection { connection in
            try await connection.query("SELECT pg_is_in_recovery() AS standby").first?.decode("standby", as: Bool.self)
        }
        guard own == true else { return "STRATUM_READ_DATABASE_URL names no standby" }
        guard try await pool.withConnection({ try await Self.history($0) }) == history else {
            return "STRATUM_READ_DATABASE_URL names a standby of another database"
        }
        let deadline = ContinuousClock.now + patience
        while try await !hasReplayed(position) {
            guard ContinuousClock.now < deadline else { return "the replica lags behind" }
            try await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    /// What is on the primary's disk: every transaction that was acknowledged lies before this position.
    private static func acknowledged(_ primary: Pool) async throws -> (history: String, position: String) {
        try await primary.withConnection { connection in
            let rows = try await connection.query("SELECT pg_current_wal_flush_lsn()::text AS position")
            return (try await history(connection), try rows.first?.decode("position") ?? "0/0")
        }
    }

    /// When each migration ran: no two databases share that unless one is a copy of the other.
    private static func history(_ connection: Connection) async throws -> String {
        try await connection.query(
            """
            SELECT coalesce(string_agg(version || ' ' || extract(epoch FROM applied_at), ',' ORDER BY version), '') AS h
            FROM ops.schema_migration
            """
        ).first?.decode("h") ?? ""
    }

    private func hasReplayed(_ position: String) async throws -> Bool {
        try await pool.withConnection { connection in
            try await connection.query(
                "SELECT coalesce(pg_last_wal_replay_lsn() >= \(position)::pg_lsn, false) AS there"
            ).first?.decode("there") ?? false
        }
    }
}

extension TrialService {
    /// Reads one snapshot, at the replica where there is one that holds all that was acknowledged, else at the primary.
    ///
    /// - Returns: what `body` returns, and why the replica was not read, where it was not.
    func reading<T: Sendable>(
        as role: Role,
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> (value: T, remark: String?) {
        guard let replica else {
            return (try await acting(as: role, isolation: .repeatableRead, readOnly: true, body), nil)
        }
        var reason: String?
        do {
            reason = try await replica.reasonToAvoid(primary: pool)
            if reason == nil {
                let value = try await acting(
                    as: role,
                    isolation: .repeatableRead,
                    readOnly: true,
                    at: replica.pool,
                    body
                )
                return (value, nil)
            }
        } catch let error as PostgresError {
            // The primary is asked in its place; if it is the one that fails, that shows there.
            guard error.code != .cancelled else { throw error }
            reason = "\(error)"
        }
        let value = try await acting(as: role, isolation: .repeatableRead, readOnly: true, body)
        return (value, "read at the primary, not at the replica: \(reason ?? "")")
    }
}
