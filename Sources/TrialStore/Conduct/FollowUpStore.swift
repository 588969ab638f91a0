package import Foundation
package import PostgreSQL
package import Trial

/// How participants' follow-up ended: a correction is a further revision, nothing is overwritten.
package enum FollowUpStore {
    /// Adds a revision.
    ///
    /// - Returns: its number; 1 is what was first known.
    package static func keep(
        _ ending: FollowUpDefinition.Ending,
        of participant: UUID,
        endedOn day: PostgresDate,
        by account: String,
        _ transaction: Transaction
    ) async throws -> Int {
        let (event, censoring): (String?, String?) =
            switch ending {
            case .event(let kind): (kind, nil)
            case .censored(let reason): (nil, reason)
            }
        try await Turn.followUp(participant: participant).wait(transaction)
        let rows = try await transaction.query(
            """
            INSERT INTO trial.follow_up (participant_id, revision, ended_on, event, censoring, recorded_by)
            SELECT \(participant), coalesce(max(revision), 0) + 1, \(day), \(event), \(censoring), \(account)
            FROM trial.follow_up WHERE participant_id = \(participant)
            RETURNING revision
            """
        )
        guard let revision = try rows.first?.decode("revision", as: Int.self) else {
            throw StoreError.vanished("follow-up that was being recorded")
        }
        return revision
    }

    /// The newest revision of a participant; nil where nothing is known yet.
    package static func latest(
        of participant: UUID,
        _ transaction: Transaction
    ) async throws -> (endedOn: PostgresDate, ending: FollowUpDefinition.Ending)? {
        try await transaction.query(
            """
            SELECT ended_on, event, censoring FROM trial.follow_up WHERE participant_id = \(participant)
            ORDER BY revision DESC LIMIT 1
            """
        ).first.map { (try $0.decode("ended_on"), try ending($0, of: participant)) }
    }

    /// Days from admission and ending of every participant's newest revision in a trial.
    package static func latest(
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> [UUID: DataCut.FollowUp] {
        let rows = try await transaction.query(
            """
            SELECT DISTINCT ON (f.participant_id) f.participant_id, f.ended_on - p.ecg_acquired_on AS days, f.event,
                f.censoring
            FROM trial.follow_up f JOIN trial.participant p USING (participant_id)
            WHERE p.trial_id = \(trial.rawValue) AND p.ecg_acquired_on IS NOT NULL
            ORDER BY f.participant_id, f.revision DESC
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let participant: UUID = try row.decode("participant_id")
                let ended = DataCut.FollowUp(days: try row.decode("days"), ending: try ending(row, of: participant))
                return (participant, ended)
            }
        )
    }

    private static func ending(_ row: Row, of participant: UUID) throws -> FollowUpDefinition.Ending {
        if let kind: String = try row.decode("event", as: String?.self) { return .event(kind: kind) }
        guard let reason: String = try row.decode("censoring", as: String?.self) else {
            throw StoreError.damaged(table: "trial.follow_up", key: participant.uuidString)
        }
        return .censored(reason: reason)
    }
}
