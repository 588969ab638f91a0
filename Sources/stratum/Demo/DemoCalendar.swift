import Electrocardiogram
import Foundation
import PostgreSQL

/// When things happen in the demonstration: in the past, and the same every time.
struct DemoCalendar {
    let lastRecording: CalendarDate
    let screening: Date
    let contact: Date
    let consent: Date
    let echo: PostgresDate
    let echoRecorded: Date

    init() throws {
        guard let day = CalendarDate(year: 2025, month: 6, day: 30) else {
            throw Failure.refuse("30 June 2025 is no day", code: Failure.internal)
        }
        lastRecording = day
        screening = try Self.moment("2025-07-01T15:00:00Z")
        contact = try Self.moment("2025-07-08T15:00:00Z")
        consent = try Self.moment("2025-07-15T15:00:00Z")
        echo = PostgresDate(year: 2025, month: 8, day: 5)
        echoRecorded = try Self.moment("2025-08-05T18:00:00Z")
    }

    private static func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }
}
