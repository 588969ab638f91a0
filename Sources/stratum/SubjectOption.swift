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

    init?(argument: String) {
        if argument == "now" {
            self.init(Date())
        } else if let date = try? Date(argument, strategy: .iso8601) {
            self.init(date)
        } else if let date = try? Date(argument, strategy: .iso8601.year().month().day()) {
            self.init(date)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String { "now" }
}
