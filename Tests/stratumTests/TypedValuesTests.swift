import Foundation
import PostgreSQL
import Testing

@testable import stratum

@Suite("Days and moments that a person types")
struct TypedValuesTests {
    @Test("a day is year, month and day")
    func day() throws {
        let leap = try #require(Day(argument: "2024-02-29"))
        #expect(leap.date == PostgresDate(year: 2024, month: 2, day: 29))
    }

    @Test(
        "what the calendar does not have is no day",
        arguments: [
            "", "2025-02-29", "2025-13-01", "2025-00-10", "2025-03", "09.03.2025", "2025-03-09T00:00", "2025--03-09",
            "today", "0000-01-01", "2025-03-09 ",
        ]
    )
    func noDay(_ text: String) {
        #expect(Day(argument: text) == nil)
    }

    /// Seconds since 1970 by `TZ=America/New_York date -d … +%s`; clocks there went forward at two that night.
    @Test(
        "a moment is a day, or a day with time and zone",
        arguments: [
            ("2025-03-09", 1_741_496_400), ("2025-03-09T14:30:00Z", 1_741_530_600),
            ("2025-03-09T16:30:00+02:00", 1_741_530_600),
        ]
    )
    func moment(_ text: String, _ seconds: TimeInterval) throws {
        let site = try #require(TimeZone(identifier: "America/New_York"))
        #expect(Moment(argument: text)?.date(in: site) == Date(timeIntervalSince1970: seconds))
    }

    @Test("now is a moment")
    func now() { #expect(Moment(argument: "now") != nil) }

    @Test(
        "what is no time is no moment",
        arguments: [
            "", "yesterday", "2025-13-01", "2025-02-30", "14:30", "2025-03-09 and more", "2025-03-09T25:00:00Z",
        ]
    )
    func noMoment(_ text: String) {
        #expect(Moment(argument: text) == nil)
    }
}

@Suite("The line of progress")
struct ProgressLineTests {
    /// Worked by hand: rate = done / seconds, time left = (total − done) / rate, rounded up.
    @Test(
        "tells count, share, rate and time left",
        arguments: [
            (240, 600, 0.6, "Importing 240/600 (40 %), 400/s, 0:01 left"),
            (240, 600, 60, "Importing 240/600 (40 %), 4.0/s, 1:30 left"),
            (1, 7201, 1, "Importing 1/7201 (0 %), 1.0/s, 120:00 left"),
            (600, 600, 2, "Importing 600/600 (100 %), 300/s, 0:00 left"),
        ]
    )
    func text(_ done: Int, _ total: Int, _ seconds: Double, _ expected: String) {
        #expect(ProgressLine.text("Importing", done: done, of: total, after: seconds) == expected)
    }

    @Test("tells no rate before there is one, and takes nothing for done")
    func withoutRate() {
        #expect(ProgressLine.text("Scoring", done: 0, of: 5, after: 3) == "Scoring 0/5 (0 %)")
        #expect(ProgressLine.text("Scoring", done: 5, of: 5, after: 0) == "Scoring 5/5 (100 %)")
        #expect(ProgressLine.text("Scoring", done: 0, of: 0, after: 3) == "Scoring 0/0 (100 %)")
    }
}
