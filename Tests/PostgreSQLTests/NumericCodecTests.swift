import Foundation
import PostgreSQL
import Testing

@Suite struct NumericCodecTests {
    private static let extremes = [
        "0", "1", "-1", "10000", "9999", "0.0001", "-0.00001", "1234567890.0987654321", "100000000000000000000",
        "99999999999999999999999999999999999999", "-0.00000000000000000000000000000000000001", "12300000000", "0.5",
        "1000.0001",
    ]

    @Test(arguments: extremes) func `a decimal is the server's numeric`(_ text: String) async throws {
        try await withConnection { connection in
            let value = try #require(Decimal(string: text))
            let echo = try await connection.echo(value)
            #expect(echo.value == value)
            #expect(echo.text == text)
            let literal = try await connection.query(
                "SELECT \(text)::numeric AS value, \(value) = \(text)::numeric AS same"
            )[0]
            #expect(try literal.decode("value", as: Decimal.self) == value)
            #expect(try literal.decode("same"))
        }
    }

    @Test func `random decimals of every length agree with the server's reading of their text`() async throws {
        try await withConnection { connection in
            let texts = samples(300, seed: 9) { generator in
                let digits = (0..<Int.random(in: 1...37, using: &generator)).map { _ in
                    String(Int.random(in: 0...9, using: &generator))
                }
                let point = Int.random(in: 0...digits.count, using: &generator)
                let sign = Bool.random(using: &generator) ? "-" : ""
                return sign + "1" + digits[..<point].joined() + "." + digits[point...].joined() + "1"
            }.filter { $0.count(where: \.isNumber) <= 38 }
            for text in texts {
                let value = try #require(Decimal(string: text))
                let row = try await connection.query("SELECT \(text)::numeric AS read, \(value)::text AS sent")[0]
                #expect(try row.decode("read", as: Decimal.self) == value)
                #expect(try row.decode("sent", as: String.self) == text)
            }
        }
    }

    @Test func `numerics beyond Decimal are refused, not rounded`() async throws {
        try await withConnection { connection in
            for text in ["NaN", "Infinity", "1" + String(repeating: "2", count: 38), "1e-200", "1e200"] {
                let row = try await connection.query("SELECT \(text)::numeric AS value")[0]
                #expect(throws: PostgresError.self) { try row.decode("value", as: Decimal.self) }
            }
            let padded = try await connection.query("SELECT 1.50000::numeric(40, 39) AS value, 1e30::numeric AS large")[
                0
            ]
            #expect(try padded.decode("value", as: Decimal.self) == Decimal(string: "1.5"))
            #expect(try padded.decode("large", as: Decimal.self) == Decimal(string: "1e30"))
        }
    }

    @Test func `a decimal that is not a number never reaches the server`() async throws {
        try await withConnection { connection in
            await #expect { try await connection.query("SELECT \(Decimal.nan) AS value") } throws: { error in
                (error as? PostgresError)?.code == .misuse
            }
        }
    }
}
