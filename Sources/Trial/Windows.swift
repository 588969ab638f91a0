package import Foundation

/// How long after the index recording consent and outcome may come, in calendar days at the site.
package struct Windows: Sendable, Hashable {
    /// Days after the recording, inclusive: up to `onTime` on time, up to `latest` late, then out of the window.
    package struct Limits: Sendable, Hashable {
        package let onTime: Int
        package let latest: Int

        package init(onTime: Int, latest: Int) {
            self.onTime = onTime
            self.latest = latest
        }
    }

    package enum Flag: String, Sendable, Codable, CaseIterable {
        case onTime = "on-time"
        case late
        case outOfWindow = "out-of-window"
    }

    /// Days between two moments and what the protocol says of them.
    package struct Interval: Sendable, Hashable {
        /// 0 or more.
        package let days: Int
        package let flag: Flag
    }

    package enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
        /// The later step lies before the index recording.
        case beforeRecording(days: Int)

        package var description: String {
            switch self {
            case .beforeRecording(let days):
                "the date lies \(days) day\(days == 1 ? "" : "s") before the index recording: correct one of the two dates"
            }
        }
    }

    package let toConsent: Limits
    package let toOutcome: Limits

    package init(toConsent: Limits, toOutcome: Limits) {
        self.toConsent = toConsent
        self.toOutcome = toOutcome
    }

    /// - Throws: ``Failure/beforeRecording(days:)`` where consent precedes the recording at the site.
    package func consent(at consent: Date, recorded: Date, timeZone: TimeZone) throws(Failure) -> Interval {
        try toConsent.interval(from: recorded, to: consent, timeZone: timeZone)
    }

    /// - Throws: ``Failure/beforeRecording(days:)`` where the outcome precedes the recording at the site.
    package func outcome(at outcome: Date, recorded: Date, timeZone: TimeZone) throws(Failure) -> Interval {
        try toOutcome.interval(from: recorded, to: outcome, timeZone: timeZone)
    }
}

extension Windows.Limits {
    fileprivate func interval(
        from recorded: Date,
        to later: Date,
        timeZone: TimeZone
    ) throws(Windows.Failure) -> Windows.Interval {
        let days = CalendarDays.between(recorded, and: later, in: timeZone)
        guard days >= 0 else { throw .beforeRecording(days: -days) }
        let flag: Windows.Flag = days <= onTime ? .onTime : days <= latest ? .late : .outOfWindow
        return Windows.Interval(days: days, flag: flag)
    }
}
