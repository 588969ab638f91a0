import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct PipelineTests {
    @Test func `statements of a pipeline see each other's work and answer in order`() async throws {
        try await withPool(connections: 1) { pool in
            let answers = try await pool.withTransaction { transaction in
                try await transaction.pipeline([
                    "INSERT INTO t SELECT generate_series(1, \(5))", "SELECT id FROM t ORDER BY id",
                    "DELETE FROM t WHERE id > \(3)", "SELECT count(*) AS n FROM t",
                ])
            }
            #expect(answers.map(\.rowsAffected) == [5, 5, 2, 1])
            #expect(try answers[1].rows.map { try $0.decode("id", as: Int.self) } == [1, 2, 3, 4, 5])
            #expect(try answers[3].rows[0].decode("n", as: Int.self) == 3)
            #expect(answers[0].rows.isEmpty)
        }
    }

    @Test(arguments: [1, 2, 100, 256, 257, 1_000]) func `pipelines of every length keep their order`(
        _ count: Int
    ) async throws {
        try await withPool(connections: 1) { pool in
            for _ in 0..<2 {
                let numbers = try await pool.withTransaction { transaction in
                    try await transaction.pipeline((0..<count).map { "SELECT \($0) AS n" }).map {
                        try $0.rows[0].decode("n", as: Int.self)
                    }
                }
                #expect(numbers == Array(0..<count))
            }
        }
    }

    @Test func `an empty pipeline is nothing`() async throws {
        try await withPool(connections: 1) { pool in
            let count = try await pool.withTransaction { try await $0.pipeline([]).count }
            #expect(count == 0)
        }
    }

    @Test(arguments: [0, 40, 99, 300, 599]) func `the statement that fails is named, and nothing of the rest is stored`(
        _ place: Int
    ) async throws {
        try await withPool(connections: 1) { pool in
            for _ in 0..<2 {
                let batch = (0..<600).map { $0 == place ? "SELECT 1 / \(0)" : "INSERT INTO t VALUES (\($0))" as SQL }
                await #expect {
                    try await pool.withTransaction { _ = try await $0.pipeline(batch) }
                } throws: { error in
                    let error = error as? PostgresError
                    return error?.sqlState == "22012" && error?.statement == place && error?.file == #fileID
                }
                try await pool.expectCount(0)
            }
        }
    }

    @Test func `a failed pipeline inside a savepoint leaves the transaction whole`() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO t VALUES (1)")
                try? await transaction.savepoint { part in
                    _ = try await part.pipeline(["INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (1)"])
                }
                try await transaction.execute("INSERT INTO t VALUES (3)")
            }
            try await pool.expectCount(2)
        }
    }

    @Test func `a value that cannot be sent is named before anything is sent`() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.withTransaction { transaction in
                let error = await #expect(throws: PostgresError.self) {
                    try await transaction.pipeline(["INSERT INTO t VALUES (1)", "SELECT \("a\0b")"])
                }
                #expect(error?.code == .misuse)
                #expect(error?.statement == 1)
            }
            try await pool.expectCount(0)
        }
    }

    /// Both directions carry many times what the buffers of a socket hold.
    @Test func `large batches with large answers do not stop each other`() async throws {
        try await withPool(connections: 1) { pool in
            let text = String(repeating: "x", count: 64 << 10)
            let sizes = try await pool.withTransaction { transaction in
                try await transaction.pipeline((0..<500).map { "SELECT \(text) || \(text) AS value, \($0)" }).map {
                    try $0.rows[0].decode("value", as: String.self).utf8.count
                }
            }
            #expect(sizes == Array(repeating: 128 << 10, count: 500))
        }
    }

    @Test func `results beyond the bound are refused, and the connection stays in order`() async throws {
        try await withPool(connections: 1) { pool in
            await #expect {
                try await pool.withTransaction { transaction in
                    let batch = Array(repeating: "SELECT repeat('x', 1000000)" as SQL, count: 600)
                    _ = try await transaction.pipeline(batch)
                }
            } throws: { ($0 as? PostgresError)?.code == .misuse }
            try await pool.expectCount(0)
        }
    }

    @Test func `a cancelled pipeline stops at the server`() async throws {
        try await withPool(connections: 2) { pool in
            try await expectStopped(pool) {
                _ = try await $0.pipeline(["SELECT 1", "SELECT pg_sleep(600)", "SELECT 2"])
            }
        }
    }

    @Test func `a connection that breaks in a pipeline is an error, then replaced`() async throws {
        try await withPool(connections: 1) { pool in
            await #expect {
                try await pool.withTransaction { transaction in
                    let batch = ["SELECT 1", "SELECT pg_terminate_backend(pg_backend_pid())"] as [SQL]
                    _ = try await transaction.pipeline(batch + Array(repeating: "SELECT 2", count: 600))
                }
            } throws: { ($0 as? PostgresError)?.code == .connection }
            try await pool.expectCount(0)
        }
    }
}

/// Starts work that would take long, cancels it, and expects the server to have stopped it.
func expectStopped(
    _ pool: Pool,
    at location: SourceLocation = #_sourceLocation,
    _ work: @escaping @Sendable (Transaction) async throws -> Void
) async throws {
    let started = AsyncStream.makeStream(of: Int32.self)
    let task = Task {
        try await pool.withTransaction { transaction in
            let row = try await transaction.query("SELECT pg_backend_pid() AS pid")[0]
            started.continuation.yield(try row.decode("pid"))
            try await work(transaction)
        }
    }
    var pids = started.stream.makeAsyncIterator()
    let pid = try #require(await pids.next())
    try await pool.withConnection { connection in
        let active: SQL = "SELECT FROM pg_stat_activity WHERE pid = \(pid) AND state = 'active'"
        while try await connection.query(active).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        let outcome = await task.result
        #expect(throws: (any Error).self, sourceLocation: location) { try outcome.get() }
        #expect(try await connection.query(active).isEmpty, sourceLocation: location)
    }
}
