/// A month of the calendar, such as `2025-03`.
package struct CalendarMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let year: Int
    /// 1 to 12.
    package let month: Int

    /// - Precondition: `month` lies in 1...12.
    package init(year: Int, month: Int) {
        precondition((1...12).contains(month), "a year has twelve months")
        self.year = year
        self.month = month
    }

    /// Reads `2025-03`; nil for anything else.
    package init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9]{4})-(0[1-9]|1[0-2])/), let year = Int(match.1),
            let month = Int(match.2)
        else { return nil }
        self.init(year: year, month: month)
    }

    package var description: String {
        let digits = String(year)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return padding + digits + (month < 10 ? "-0" : "-") + String(month)
    }

    /// Months since the year 0.
    package var number: Int { year * 12 + month - 1 }

    /// The month with this number; below the year 0 there is none.
    package init(number: Int) { self.init(year: number / 12, month: number % 12 + 1) }

    package static func < (a: CalendarMonth, b: CalendarMonth) -> Bool { a.number < b.number }
}
