import ArgumentParser
import Foundation
import Trial

extension SubjectNumber: ExpressibleByArgument {
    init?(argument: String) { self.init(rawValue: argument.uppercased()) }
}

/// A moment that a person types: now, a day, or a day with time and zone.
struct Moment: ExpressibleByArgument {
    let date: Date

    init(_ date: Date) { self.date = date }

    /// Nil unless day, time and zone exist; the date parser alone would take 30 February for 2 March.
    init?(argument: String) {
        if argument == "now" {
            self.init(Date())
        } else if Day(argument: argument) != nil {
            guard let date = try? Date(argument, strategy: .iso8601.year().month().day()) else { return nil }
            self.init(date)
        } else {
            let shape = /(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d\d:?\d\d)/
            guard let match = argument.wholeMatch(of: shape), Day(argument: String(match.1)) != nil,
                let date = try? Date(argument, strategy: .iso8601)
            else { return nil }
            self.init(date)
        }
    }

    var defaultValueDescription: String { "now" }
}
