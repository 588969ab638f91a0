import Foundation
import PostgreSQL
import Trial

/// What several writers may want at the same time and only one may have, until its transaction ends.
///
/// An advisory lock, because the roles that take turns may not lock the rows themselves.
enum Turn {
    /// Opening a frame of a trial.
    case frame(TrialID)
    /// Numbering a data cut of a trial.
    case cut(TrialID)
    /// Entering which models work in a trial.
    case release(TrialID)
    /// Adding a revision to a participant's echocardiogram.
    case echo(participant: UUID)
    /// Adding a revision to what is known of a participant's follow-up.
    case followUp(participant: UUID)
    /// Adding echocardiograms of routine care.
    case routineEchoes

    private var name: String {
        switch self {
        case .frame(let trial): "frame \(trial.rawValue)"
        case .cut(let trial): "cut \(trial.rawValue)"
        case .release(let trial): "release \(trial.rawValue)"
        case .echo(let participant): "echo \(participant.uuidString)"
        case .followUp(let participant): "follow-up \(participant.uuidString)"
        case .routineEchoes: "routine echoes"
        }
    }

    /// Waits for the turn; the statements that follow see what the one before has stored.
    func wait(_ transaction: Transaction) async throws {
        try await transaction.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(name), 0))")
    }
}
