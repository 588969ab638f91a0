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
