import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func `a value written comes back`() async throws {
        try await TestDatabase.withEmpty { database in
            let connection = try await Connection.connect(database)
            try await connection.run(script: "CREATE TABLE person (id int8 PRIMARY KEY, name text); SELECT 1")
            let written = try await connection.execute(
                "INSERT INTO person VALUES (\(7), \("Ada")), (\(8), \(String?.none))"
            )
            #expect(written == 2)
            let rows = try await connection.query("SELECT id, name FROM person ORDER BY id")
            #expect(try rows.map { try $0.decode("id", as: Int.self) } == [7, 8])
            #expect(try rows.map { try $0.decode("name", as: String?.self) } == ["Ada", nil])
            await connection.close()
        }
    }

    @Test func `a transaction stores its work`() async throws {
        try await TestDatabase.withEmpty { database in
            let pool = Pool(database)
            try await pool.withTransaction { try await $0.run(script: "CREATE TABLE t (id int8)") }
            let count = try await pool.withTransaction(.init(isolation: .serializable, statementTimeout: .seconds(5))) {
                transaction in
                try await transaction.execute("INSERT INTO t VALUES (\(1))")
                return try await transaction.query("SELECT count(*) AS n FROM t")[0].decode("n", as: Int.self)
            }
            #expect(count == 1)
            await pool.close()
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func `statements that wait at the server hold up no other task, however few processors there are`() async throws {
        try await TestDatabase.withEmpty { database in
            let holder = try await Connection.connect(database)
            _ = try await holder.query("SELECT pg_advisory_lock(1)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                let count = ProcessInfo.processInfo.activeProcessorCount + 4
                for _ in 0..<count { group.addTask { try await Self.waitForLock(database) } }
                let waiting: SQL = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                while try await holder.query(waiting).count < count { try await Task.sleep(for: .milliseconds(5)) }
                _ = try await holder.query("SELECT pg_advisory_unlock(1)")
                try await group.waitForAll()
            }
            await holder.close()
        }
    }

    private static func waitForLock(_ database: ConnectionConfiguration) async throws {
        let connection = try await Connection.connect(database)
        _ = try await connection.query("SELECT pg_advisory_lock(1)")
        await connection.close()
    }
}
