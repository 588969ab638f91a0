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
        guard let (clock, offset) = Self.split(text) else { return nil }
        let parts = clock.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let fields = Self.fields(parts[0]), parts.count == 1 || fields.count == 6,
            let fraction = parts.count == 1 ? 0 : Self.fraction(parts[1])
        else { return nil }
        hasSeconds = fields.count == 6
        self.fraction = fraction
        guard fields.count >= 3 else {
            (date, time) = (nil, nil)
            return
        }
        let rest = fields.dropFirst(3) + [0, 0, 0]
        guard let date = CalendarDate(year: fields[0], month: fields[1], day: fields[2]),
            let time = AcquisitionTime(
                date: date,
                hour: rest[3],
                minute: rest[4],
                second: rest[5],
                utcOffsetMinutes: offset
            )
        else { return nil }
        self.date = date
        self.time = fields.count >= 5 ? time : nil
    }

    /// Seconds from a fixed moment, for differences between times of one document; nil without minutes.
    var seconds: Double? {
        guard let time else { return nil }
        let day = Self.dayNumber(time.date) * 86_400
        let clock = time.hour * 3600 + (time.minute - (time.utcOffsetMinutes ?? 0)) * 60 + time.second
        return Double(day + clock) + fraction
    }

    /// The text before the zone, and the zone in minutes; nil when there is a zone that no place has.
    private static func split(_ text: String) -> (clock: Substring, offset: Int?)? {
        guard let sign = text.firstIndex(where: { $0 == "+" || $0 == "-" }) else { return (text[...], nil) }
        guard let digits = digits(text[text.index(after: sign)...]), digits.count == 2 || digits.count == 4 else {
            return nil
        }
        let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
        let total = (digits[0] * 10 + digits[1]) * 60 + minutes
        guard minutes < 60, total <= 14 * 60 else { return nil }
        return (text[..<sign], text[sign] == "-" ? -total : total)
    }

    /// Year, month, day, hour, minute and second, as far as they are written.
    private static func fields(_ text: Substring) -> [Int]? {
        guard let digits = digits(text), (4...14).contains(digits.count), digits.count % 2 == 0 else { return nil }
        let pairs = stride(from: 0, to: digits.count, by: 2).map { digits[$0] * 10 + digits[$0 + 1] }
        return [pairs[0] * 100 + pairs[1]] + pairs.dropFirst(2)
    }

    private static func fraction(_ text: Substring) -> Double? {
        digits(text).map { $0.reversed().reduce(0) { (Double($1) + $0) / 10 } }
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
