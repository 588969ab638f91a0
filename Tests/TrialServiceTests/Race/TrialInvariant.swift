import Foundation

/// A rule that the rows of a trial obey at every moment, as a query for what breaks it.
struct TrialInvariant: Sendable {
    let name: String
    /// One row, with a column `violation`, for each breach.
    let violations: String

    /// The rules of `Tests/Endurance/invariants.sql`.
    static func all() throws -> [TrialInvariant] {
        let file = URL(filePath: #filePath).appending(path: "../../../Endurance/invariants.sql").standardized
        let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "-- rule: ").dropFirst()
        return parts.map { part in
            let lines = part.split(separator: "\n", maxSplits: 1)
            return TrialInvariant(name: String(lines[0]), violations: String(lines[1]))
        }
    }
}
