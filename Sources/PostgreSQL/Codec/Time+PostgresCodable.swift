public import Foundation

/// The server counts from 2000-01-01, Foundation from 2001-01-01: a leap year in seconds.
private let secondsBetweenEpochs = 366 * 86_400
private let microseconds = 1_000_000

extension Date: PostgresCodable {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Microseconds since 2000-01-01 UTC, exact from 1729 to 2273 where `Date` can tell microseconds apart.
    public func encode(into buffer: inout [UInt8]) throws(PostgresError) {
        let whole = timeIntervalSinceReferenceDate.rounded(.down)
        // The years 4713 BC to 294276 AD, as the server has them.
        guard whole > -211_845_000_000, whole < 9_223_370_000_000 - Double(secondsBetweenEpochs) else {
            throw PostgresError(.misuse, "a date lies outside the years that the server knows")
        }
        let fraction = ((timeIntervalSinceReferenceDate - whole) * Double(microseconds)).rounded()
        buffer.append(bigEndian: Int64(Int(whole) + secondsBetweenEpochs) * Int64(microseconds) + Int64(fraction))
    }

    /// Reads `timestamptz`; the server's infinities are refused.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Date {
        guard type == .timestamptz else { throw .mismatch(type, for: Date.self) }
        let count = try bytes.bigEndian(Int64.self)
        guard count != .max, count != .min else { throw .malformed("an infinite time is no date") }
        let sinceReference = count - Int64(secondsBetweenEpochs * microseconds)
        return Date(timeIntervalSinceReferenceDate: Double(sinceReference) / Double(microseconds))
    }
}

/// A day of the Gregorian calendar, without time or zone (`date`).
public struct PostgresDate: Sendable, Hashable, Comparable {
    /// Astronomical year: 0 is 1 BC.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// A day; one that the calendar does not have is refused when it is sent.
    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The calendar's order.
    public static func < (left: PostgresDate, right: PostgresDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }
}

extension PostgresDate: PostgresCodable {
    /// `date`.
    public static var postgresType: PostgresType { .date }

    /// Days since 2000-01-01.
    public func encode(into buffer: inout [UInt8]) throws(PostgresError) {
        guard (-4713...5_874_897).contains(year), (1...12).contains(month), (1...31).contains(day),
            dayNumber >= Self.firstDay, PostgresDate(dayNumber: dayNumber) == self
        else { throw PostgresError(.misuse, "the calendar of the server has no such day") }
        buffer.append(bigEndian: Int32(dayNumber))
    }

    /// Reads `date`; the server's infinities are refused.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> PostgresDate
    {
        guard type == .date else { throw .mismatch(type, for: PostgresDate.self) }
        let number = try bytes.bigEndian(Int32.self)
        guard number != .max, number != .min else { throw .malformed("an infinite date is no day") }
        return PostgresDate(dayNumber: Int(number))
    }
}

/// Day numbers by eras of 400 years that begin on 1 March, so that the leap day comes last in its year.
extension PostgresDate {
    private static let daysAnEra = 146_097
    /// Days from 0000-03-01 to 2000-01-01.
    private static let epoch = 5 * daysAnEra - 60
    /// 24 November 4714 BC, where the server's calendar begins (Julian day 0).
    private static let firstDay = -2_451_545

    /// Days since 2000-01-01.
    private var dayNumber: Int {
        let marchYear = month > 2 ? year : year - 1
        let era = marchYear.floored(by: 400)
        let yearOfEra = marchYear - 400 * era
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return Self.daysAnEra * era + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - Self.epoch
    }

    private init(dayNumber: Int) {
        let era = (dayNumber + Self.epoch).floored(by: Self.daysAnEra)
        let dayOfEra = dayNumber + Self.epoch - era * Self.daysAnEra
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        month = (marchMonth + 2) % 12 + 1
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        year = 400 * era + yearOfEra + (month <= 2 ? 1 : 0)
    }
}

extension Int {
    fileprivate func floored(by divisor: Int) -> Int { (self >= 0 ? self : self - divisor + 1) / divisor }
}
