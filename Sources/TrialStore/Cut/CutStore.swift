package import Foundation
package import PostgreSQL
package import Trial

/// Frozen data cuts: bytes, their SHA-256, and when they were taken.
package enum CutStore {
    /// A stored cut.
    package struct Stored: Sendable {
        package let number: Int
        package let takenAt: Date
        package let software: String
        package let content: Data
        package let digest: Data
    }

    /// Keeps a cut; a cut with the same bytes is not kept twice.
    ///
    /// - Returns: the cut that holds these bytes, new or old.
    package static func keep(
        _ content: Data,
        digest: Data,
        of trial: TrialID,
        by account: String,
        software: String,
        _ transaction: Transaction
    ) async throws -> Stored {
        try await Turn.cut(trial).wait(transaction)
        try await transaction.execute(
            """
            INSERT INTO analysis.data_cut (trial_id, cut_number, taken_by, software_version, content, content_sha256)
            SELECT \(trial.rawValue), coalesce(max(cut_number), 0) + 1, \(account), \(software), \(content), \(digest)
            FROM analysis.data_cut WHERE trial_id = \(trial.rawValue)
            ON CONFLICT (trial_id, content_sha256) DO NOTHING
            """
        )
        let kept = try await transaction.query(
            """
            SELECT cut_number, taken_at, software_version, content, content_sha256 FROM analysis.data_cut
            WHERE trial_id = \(trial.rawValue) AND content_sha256 = \(digest)
            """
        )
        guard let row = kept.first else { throw StoreError.vanished("data cut that was being kept") }
        return try stored(row)
    }

    /// A cut by its number, or the newest; nil where the role in force sees none.
    package static func find(
        number: Int?,
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> Stored? {
        let choice: SQL = if let number { "AND cut_number = \(number)::integer" } else { "" }
        return try await transaction.query(
            """
            SELECT cut_number, taken_at, software_version, content, content_sha256 FROM analysis.data_cut
            WHERE trial_id = \(trial.rawValue) \(fragment: choice) ORDER BY cut_number DESC LIMIT 1
            """
        ).first.map(stored)
    }

    private static func stored(_ row: Row) throws -> Stored {
        try Stored(
            number: row.decode("cut_number"),
            takenAt: row.decode("taken_at"),
            software: row.decode("software_version"),
            content: row.decode("content"),
            digest: row.decode("content_sha256")
        )
    }
}
