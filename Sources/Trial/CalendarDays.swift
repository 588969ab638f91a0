package import Foundation

/// Counts days as a wall calendar does: midnight to midnight at a place, whatever its clocks do in between.
package enum CalendarDays {
    /// Midnights from one moment to another in a time zone; negative where the second is earlier.
    package static func between(_ first: Date, and second: Date, in timeZone: TimeZone) -> Int {
        ordinal(of: second, in: timeZone) - ordinal(of: first, in: timeZone)
    }

    /// The day on which a moment falls, counted from 1 January 1970.
    ///
    /// Two moments' local dates are compared as if in UTC, where every day has 24 hours.
    private static func ordinal(of moment: Date, in timeZone: TimeZone) -> Int {
        let local = moment.timeIntervalSince1970 + Double(timeZone.secondsFromGMT(for: moment))
        return Int((local / 86_400).rounded(.down))
    }
}
