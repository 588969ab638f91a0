/// A day of the Gregorian calendar, counted from 1 January 1970.
struct CalendarDay: Equatable {
    let number: Int

    /// Reads `2024-02-29`; nil for anything else, days that no calendar has among it.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 == 0x2D || (0x30...0x39).contains($0) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0
        else { return nil }
        guard (1...12).contains(month), (1...Self.length(of: month, year)).contains(day) else { return nil }
        let days = (1..<month).reduce(0) { $0 + Self.length(of: $1, year) }
        number = Self.daysBefore(year) - Self.daysBefore(1970) + days + day - 1
    }

    /// Days from 1 January of year 1 to 1 January of the year.
    private static func daysBefore(_ year: Int) -> Int {
        let past = year - 1
        return 365 * past + past / 4 - past / 100 + past / 400
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }
}
