package import Foundation

/// How long after the index ECG consent and echocardiogram may come, in calendar days at the site.
package struct Windows: Sendable, Hashable {
    /// Days after the ECG, inclusive: up to `onTime` on time, up to `latest` late, then out of the window.
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
        /// The later step lies before the ECG.
        case beforeECG(days: Int)

        package var description: String {
            switch self {
            case .beforeECG(let days):
                "the date lies \(days) day\(days == 1 ? "" : "s") before the index ECG: correct one of the two dates"
            }
        }
    }

    package let ecgToConsent: Limits
    package let ecgToEcho: Limits

    package init(ecgToConsent: Limits, ecgToEcho: Limits) {
        self.ecgToConsent = ecgToConsent
        self.ecgToEcho = ecgToEcho
    }

    /// - Throws: ``Failure/beforeECG(days:)`` where consent precedes the ECG at the site.
    package func consent(at consent: Date, ecg: Date, timeZone: TimeZone) throws(Failure) -> Interval {
        try ecgToConsent.interval(from: ecg, to: consent, timeZone: timeZone)
    }

    /// - Throws: ``Failure/beforeECG(days:)`` where the echocardiogram precedes the ECG at the site.
    package func echo(at echo: Date, ecg: Date, timeZone: TimeZone) throws(Failure) -> Interval {
        try ecgToEcho.interval(from: ecg, to: echo, timeZone: timeZone)
    }
}

extension Windows.Limits {
    fileprivate func interval(
        from ecg: Date,
        to later: Date,
        timeZone: TimeZone
    ) throws(Windows.Failure) -> Windows.Interval {
        let days = CalendarDays.between(ecg, and: later, in: timeZone)
        guard days >= 0 else { throw .beforeECG(days: -days) }
        let flag: Windows.Flag = days <= onTime ? .onTime : days <= latest ? .late : .outOfWindow
        return Windows.Interval(days: days, flag: flag)
    }
}
