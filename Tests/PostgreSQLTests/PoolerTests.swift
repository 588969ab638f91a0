import TestSupport
import Testing

@testable import PostgreSQL

@Suite(
    "Behind PgBouncer in transaction mode, with two sessions for all",
    .enabled(if: ReplicatedServer.hasPooler, "pgbouncer is not installed: apt-get install pgbouncer"),
    .timeLimit(.minutes(3))
)
struct PoolerTests {
    /// A database of the test's own with a table `t`, through the pooler.
    private func withPooler(_ body: (ConnectionConfiguration) async throws -> Void) async throws {
        let server = try await replicated.value.primary
        let owner = try await Connection.connect(server)
        let name = "pooled_\(UInt64.random(in: 0 ... .max))"
        try await owner.run(script: "DO $$ BEGIN CREATE ROLE stratum_app LOGIN; EXCEPTION WHEN OTHERS THEN END $$")
        try await owner.execute("CREATE DATABASE \(identifier: name) OWNER stratum_app")
        await owner.close()
        let pooled = ReplicatedServer.pooled(server.database(name))
        let connection = try await Connection.connect(pooled)
        try await connection.run(script: "CREATE TABLE t (id int8 PRIMARY KEY, name text)")
        await connection.close()
        try await body(pooled)
    }

    private static let pid: SQL = "SELECT pg_backend_pid() AS pid"
    /// What the server has been asked to keep parsed by a session of the client's.
    private static let kept: SQL = "SELECT name FROM pg_prepared_statements WHERE NOT from_sql AND name <> ''"

    @Test func `the same statement works when it comes to another session of the server`() async throws {
        try await withPooler { pooled in
            let connection = try await Connection.connect(pooled)
            for _ in 0..<4 { _ = try await connection.query(Self.pid) }
            let holders = [try await Connection.connect(pooled), try await Connection.connect(pooled)]
            for holder in holders { try await holder.run(script: "BEGIN") }
            var sessions: Set<Int32> = []
            // Each in turn makes room; the connection has to take the session that it leaves.
            for holder in holders {
                try await holder.run(script: "COMMIT")
                for _ in 0..<4 { sessions.insert(try await connection.query(Self.pid)[0].decode("pid")) }
                #expect(try await connection.query(Self.kept).isEmpty)
                try await holder.run(script: "BEGIN")
            }
            #expect(sessions.count == 2)
            for other in holders + [connection] { await other.close() }
        }
    }

    @Test func `the same statements run many times on many connections`() async throws {
        try await withPooler { pooled in
            let pool = Pool(pooled, limits: PoolLimits(connections: 6))
            try await withThrowingTaskGroup(of: Set<Int32>.self) { group in
                for worker in 0..<6 { group.addTask { try await Self.work(worker, pool, pooled) } }
                let sessions = try await group.reduce(into: Set<Int32>()) { $0.formUnion($1) }
                #expect(sessions.count <= 2)
            }
            let names = try await pool.withTransaction { try await $0.query("SELECT name FROM t").count }
            #expect(names == 6 * 30 * 2)
            await pool.close()
        }
    }

    /// Every way to run a statement, again and again; the sessions that it met.
    private static func work(_ worker: Int, _ pool: Pool, _ pooled: ConnectionConfiguration) async throws -> Set<Int32>
    {
        let own = try await Connection.connect(pooled)
        var sessions: Set<Int32> = []
        for round in 0..<30 {
            let id = 1_000 * worker + round
            try await own.execute("INSERT INTO t VALUES (\(id), \("own"))")
            #expect(
                try await own.query("SELECT name FROM t WHERE id = \(id)")[0].decode("name", as: String.self) == "own"
            )
            #expect(try await own.prepared("SELECT name FROM t WHERE id = \(id)").columns.map(\.name) == ["name"])
            let options = TransactionOptions(settings: [("stratum.actor", "worker \(worker)")])
            let session: Int32 = try await pool.withTransaction(options) { transaction in
                let results = try await transaction.pipeline([
                    "INSERT INTO t VALUES (\(id + 500), \("pooled"))", pid,
                    "SELECT current_setting('stratum.actor') AS actor",
                ])
                #expect(try results[2].rows[0].decode("actor", as: String.self) == "worker \(worker)")
                return try results[1].rows[0].decode("pid")
            }
            sessions.insert(session)
        }
        await own.close()
        return sessions
    }

    @Test func `rows are copied out`() async throws {
        try await withPooler { pooled in
            let pool = Pool(pooled, limits: PoolLimits(connections: 4))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        try await pool.withTransaction { transaction in
                            var count = 0
                            let rows = try await transaction.copyOut("SELECT generate_series(1, 1000) AS n")
                            for try await _ in rows { count += 1 }
                            #expect(count == 1_000)
                        }
                    }
                }
                try await group.waitForAll()
            }
            await pool.close()
        }
    }

    @Test func `a cancelled task stops its statement`() async throws {
        try await withPooler { pooled in
            let pool = Pool(pooled)
            try await pool.expectStopped { _ = try await $0.query("SELECT pg_sleep(600)") }
            await pool.close()
        }
    }

    @Test func `listening is refused with a sentence that says what to do`() async throws {
        try await withPooler { pooled in
            let refused = await #expect(throws: PostgresError.self) {
                _ = try await Notifications.listen(to: ["results"], pooled)
            }
            let error = try #require(refused)
            #expect(error.code == .misuse)
            #expect("\(error)".contains("a pooler stands before the server"))
            #expect("\(error)".contains("needs the server's own address"))
        }
    }

    @Test func `at the server itself nothing of this holds`() async throws {
        let connection = try await Connection.connect(try await replicated.value.primary)
        for _ in 0..<4 { _ = try await connection.query(Self.pid) }
        #expect(try await !connection.query(Self.kept).isEmpty)
        await connection.close()
    }
}
