import Crypto
package import Foundation
package import PostgreSQL
package import Trial

/// Trials, their sites and their protocol versions.
package enum ProtocolStore {
    /// A stored protocol version.
    package struct Version: Sendable {
        package let version: Int
        package let source: String
        package let sourceDigest: Data
        /// SHA-256 of the only weights whose scores may stratify the trial.
        package let weightsDigest: Data
    }

    /// Adds a trial with its sites, first protocol version and quotas, released at every site.
    package static func create(
        _ plan: TrialProtocol,
        as trial: TrialID,
        weightsDigest: Data,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO trial.trial (trial_id, title, enrolling_model, entry, sampling, ending)
            VALUES (\(trial.rawValue), \(plan.title), \(plan.enrollingCutPointSet.model),
                \(plan.indexTest.entry.rawValue), \(plan.sampling.rule.rawValue), \(plan.ending.name))
            """
        )
        for site in plan.sites {
            try await transaction.execute(
                """
                INSERT INTO trial.site (site_code, name, time_zone)
                VALUES (\(site.code.rawValue), \(site.name), \(site.timeZone.identifier)) ON CONFLICT (site_code) DO NOTHING
                """
            )
            try await transaction.execute(
                "INSERT INTO trial.trial_site VALUES (\(trial.rawValue), \(site.code.rawValue))"
            )
        }
        try await transaction.execute(
            """
            INSERT INTO trial.protocol_version (trial_id, version, source, source_sha256, weights_sha256)
            VALUES (\(trial.rawValue), \(plan.version)::integer, \(plan.source), \(Data(SHA256.hash(data: Data(plan.source.utf8)))),
                \(weightsDigest))
            """
        )
        try await transaction.execute(
            """
            INSERT INTO trial.protocol_release (trial_id, version, site_code)
            SELECT trial_id, \(plan.version)::integer, site_code FROM trial.trial_site WHERE trial_id = \(trial.rawValue)
            """
        )
        for role in plan.blinding.unblindedRoles.map(\.rawValue).sorted() {
            try await transaction.execute("INSERT INTO trial.unblinded_role VALUES (\(trial.rawValue), \(role))")
        }
        for (tier, places) in plan.sampling.quotas.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            try await transaction.execute(
                "INSERT INTO trial.quota VALUES (\(trial.rawValue), \(tier.rawValue), \(places)::integer)"
            )
        }
    }

    /// The trials that the role in force may see, oldest first.
    package static func trials(_ transaction: Transaction) async throws -> [TrialID] {
        try await transaction.query("SELECT trial_id FROM trial.trial ORDER BY created_at, trial_id")
            .compactMap { TrialID(rawValue: try $0.decode("trial_id")) }
    }

    /// The newest version of a trial's protocol; nil where the role in force sees no such trial.
    package static func latest(of trial: TrialID, _ transaction: Transaction) async throws -> Version? {
        try await transaction.query(
            """
            SELECT version, source, source_sha256, weights_sha256 FROM trial.protocol_version
            WHERE trial_id = \(trial.rawValue) ORDER BY version DESC LIMIT 1
            """
        ).first.map { row in
            try Version(
                version: row.decode("version"),
                source: row.decode("source"),
                sourceDigest: row.decode("source_sha256"),
                weightsDigest: row.decode("weights_sha256")
            )
        }
    }
}
