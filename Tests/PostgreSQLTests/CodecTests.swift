import Foundation
import PostgreSQL
import Testing

/// The oracle is the server: what it reads from our bytes, in its own text form.
@Suite struct CodecTests {
    @Test func `integers agree with the server`() async throws {
        try await withConnection { connection in
            for value in samples(100, seed: 1, { $0.bits(Int.self) }) + [.min, .max, 0, -1] {
                try await connection.expectEcho(value, "\(value)")
            }
            for value in samples(50, seed: 2, { $0.bits(Int32.self) }) + [.min, .max, 0] {
                try await connection.expectEcho(value, "\(value)")
            }
            for value in samples(50, seed: 3, { $0.bits(Int16.self) }) + [.min, .max, 0] {
                try await connection.expectEcho(value, "\(value)")
            }
            try await connection.expectEcho(true, "true")
            try await connection.expectEcho(false, "false")
        }
    }

    @Test func `an Int reads every width, a narrow integer no wider one`() async throws {
        try await withConnection { connection in
            let row = try await connection.query("SELECT 7::int2 AS two, -7::int4 AS four, 7::int8 AS eight")[0]
            #expect(try row.decode("two", as: Int.self) == 7)
            #expect(try row.decode("four", as: Int.self) == -7)
            #expect(try row.decode("two", as: Int32.self) == 7)
            #expect(throws: PostgresError.self) { try row.decode("eight", as: Int32.self) }
            #expect(throws: PostgresError.self) { try row.decode("four", as: Int16.self) }
        }
    }

    @Test func `floating point keeps every bit`() async throws {
        try await withConnection { connection in
            let doubles: [Double] = [
                0, -0.0, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, -.infinity,
            ]
            for value in doubles + samples(100, seed: 4, { Double(bitPattern: $0.next()) }).filter({ !$0.isNaN }) {
                let echo = try await connection.echo(value)
                #expect(echo.value.bitPattern == value.bitPattern)
                #expect(Double(echo.text.replacing("Infinity", with: "inf")) == value)
            }
            #expect(try await connection.echo(Double.nan).text == "NaN")
            for value in samples(100, seed: 5, { Float(bitPattern: $0.bits()) }).filter({ !$0.isNaN }) {
                let echo = try await connection.echo(value)
                #expect(echo.value.bitPattern == value.bitPattern)
                #expect(Float(echo.text.replacing("Infinity", with: "inf")) == value)
            }
            let single = try await connection.query("SELECT 0.5::float4 AS half")[0]
            #expect(try single.decode("half", as: Double.self) == 0.5)
        }
    }

    @Test func `text, bytes, identifiers and documents agree with the server`() async throws {
        try await withConnection { connection in
            for value in ["", "Ärztin", "日本語 🫀", "a'b\"c\\d\n;--", String(repeating: "x", count: 100_000)] {
                try await connection.expectEcho(value, value)
            }
            for length in [0, 1, 255, 10_000] {
                let value = Data(samples(length, seed: UInt64(length)) { $0.bits(UInt8.self) })
                let hexadecimal = "\\x" + value.map { String(format: "%02x", Int($0)) }.joined()
                try await connection.expectEcho(value, hexadecimal)
            }
            for _ in 0..<20 {
                let value = UUID()
                try await connection.expectEcho(value, value.uuidString.lowercased())
            }
            let document = JSONB(Data(#"{"a": [1, null, "ü"]}"#.utf8))
            try await connection.expectEcho(document, #"{"a": [1, null, "ü"]}"#)
            let json = try await connection.query("SELECT '[1,  2]'::json AS value")[0]
            #expect(try json.decode("value", as: JSONB.self).json == Data("[1,  2]".utf8))
        }
    }

    @Test func `every kind of character type reads as String`() async throws {
        try await withConnection { connection in
            try await connection.run(script: "CREATE TYPE mood AS ENUM ('calm', 'tense')")
            let row = try await connection.query(
                "SELECT 'a'::varchar(9) AS a, 'b'::char(2) AS b, 'c'::name AS c, 'd'::\"char\" AS d, 'calm'::mood AS e"
            )[0]
            #expect(
                try ["a", "b", "c", "d", "e"].map { try row.decode($0, as: String.self) } == [
                    "a", "b ", "c", "d", "calm",
                ]
            )
            let mood = try await connection.query("SELECT \("tense")::mood AS value")[0]
            #expect(try mood.decode("value", as: String.self) == "tense")
        }
    }

    @Test func `arrays keep order, NULLs and emptiness`() async throws {
        try await withConnection { connection in
            try await roundTrip([Int](), "{}", connection)
            try await roundTrip([3, -1, 2], "{3,-1,2}", connection)
            try await roundTrip([Int32(3)], "{3}", connection)
            try await roundTrip([Int16(3)], "{3}", connection)
            try await roundTrip(["a", nil, "", "NULL", "b,c"], #"{a,NULL,"","NULL","b,c"}"#, connection)
            try await roundTrip([true, nil], "{t,NULL}", connection)
            try await roundTrip([1.5, -2], "{1.5,-2}", connection)
            try await roundTrip([Float(0.25)], "{0.25}", connection)
            try await roundTrip([Decimal(string: "1.50")], "{1.5}", connection)
            try await roundTrip([Data([1, 255]), Data()], #"{"\\x01ff","\\x"}"#, connection)
            try await roundTrip([PostgresDate(year: 2024, month: 2, day: 29), nil], "{2024-02-29,NULL}", connection)
            try await roundTrip([JSONB(Data("1".utf8))], "{1}", connection)
            let identifier = UUID()
            try await roundTrip([identifier], "{\(identifier.uuidString.lowercased())}", connection)
        }
    }

    private func roundTrip<Element: PostgresArrayElement & Equatable>(
        _ array: [Element],
        _ text: String,
        _ connection: Connection
    ) async throws {
        try await connection.expectEcho(array, text)
    }

    @Test func `an array with NULL or of two dimensions is refused where it does not fit`() async throws {
        try await withConnection { connection in
            let row = try await connection.query("SELECT ARRAY[1, NULL]::int8[] AS a, ARRAY[[1], [2]]::int8[] AS b")[0]
            #expect(throws: PostgresError.self) { try row.decode("a", as: [Int].self) }
            #expect(try row.decode("a", as: [Int?].self) == [1, nil])
            #expect(throws: PostgresError.self) { try row.decode("b", as: [Int].self) }
        }
    }
}
