package import Electrocardiogram

extension CalendarDate {
    /// The date a number of days after this one (before it, if negative), in the proleptic Gregorian calendar.
    ///
    /// Counts months from March, so that the leap day ends the year. Dates beyond the years 1 to 9999 stay as they are.
    package func adding(days: Int) -> CalendarDate {
        CalendarDate(dayNumber: dayNumber + days) ?? self
    }

    /// Days since 1 March of the year 0.
    package var dayNumber: Int {
        let shiftedYear = month > 2 ? year : year - 1
        let shiftedMonth = (month + 9) % 12
        let leapDays = shiftedYear / 4 - shiftedYear / 100 + shiftedYear / 400
        return 365 * shiftedYear + leapDays + (153 * shiftedMonth + 2) / 5 + day - 1
    }

    private init?(dayNumber: Int) {
        guard dayNumber > 306 else { return nil }
        let era = dayNumber / 146_097
        let dayOfEra = dayNumber % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = (shiftedMonth + 2) % 12 + 1
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        self.init(year: year, month: month, day: dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Whole years from `birth` to this date; never negative.
    package func age(since birth: CalendarDate) -> Int {
        let hadBirthday = (month, day) >= (birth.month, birth.day)
        return max(0, year - birth.year - (hadBirthday ? 0 : 1))
    }

    /// Year, month and day with hyphens, as ISO 8601 writes it.
    package var iso8601: String {
        let padded = [String(year), String(month), String(day)]
        let widths = [4, 2, 2]
        return zip(padded, widths).map { String(repeating: "0", count: max(0, $1 - $0.count)) + $0 }
            .joined(separator: "-")
    }
}
