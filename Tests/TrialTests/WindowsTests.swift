import Foundation
import Testing

@testable import Trial

@Suite("Windows")
struct WindowsTests {
    let windows = Windows(toConsent: .init(onTime: 7, latest: 14), toOutcome: .init(onTime: 30, latest: 60))

    func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }
    func moment(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test(
        "days up to onTime are on time, up to latest late, then out of the window",
        arguments: [
            ("2025-06-01", 0, "on-time"), ("2025-07-01", 30, "on-time"), ("2025-07-02", 31, "late"),
            ("2025-07-31", 60, "late"), ("2025-08-01", 61, "out-of-window"),
        ]
    )
    func flags(day: String, days: Int, flag: String) throws {
        let interval = try windows.outcome(
            at: moment(day + "T12:00:00Z"),
            recorded: moment("2025-06-01T12:00:00Z"),
            timeZone: zone("UTC")
        )
        #expect(interval.days == days && interval.flag.rawValue == flag)
    }

    @Test("the site's midnight divides days, not that of Greenwich")
    func timeZone() throws {
        // 23:30 and 00:30 in New York on either side of midnight; one day in Greenwich.
        let ecg = try moment("2025-01-11T04:30:00Z")
        let consent = try moment("2025-01-11T05:30:00Z")
        #expect(try windows.consent(at: consent, recorded: ecg, timeZone: zone("America/New_York")).days == 1)
        #expect(try windows.consent(at: consent, recorded: ecg, timeZone: zone("UTC")).days == 0)
    }

    @Test(
        "a day of 23 or 25 hours is one day",
        arguments: [
            ("2025-03-09T05:00:00Z", "2025-03-10T03:59:00Z", 0), ("2025-03-09T05:00:00Z", "2025-03-10T04:00:00Z", 1),
            ("2025-11-02T04:00:00Z", "2025-11-03T04:59:00Z", 0), ("2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z", 1),
        ]
    )
    func clockChange(ecg: String, consent: String, days: Int) throws {
        let interval = try windows.consent(
            at: moment(consent),
            recorded: moment(ecg),
            timeZone: zone("America/New_York")
        )
        #expect(interval.days == days)
    }

    @Test("a step before the ECG is an error in the data")
    func negative() throws {
        let new = try zone("America/New_York")
        let (ecg, before) = (try moment("2025-06-03T12:00:00Z"), try moment("2025-06-01T12:00:00Z"))
        #expect(throws: Windows.Failure.beforeRecording(days: 2)) {
            try windows.outcome(at: before, recorded: ecg, timeZone: new)
        }
    }
}
