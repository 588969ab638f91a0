import Foundation
import PostgreSQL
import Testing

@Suite struct TimeCodecTests {
    @Test func `microseconds from 1800 to 2200 are exact`() async throws {
        try await withConnection { connection in
            // Microseconds since 1970: the server makes the same instant by integer arithmetic on intervals.
            let range = -5_364_662_400_000_000...7_258_118_400_000_000
            for count in samples(200, seed: 6, { Int.random(in: range, using: &$0) }) + [0, -1, 1, 946_684_800_000_000]
            {
                let row = try await connection.query(
                    """
                    WITH made AS (SELECT timestamptz 'epoch' + \(count) / 1000000 * interval '1 second'
                        + \(count) % 1000000 * interval '1 microsecond' AS time)
                    SELECT time, time = \(date(count)) AS same FROM made
                    """
                )[0]
                #expect(try row.decode("same", as: Bool.self))
                #expect(try row.decode("time", as: Date.self) == date(count))
            }
        }
    }

    private func date(_ microseconds: Int) -> Date {
        let sinceReference = microseconds - 978_307_200_000_000
        return Date(timeIntervalSinceReferenceDate: Double(sinceReference) / 1e6)
    }

    @Test func `infinite times and dates beyond the server's years are refused`() async throws {
        try await withConnection { connection in
            let row = try await connection.query("SELECT 'infinity'::timestamptz AS time, '-infinity'::date AS day")[0]
            #expect(throws: PostgresError.self) { try row.decode("time", as: Date.self) }
            #expect(throws: PostgresError.self) { try row.decode("day", as: PostgresDate.self) }
            for date in [
                Date(timeIntervalSince1970: 1e15), Date(timeIntervalSince1970: .infinity), .distantPast - 1e12,
            ] {
                await #expect(throws: PostgresError.self) { try await connection.query("SELECT \(date) AS time") }
            }
            #expect(try await connection.echo(Date.distantPast).value == .distantPast)
            #expect(try await connection.echo(Date.distantFuture).value == .distantFuture)
        }
    }

    @Test func `days agree with the server's calendar`() async throws {
        try await withConnection { connection in
            let numbers = samples(300, seed: 7) { Int.random(in: -900_000...3_000_000, using: &$0) }
            for number in numbers + [0, 59, 60, 365, 366, -1, -2_451_545] {
                let row = try await connection.query(
                    """
                    SELECT day, extract(year FROM day)::int8 AS year, extract(month FROM day)::int8 AS month,
                        extract(day FROM day)::int8 AS number FROM (SELECT date '2000-01-01' + \(Int32(number)) AS day) AS made
                    """
                )[0]
                let day = try row.decode("day", as: PostgresDate.self)
                // The server has no year 0: -1 is 1 BC, which is year 0 here.
                let year = try row.decode("year", as: Int.self)
                #expect(day.year == (year < 0 ? year + 1 : year))
                #expect(try row.decode("month", as: Int.self) == day.month)
                #expect(try row.decode("number", as: Int.self) == day.day)
                #expect(try await connection.echo(day).value == day)
            }
        }
    }

    @Test(arguments: [
        (2023, 2, 29), (2024, 13, 1), (2024, 0, 1), (2024, 4, 31), (2024, 1, 0), (9_999_999, 1, 1), (1900, 2, 29),
    ])
    func `a day that the calendar does not have is refused`(_ year: Int, _ month: Int, _ day: Int) async throws {
        try await withConnection { connection in
            let impossible = PostgresDate(year: year, month: month, day: day)
            await #expect(throws: PostgresError.self) { try await connection.query("SELECT \(impossible) AS day") }
        }
    }
}
