import ArgumentParser
import Electrocardiogram
import Foundation
import PostgreSQL

/// A calendar day that a person types, such as `2025-03-09`.
struct Day {
    let calendarDate: CalendarDate

    /// The same day as the database has it.
    var date: PostgresDate {
        PostgresDate(year: calendarDate.year, month: calendarDate.month, day: calendarDate.day)
    }

    init(_ calendarDate: CalendarDate) { self.calendarDate = calendarDate }

    /// Reads an option's text.
    ///
    /// - Throws: the form that a day has.
    static func typed(_ text: String) throws -> Day {
        guard let day = Day(argument: text) else {
            throw ValidationError("give a day of the calendar as YYYY-MM-DD, such as 2025-03-09")
        }
        return day
    }

    /// Nil unless the text is a day that the calendar has.
    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        self.init(date)
    }
}

extension CalendarDate {
    /// The day after today in Greenwich: nowhere on earth is it later than that.
    static var tomorrow: CalendarDate? {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date().addingTimeInterval(86_400))
        return CalendarDate(year: parts.year ?? 0, month: parts.month ?? 0, day: parts.day ?? 0)
    }
}
