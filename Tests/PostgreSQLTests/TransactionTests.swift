import Foundation
import PostgreSQL
import TestSupport
import Testing

/// Runs a test with a pool on an empty database that has a table `t (id int8 primary key)`.
func withPool(connections: Int = 4, _ body: @Sendable (Pool) async throws -> Void) async throws {
    try await TestDatabase.withEmpty { database in
        let pool = Pool(database, limits: PoolLimits(connections: connections))
        try await pool.withConnection { try await $0.run(script: "CREATE TABLE t (id int8 PRIMARY KEY)") }
        try await body(pool)
        await pool.close()
    }
}

extension Pool {
    func count() async throws -> Int {
        try await withConnection { try await $0.query("SELECT count(*) AS n FROM t")[0].decode("n") }
    }

    func expectCount(_ expected: Int, at location: SourceLocation = #_sourceLocation) async throws {
        let count = try await count()
        #expect(count == expected, sourceLocation: location)
    }
}

private struct Stop: Error {}

@Suite struct TransactionTests {
    @Test func `a body that throws leaves nothing behind, and its connection in order`() async throws {
        try await withPool(connections: 1) { pool in
            await #expect(throws: Stop.self) {
                try await pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    throw Stop()
                }
            }
            try await pool.expectCount(0)
        }
    }

    @Test func `role and settings hold inside and nowhere else`() async throws {
        try await withPool(connections: 1) { pool in
            let role = "stratum_role_" + UUID().uuidString.lowercased()
            let login = try await pool.withConnection { connection in
                try await connection.execute("CREATE ROLE \(identifier: role)")
                let rows = try await connection.query("SELECT session_user::text AS name")
                return try rows[0].decode("name", as: String.self)
            }
            let options = TransactionOptions(
                isolation: .repeatableRead,
                readOnly: true,
                role: role,
                settings: [("stratum.actor", "o'hara\"; --")],
                statementTimeout: .milliseconds(1_500)
            )
            let inside: SQL = """
                SELECT current_user::text AS role, current_setting('stratum.actor', true) AS actor,
                    current_setting('statement_timeout') AS timeout, current_setting('transaction_isolation') AS isolation,
                    current_setting('transaction_read_only') AS read_only
                """
            let names = ["role", "actor", "timeout", "isolation", "read_only"]
            let during = try await pool.withTransaction(options) { transaction in
                let row = try await transaction.query(inside)[0]
                return try names.map { try row.decode($0, as: String.self) }
            }
            #expect(during == [role, "o'hara\"; --", "1500ms", "repeatable read", "on"])
            let after = try await pool.withTransaction { transaction in
                let row = try await transaction.query(inside)[0]
                return try names.map { try row.decode($0, as: String?.self) ?? "" }
            }
            #expect(after == [login, "", "0", "read committed", "off"])
            try await pool.withConnection { try await $0.execute("DROP ROLE \(identifier: role)") }
        }
    }

    @Test func `a role that does not exist fails at the caller's line and frees the connection`() async throws {
        try await withPool(connections: 1) { pool in
            await #expect {
                try await pool.withTransaction(.init(role: "nobody-is-this")) { _ in }
            } throws: { error in
                (error as? PostgresError)?.sqlState == "22023" && (error as? PostgresError)?.file == #fileID
            }
            try await pool.expectCount(0)
        }
    }

    @Test func `a transaction is refused after its body returned`() async throws {
        try await withPool { pool in
            let stale = try await pool.withTransaction { $0 }
            await #expect { try await stale.query("SELECT 1") } throws: { ($0 as? PostgresError)?.code == .misuse }
        }
    }

    @Test func `a failure that the body hides still fails the whole`() async throws {
        try await withPool { pool in
            await #expect {
                try await pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    _ = try? await transaction.execute("INSERT INTO t VALUES (1)")
                }
            } throws: { ($0 as? PostgresError)?.sqlState == "23505" }
            try await pool.expectCount(0)
        }
    }

    @Test func `a part that fails is undone alone, also inside another`() async throws {
        try await withPool { pool in
            try await pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO t VALUES (1)")
                try await transaction.savepoint { outer in
                    try await outer.execute("INSERT INTO t VALUES (2)")
                    try? await outer.savepoint { inner in
                        try await inner.execute("INSERT INTO t VALUES (3)")
                        try await inner.execute("INSERT INTO t VALUES (1)")
                    }
                    try await outer.execute("INSERT INTO t VALUES (4)")
                }
            }
            let rows = try await pool.withConnection { try await $0.query("SELECT id FROM t ORDER BY id") }
            #expect(try rows.map { try $0.decode("id", as: Int.self) } == [1, 2, 4])
        }
    }

    @Test(arguments: [1, 2]) func `a serialization failure is repeated only when allowed`(_ attempts: Int) async throws
    {
        try await withPool { pool in
            try await pool.withConnection { try await $0.execute("INSERT INTO t VALUES (1)") }
            let runs = Counter()
            let work: @Sendable () async throws -> Void = {
                let options = TransactionOptions(isolation: .repeatableRead, mayRunTwice: attempts)
                try await pool.withTransaction(options) { transaction in
                    _ = try await transaction.query("SELECT id FROM t")
                    if await runs.next() == 1 {
                        try await pool.withTransaction { try await $0.execute("UPDATE t SET id = id + 1") }
                    }
                    // The error is wrapped, as a store does: the retry looks at what the server said.
                    do { try await transaction.execute("UPDATE t SET id = id + 10") } catch { throw Stop() }
                }
            }
            if attempts == 1 {
                await #expect(throws: Stop.self) { try await work() }
            } else {
                try await work()
            }
            #expect(await runs.count == attempts)
        }
    }

    @Test func `a statement that takes too long is stopped`() async throws {
        try await withPool(connections: 1) { pool in
            await #expect {
                try await pool.withTransaction(.init(statementTimeout: .milliseconds(50))) {
                    _ = try await $0.query("SELECT pg_sleep(30)")
                }
            } throws: { ($0 as? PostgresError)?.code == .timeout }
            try await pool.expectCount(0)
        }
    }
}

actor Counter {
    private(set) var count = 0

    func next() -> Int {
        count += 1
        return count
    }
}
