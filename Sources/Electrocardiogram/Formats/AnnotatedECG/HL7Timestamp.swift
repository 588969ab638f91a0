/// A point in time as HL7 writes it: `YYYYMMDDHHMMSS.UUUU±ZZZZ`, of which any part from the month on may be missing.
struct HL7Timestamp {
    /// The day; nil where the text stops at the month.
    let date: CalendarDate?
    /// Nil where the text has no minutes.
    let time: AcquisitionTime?
    /// Whether the text goes as far as the seconds.
    let hasSeconds: Bool
    /// What follows the seconds' decimal point, 0 to below 1.
    let fraction: Double

    /// Nil for text of another form, or of a day or time that does not exist.
    init?(_ text: String) {
        let (clock, offset) = Self.split(text)
        let parts = clock.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let digits = Self.digits(parts[0]), offset != .wrong,
            [4, 6, 8, 10, 12, 14].contains(digits.count), parts.count == 1 || digits.count == 14
        else { return nil }
        let fields = stride(from: 4, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        date =
            fields.count < 2
            ? nil : CalendarDate(year: digits[..<4].reduce(0) { $0 * 10 + $1 }, month: fields[0], day: fields[1])
        guard date != nil || fields.count < 2 else { return nil }
        hasSeconds = fields.count > 4
        time = date.flatMap { date in
            fields.count < 4
                ? nil
                : AcquisitionTime(
                    date: date,
                    hour: fields[2],
                    minute: fields[3],
                    second: fields.count > 4 ? fields[4] : 0,
                    utcOffsetMinutes: offset.minutes
                )
        }
        guard time != nil || fields.count < 4, fields.count != 3 || (0..<24).contains(fields[2]) else { return nil }
        guard parts.count == 1 || Self.digits(parts[1]) != nil else { return nil }
        fraction = parts.count == 1 ? 0 : Double("0.\(parts[1])") ?? 0
    }

    /// Seconds from a fixed moment, for differences between times of one document; nil without minutes.
    var seconds: Double? {
        guard let time else { return nil }
        let day = Self.dayNumber(time.date) * 86_400
        let clock = time.hour * 3600 + (time.minute - (time.utcOffsetMinutes ?? 0)) * 60 + time.second
        return Double(day + clock) + fraction
    }

    private enum Offset: Equatable {
        case none
        case wrong
        case known(Int)

        var minutes: Int? { if case .known(let minutes) = self { minutes } else { nil } }
    }

    private static func split(_ text: String) -> (clock: Substring, offset: Offset) {
        guard let sign = text.firstIndex(where: { $0 == "+" || $0 == "-" }) else { return (text[...], .none) }
        guard let digits = digits(text[text.index(after: sign)...]), digits.count == 2 || digits.count == 4 else {
            return (text[...], .wrong)
        }
        let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
        let total = (digits[0] * 10 + digits[1]) * 60 + minutes
        guard minutes < 60, total <= 14 * 60 else { return (text[...], .wrong) }
        return (text[..<sign], .known(text[sign] == "-" ? -total : total))
    }

    private static func digits(_ text: Substring) -> [Int]? {
        let digits = text.utf8.map { Int($0) - 48 }
        return (1...20).contains(digits.count) && digits.allSatisfy { (0...9).contains($0) } ? digits : nil
    }

    /// Days from the first of March of the year 0, so that leap days come last in their year.
    private static func dayNumber(_ date: CalendarDate) -> Int {
        let year = date.month > 2 ? date.year : date.year - 1
        let month = (date.month + 9) % 12
        return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + date.day
    }
}
