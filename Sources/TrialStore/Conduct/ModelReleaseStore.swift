package import Foundation
package import PostgreSQL
package import Trial

/// Which models work at which sites of a trial: append-only, the newest entry of a site and model is in force.
package enum ModelReleaseStore {
    /// What becomes of a model's scores.
    package enum Mode: String, Sendable, CaseIterable {
        /// They become tiers where the protocol has cut points for the model.
        case active
        /// They are kept, and nothing follows from them.
        case shadow
        /// The model does not run.
        case withdrawn
    }

    /// What is in force at one site.
    package struct Release: Sendable, Equatable {
        package let trial: TrialID
        package let site: SiteCode
        package let model: String
        package let weights: Data
        /// Recordings of which kind it is given.
        package let reads: RecordingKind
        package let mode: Mode
        package let since: Date
    }

    /// Enters a mode for a model at sites; where it is in force already nothing is entered.
    ///
    /// - Returns: the sites where it is new.
    package static func enter(
        _ mode: Mode,
        of weights: Data,
        at sites: [SiteCode],
        in trial: TrialID,
        _ transaction: Transaction
    ) async throws -> [SiteCode] {
        try await Turn.release(trial).wait(transaction)
        let entered = try await transaction.query(
            """
            INSERT INTO trial.model_release (trial_id, site_code, weights_sha256, entry, mode)
            SELECT \(trial.rawValue), s.site_code, \(weights), coalesce(r.entry, 0) + 1, \(mode.rawValue)
            FROM unnest(\(sites.map(\.rawValue))) AS s (site_code)
            LEFT JOIN trial.released_model r
              ON r.trial_id = \(trial.rawValue) AND r.site_code = s.site_code AND r.weights_sha256 = \(weights)
            WHERE r.mode IS DISTINCT FROM \(mode.rawValue)
            RETURNING site_code
            """
        )
        return try entered.compactMap { SiteCode(rawValue: try $0.decode("site_code")) }
    }

    /// What is in force and may be seen, by trial, model and site.
    ///
    /// - Parameters:
    ///   - trial: only of this one; nil for all.
    ///   - weights: only of these; nil for all.
    ///   - transaction: of a role that may see releases.
    /// - Returns: one entry a trial, site and model.
    /// - Throws: ``PostgresError``.
    package static func inForce(
        trial: TrialID? = nil,
        weights: Data? = nil,
        _ transaction: Transaction
    ) async throws -> [Release] {
        try await transaction.query(
            """
            SELECT r.trial_id, r.site_code, m.model_id, m.reads, r.weights_sha256, r.mode, r.released_at
            FROM trial.released_model r JOIN ecg.model m USING (weights_sha256)
            WHERE (\(trial?.rawValue)::text IS NULL OR r.trial_id = \(trial?.rawValue))
              AND (\(weights)::bytea IS NULL OR r.weights_sha256 = \(weights))
            ORDER BY r.trial_id, m.model_id, r.weights_sha256, r.site_code
            """
        ).map(release)
    }

    private static func release(_ row: Row) throws -> Release {
        guard let trial = TrialID(rawValue: try row.decode("trial_id")),
            let site = SiteCode(rawValue: try row.decode("site_code")),
            let mode = Mode(rawValue: try row.decode("mode")),
            let kind = RecordingKind(rawValue: try row.decode("reads"))
        else { throw StoreError.damaged(table: "trial.model_release", key: try row.decode("trial_id")) }
        return try Release(
            trial: trial,
            site: site,
            model: row.decode("model_id"),
            weights: row.decode("weights_sha256"),
            reads: kind,
            mode: mode,
            since: row.decode("released_at")
        )
    }
}
