import Foundation
import PostgreSQL
import TestSupport
import Testing

/// Random numbers from a seed (SplitMix64), so that a failing value can be found again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func bits<Value: FixedWidthInteger>(_: Value.Type = Value.self) -> Value {
        Value(truncatingIfNeeded: next())
    }
}

/// `count` values drawn from a seed.
func samples<Value>(_ count: Int, seed: UInt64, _ draw: (inout SeededGenerator) -> Value) -> [Value] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in draw(&generator) }
}

extension Connection {
    /// The value as it comes back, and the server's own text of it.
    func echo<Value: PostgresCodable>(_ value: Value) async throws -> (value: Value, text: String) {
        let row = try await query("SELECT \(value) AS value, \(value)::text AS text")[0]
        return (try row.decode("value"), try row.decode("text"))
    }

    /// The value comes back, and the server writes it as `text`.
    func expectEcho<Value: PostgresCodable & Equatable>(
        _ value: Value,
        _ text: String,
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let echo = try await echo(value)
        #expect(echo.value == value, sourceLocation: location)
        #expect(echo.text == text, sourceLocation: location)
    }
}

/// Runs a test on a connection to an empty database.
func withConnection(_ body: (Connection) async throws -> Void) async throws {
    try await TestDatabase.withEmpty { database in
        let connection = try await Connection.connect(database)
        try await body(connection)
        await connection.close()
    }
}

extension Pool {
    /// Cancels a task while the server sleeps in its work, and expects the statement to end with it.
    func expectStopped(_ work: @escaping @Sendable (Transaction) async throws -> Void) async throws {
        let (pids, started) = AsyncStream.makeStream(of: Int32.self)
        let sleeper = Task {
            defer { started.finish() }
            try await withTransaction { transaction in
                started.yield(try await transaction.query("SELECT pg_backend_pid() AS pid")[0].decode("pid"))
                try await work(transaction)
            }
        }
        let pid = try #require(await pids.first { _ in true })
        func isAsleep() async throws -> Bool {
            let asleep: SQL = "SELECT FROM pg_stat_activity WHERE pid = \(pid) AND wait_event = 'PgSleep'"
            return try await withConnection { try await !$0.query(asleep).isEmpty }
        }
        while try await !isAsleep() { try await Task.sleep(for: .milliseconds(5)) }
        sleeper.cancel()
        let error = await #expect(throws: PostgresError.self) { try await sleeper.value }
        #expect(error?.code == .cancelled)
        #expect(try await !isAsleep())
    }
}
