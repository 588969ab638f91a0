import Foundation
import PostgreSQL
import TestSupport
import Testing

private struct Stop: Error {}

/// Numbers as an asynchronous sequence that counts how many were asked for.
private struct Numbers: AsyncSequence {
    typealias Element = Int

    let end: Int
    var asked: Counter?

    func makeAsyncIterator() -> Iterator { Iterator(end: end, asked: asked) }

    struct Iterator: AsyncIteratorProtocol {
        let end: Int
        let asked: Counter?
        var number = 0

        mutating func next() async -> Int? {
            _ = await asked?.next()
            guard number < end else { return nil }
            defer { number += 1 }
            return number
        }
    }
}

@Suite struct CopyTests {
    private static let table = "CREATE TABLE c (id int8 PRIMARY KEY, name text, score float8, mood mood)"

    private func withTable(_ body: @Sendable (Pool) async throws -> Void) async throws {
        try await withPool(connections: 2) { pool in
            try await pool.withTransaction {
                try await $0.run(script: "CREATE TYPE mood AS ENUM ('calm', 'tense'); " + Self.table)
            }
            try await body(pool)
        }
    }

    @Test(arguments: [0, 1, 3, 100_000]) func `rows copied in are the rows copied out`(_ count: Int) async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                let columns = ["id", "name", "score", "mood"]
                let copied = try await transaction.copyIn(into: "c", columns: columns, rows: Numbers(end: count)) {
                    number,
                    row in
                    try row.write(number)
                    try row.write(number % 3 == 0 ? nil : "name 🫀 \(number)")
                    try row.write(Double(number) / 8)
                    try row.write(number % 2 == 0 ? "calm" : "tense")
                }
                #expect(copied == count)
            }
            try await pool.withTransaction { transaction in
                var number = 0
                for try await row in try await transaction.copyOut("SELECT * FROM c ORDER BY id -- all") {
                    let values = (try row.decode("id", as: Int.self), try row.decode("score", as: Double.self))
                    #expect(values == (number, Double(number) / 8))
                    let name = try row.decode("name", as: String?.self)
                    #expect(name == (number % 3 == 0 ? nil : "name 🫀 \(number)"))
                    #expect(try row.decode("mood", as: String.self) == (number % 2 == 0 ? "calm" : "tense"))
                    number += 1
                }
                #expect(number == count)
                try await transaction.execute("SELECT 1")
            }
        }
    }

    @Test func `rows that do not fit the columns are refused with the column's name`() async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                let rows = Numbers(end: 1)
                let wrong = await #expect(throws: PostgresError.self) {
                    try await transaction.copyIn(into: "c", columns: ["id"], rows: rows) { try $1.write(Int32($0)) }
                }
                #expect(wrong?.code == .misuse)
                #expect(wrong?.column == "id")
                await #expect(throws: PostgresError.self) {
                    try await transaction.copyIn(into: "c", columns: ["id", "name"], rows: rows) { try $1.write($0) }
                }
                await #expect(throws: PostgresError.self) {
                    try await transaction.copyIn(into: "c", columns: ["id"], rows: rows) {
                        try $1.write($0)
                        try $1.write($0)
                    }
                }
                let missing = await #expect(throws: PostgresError.self) {
                    try await transaction.copyIn(into: "c", columns: ["none"], rows: rows) { try $1.write($0) }
                }
                #expect(missing?.sqlState == "42703")
                #expect(missing?.file == #fileID)
            }
        }
    }

    @Test func `a producer that fails leaves nothing, and the transaction goes on`() async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO c VALUES (1)")
                await #expect(throws: Stop.self) {
                    // More than a portion is at the server before it fails.
                    try await transaction.copyIn(into: "c", columns: ["id", "name"], rows: Numbers(end: 50_000)) {
                        guard $0 < 40_000 else { throw Stop() }
                        try $1.write(-$0)
                        try $1.write(String(repeating: "x", count: 100))
                    }
                }
                try await transaction.execute("INSERT INTO c VALUES (2)")
            }
            let rows = try await pool.withTransaction { try await $0.query("SELECT id FROM c ORDER BY id") }
            #expect(try rows.map { try $0.decode("id", as: Int.self) } == [1, 2])
        }
    }

    @Test func `a row that the server refuses stops an endless producer`() async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                let error = await #expect(throws: PostgresError.self) {
                    try await transaction.copyIn(into: "c", columns: ["id"], rows: Numbers(end: .max)) { _, row in
                        try row.write(7)
                    }
                }
                #expect(error?.sqlState == "23505")
                try await transaction.execute("INSERT INTO c VALUES (7)")
            }
        }
    }

    @Test func `a cancelled copy in stores nothing`() async throws {
        try await withTable { pool in
            let asked = Counter()
            let copying = Task {
                try await pool.withTransaction { transaction in
                    let rows = Numbers(end: .max, asked: asked)
                    try await transaction.copyIn(into: "c", columns: ["id"], rows: rows) { try $1.write($0) }
                }
            }
            while await asked.count < 100_000 { try await Task.sleep(for: .milliseconds(5)) }
            copying.cancel()
            let outcome = await copying.result
            #expect(throws: (any Error).self) { try outcome.get() }
            let count = try await pool.withConnection { try await $0.query("SELECT FROM c").count }
            #expect(count == 0)
        }
    }

    /// The server would need minutes and gigabytes for the whole result.
    @Test func `a reader that leaves early stops the query, and the transaction goes on`() async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                try await transaction.execute("INSERT INTO c VALUES (1)")
                var read = 0
                for try await row in try await transaction.copyOut("SELECT generate_series(1, 1000000000) AS n") {
                    read += try row.decode("n", as: Int.self)
                    if read > 10 { break }
                }
                #expect(read == 1 + 2 + 3 + 4 + 5)
                let count: Int = try await transaction.query("SELECT count(*) AS n FROM c")[0].decode("n")
                #expect(count == 1)
            }
            #expect(try await pool.withConnection { try await $0.query("SELECT FROM c").count } == 1)
        }
    }

    @Test func `the rows are gone once the transaction went on`() async throws {
        try await withTable { pool in
            let last = try await pool.withTransaction { transaction in
                let rows = try await transaction.copyOut("SELECT generate_series(1, 1000000000) AS n")
                var iterator = rows.makeAsyncIterator()
                _ = try await iterator.next()
                try await transaction.execute("SELECT 1")
                await #expect { try await rows.first { _ in true } } throws: { ($0 as? PostgresError)?.code == .misuse }
                return try await transaction.copyOut("SELECT 1")
            }
            await #expect { try await last.first { _ in true } } throws: { ($0 as? PostgresError)?.code == .misuse }
        }
    }

    @Test func `the server waits for a reader that is slow`() async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                let pid: Int32 = try await transaction.query("SELECT pg_backend_pid() AS pid")[0].decode("pid")
                let rows = try await transaction.copyOut("SELECT repeat('x', 1000) FROM generate_series(1, 1000000)")
                var iterator = rows.makeAsyncIterator()
                _ = try await iterator.next()
                try await pool.withConnection { other in
                    let waiting: SQL = "SELECT FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'ClientWrite'"
                    while try await other.query(waiting).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
                }
            }
        }
    }

    @Test func `a query that fails half-way fails its reader`() async throws {
        try await withTable { pool in
            await #expect {
                try await pool.withTransaction { transaction in
                    let rows = try await transaction.copyOut(
                        "SELECT 1 / (50000 - n) FROM generate_series(1, 60000) AS n"
                    )
                    for try await _ in rows {}
                }
            } throws: { ($0 as? PostgresError)?.sqlState == "22012" }
            try await pool.expectCount(0)
        }
    }

    @Test func `a cancelled copy out stops at the server`() async throws {
        try await withTable { pool in
            try await expectStopped(pool) { transaction in
                for try await _ in try await transaction.copyOut("SELECT pg_sleep(600)") {}
            }
        }
    }

    @Test func `a query with parameters, or none, is refused`() async throws {
        try await withTable { pool in
            try await pool.withTransaction { transaction in
                await #expect(throws: PostgresError.self) { try await transaction.copyOut("SELECT \(1)") }
            }
            await #expect(throws: PostgresError.self) {
                try await pool.withTransaction { _ = try await $0.copyOut("DROP TABLE c") }
            }
        }
    }

    /// The way around the server's refusal that the documentation names.
    @Test func `under row-level security rows go in by way of a temporary table`() async throws {
        try await withTable { pool in
            let role = "stratum_role_" + UUID().uuidString.lowercased()
            try await pool.withTransaction { transaction in
                try await transaction.execute("CREATE ROLE \(identifier: role)")
                try await transaction.execute("GRANT SELECT, INSERT ON c TO \(identifier: role)")
                try await transaction.run(script: "ALTER TABLE c ENABLE ROW LEVEL SECURITY")
                try await transaction.run(script: "CREATE POLICY few ON c USING (true) WITH CHECK (id < 3)")
            }
            let rows = Numbers(end: 3)
            try await pool.withTransaction(.init(role: role)) { transaction in
                let refused = await #expect(throws: PostgresError.self) {
                    try await transaction.copyIn(into: "c", columns: ["id"], rows: rows) { try $1.write($0) }
                }
                #expect(refused?.sqlState == "0A000")
                try await transaction.run(script: "CREATE TEMPORARY TABLE incoming (id int8) ON COMMIT DROP")
                try await transaction.copyIn(into: "incoming", columns: ["id"], rows: rows) { try $1.write($0) }
                let stored = try await transaction.execute("INSERT INTO c SELECT id FROM incoming")
                #expect(stored == 3)
            }
            try await pool.withTransaction { transaction in
                try await transaction.execute("DROP OWNED BY \(identifier: role)")
                try await transaction.execute("DROP ROLE \(identifier: role)")
            }
        }
    }
}
