package import Foundation
package import PostgreSQL
package import Trial

/// One person behind two participants: suspected by marks, decided by a desk.
extension ConductStore {
    /// Two participants who look like one person; no names, no tiers.
    package struct Likeness: Sendable, Equatable {
        package let subject: String
        package let state: String
        package let other: String
        package let otherState: String
        package let agree: [PersonMark.Kind]
        /// Who decided that they are two, and why; nil while nobody has.
        package let decidedBy: String?
        package let reason: String?
    }

    /// Whether somebody who looks like this participant is enrolled in the same trial.
    package static func mayBeEnrolledAlready(_ participant: UUID, _ transaction: Transaction) async throws -> Bool {
        try await transaction.query("SELECT trial.may_be_enrolled_already(\(participant)) AS likely").first?
            .decode("likely") ?? false
    }

    /// Keeps that a participant is nobody who is enrolled now.
    ///
    /// - Returns: whether there was a likeness to decide on.
    package static func decideDistinct(
        _ participant: UUID,
        because reason: String,
        _ transaction: Transaction
    ) async throws -> Bool {
        try await transaction.query("SELECT trial.decide_distinct(\(participant), \(reason)) AS decided").first?
            .decode("decided") ?? false
    }

    /// Every pair at the sites of the data manager in force.
    package static func likenesses(of trial: TrialID, _ transaction: Transaction) async throws -> [Likeness] {
        try await transaction.query("SELECT * FROM trial.likenesses(\(trial.rawValue))").map { row in
            try Likeness(
                subject: row.decode("subject"),
                state: row.decode("subject_state"),
                other: row.decode("other"),
                otherState: row.decode("other_state"),
                agree: row.decode("agree", as: [String].self).compactMap(PersonMark.Kind.init(rawValue:)),
                decidedBy: row.decode("decided_by"),
                reason: row.decode("reason")
            )
        }
    }
}
