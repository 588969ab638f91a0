import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite struct PreparedStatementTests {
    private static let kept: SQL = "SELECT count(*) AS n FROM pg_prepared_statements WHERE NOT from_sql AND name <> ''"

    private func kept(_ connection: Connection) async throws -> Int {
        try await connection.query(Self.kept)[0].decode("n")
    }

    @Test func `a repeated statement is kept by the server, and never more than the bound`() async throws {
        try await withConnection { connection in
            for _ in 0..<3 { _ = try await connection.query("SELECT \(1)") }
            #expect(try await kept(connection) == 1)
            for number in 0..<300 {
                let text = SQL(stringLiteral: "SELECT \(number)")
                for _ in 0..<3 { _ = try await connection.query(text) }
            }
            #expect(try await kept(connection) == 128)
        }
    }

    @Test func `the same text with other types is another statement`() async throws {
        try await withConnection { connection in
            for _ in 0..<3 {
                try await connection.expectEcho(7, "7")
                try await connection.expectEcho("7", "7")
            }
        }
    }

    @Test func `a statement works on when its table changes or somebody drops it`() async throws {
        try await withConnection { connection in
            try await connection.run(script: "CREATE TABLE t (a int8); INSERT INTO t VALUES (1)")
            for _ in 0..<3 { _ = try await connection.query("SELECT * FROM t") }
            try await connection.run(script: "ALTER TABLE t ADD b text DEFAULT 'new'")
            #expect(try await connection.query("SELECT * FROM t")[0].decode("b", as: String.self) == "new")
            for _ in 0..<3 { _ = try await connection.query("SELECT a FROM t") }
            try await connection.run(script: "DEALLOCATE ALL")
            #expect(try await connection.query("SELECT a FROM t")[0].decode("a", as: Int.self) == 1)
            for _ in 0..<3 { _ = try await connection.query("SELECT a FROM t") }
        }
    }

    @Test func `inside a transaction a stale statement fails once and is parsed anew for the next`() async throws {
        try await withPool(connections: 1) { pool in
            let read: @Sendable (Transaction) async throws -> Void = { _ = try await $0.query("SELECT * FROM t") }
            for _ in 0..<3 { try await pool.withTransaction { try await read($0) } }
            try await pool.withTransaction { try await $0.run(script: "ALTER TABLE t ADD b text") }
            await #expect { try await pool.withTransaction { try await read($0) } } throws: {
                ($0 as? PostgresError)?.sqlState == "0A000"
            }
            for _ in 0..<3 { try await pool.withTransaction { try await read($0) } }
        }
    }

    @Test func `a statement that fails while it is kept can be repeated`() async throws {
        try await withPool(connections: 1) { pool in
            for _ in 0..<4 {
                try? await pool.withTransaction { transaction in
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                    try await transaction.execute("INSERT INTO t VALUES (1)")
                }
            }
            try await pool.expectCount(0)
        }
    }

    @Test func `statements are kept from one transaction to the next`() async throws {
        try await withPool(connections: 1) { pool in
            for _ in 0..<3 { try await pool.withTransaction { _ = try await $0.query("SELECT 5") } }
            let texts = try await pool.withTransaction { transaction in
                try await transaction.query("SELECT statement FROM pg_prepared_statements").map {
                    try $0.decode("statement", as: String.self)
                }
            }
            #expect(texts.contains("SELECT 5"))
            #expect(texts.contains { $0.hasPrefix("BEGIN") })
        }
    }
}
