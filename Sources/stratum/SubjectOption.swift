import ArgumentParser
import Electrocardiogram
import Foundation
import Trial
import TrialService

extension SubjectNumber: ExpressibleByArgument {
    init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

/// A moment that a person types: now, a day, or a day with time and zone.
enum Moment: Equatable {
    case instant(Date)
    /// The day as it is at the site.
    case day(CalendarDate)

    static var now: Moment { .instant(Date()) }

    /// Reads an option's text.
    ///
    /// - Throws: the forms that a moment has.
    static func typed(_ text: String) throws -> Moment {
        guard let moment = Moment(argument: text) else {
            throw ValidationError("give now, a day as YYYY-MM-DD, or day, time and zone as 2025-03-09T14:30:00Z")
        }
        return moment
    }

    /// Nil unless day, time and zone exist; the date parser alone would take 30 February for 2 March.
    init?(argument: String) {
        if argument == "now" {
            self = .now
        } else if let day = Day(argument: argument) {
            self = .day(day.calendarDate)
        } else {
            let shape = /(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d\d:?\d\d)/
            guard let match = argument.wholeMatch(of: shape), Day(argument: String(match.1)) != nil,
                let date = try? Date(argument, strategy: .iso8601)
            else { return nil }
            self = .instant(date)
        }
    }

    /// The instant; of a day its beginning in the zone, so that today never lies ahead.
    func date(in zone: TimeZone) -> Date {
        switch self {
        case .instant(let date): return date
        case .day(let day):
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = zone
            let parts = DateComponents(year: day.year, month: day.month, day: day.day)
            return calendar.date(from: parts) ?? .distantPast
        }
    }
}

/// When something happened to a participant.
struct MomentOption: ParsableArguments {
    @Option(
        name: .customLong("at"),
        help: "When: now (default), 2025-03-09 (at the site) or 2025-03-09T14:30:00Z.",
        transform: Moment.typed
    )
    var moment = Moment.now

    /// The instant; a day is counted where the participant's site is.
    func date(for subject: SubjectNumber, in trial: TrialID, _ service: TrialService) async throws -> Date {
        if case .instant(let date) = moment { return date }
        let sites = try await service.trialProtocol(of: trial).protocol.sites
        return moment.date(in: sites.first { $0.code == subject.site }?.timeZone ?? .gmt)
    }
}
