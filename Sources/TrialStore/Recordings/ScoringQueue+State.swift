package import Foundation
package import PostgreSQL
package import Trial

extension ScoringQueue {
    /// How many jobs stand where.
    package struct State: Sendable, Equatable {
        /// A worker may take them now.
        package var waiting = 0
        /// A worker has them.
        package var underWay = 0
        /// They failed and wait for another attempt.
        package var pausing = 0
        /// A person has to look at them.
        package var setAside = 0
        /// Seconds until the next of those under way or pausing may be taken; nil where there is none.
        package var secondsToNext: Double?

        /// Whether something is left that a worker will take, now or later.
        package var isEmpty: Bool { waiting + underWay + pausing == 0 }
    }

    /// One model's jobs that no worker takes any more.
    package struct SetAside: Sendable, Equatable {
        package let model: String
        package let recording: RecordingID
        package let site: SiteCode
        package let attempts: Int
        package let reason: String
        package let since: Date
    }

    /// How one model's jobs stand.
    package static func state(of work: Work, _ transaction: Transaction) async throws -> State {
        try await transaction.query(
            """
            SELECT count(*) FILTER (WHERE set_aside_at IS NULL AND available_at <= now()) AS waiting,
                count(*) FILTER (WHERE set_aside_at IS NULL AND available_at > now() AND lease IS NOT NULL) AS under_way,
                count(*) FILTER (WHERE set_aside_at IS NULL AND available_at > now() AND lease IS NULL) AS pausing,
                count(*) FILTER (WHERE set_aside_at IS NOT NULL) AS set_aside,
                extract(epoch FROM min(available_at) FILTER (WHERE set_aside_at IS NULL AND available_at > now()) - now())
                    ::double precision AS next
            FROM ops.scoring_job
            WHERE weights_sha256 = \(work.weights) AND preprocessing_version = \(work.preprocessing)
              AND site_code = ANY(\(work.sites.map(\.rawValue)))
            """
        ).first.map { row in
            try State(
                waiting: row.decode("waiting"),
                underWay: row.decode("under_way"),
                pausing: row.decode("pausing"),
                setAside: row.decode("set_aside"),
                secondsToNext: row.decode("next")
            )
        } ?? State()
    }

    /// What was set aside at the sites that may be seen, longest first; a thousand at most.
    package static func setAside(_ transaction: Transaction) async throws -> [SetAside] {
        try await transaction.query(
            """
            SELECT m.model_id, j.recording_id, j.site_code, j.attempts, j.failure, j.set_aside_at
            FROM ops.scoring_job j JOIN ecg.model m USING (weights_sha256)
            WHERE j.set_aside_at IS NOT NULL ORDER BY j.set_aside_at, j.recording_id LIMIT 1000
            """
        ).map { row in
            guard let site = SiteCode(rawValue: try row.decode("site_code")) else {
                throw StoreError.damaged(table: "ops.scoring_job", key: try row.decode("site_code"))
            }
            return try SetAside(
                model: row.decode("model_id"),
                recording: RecordingID(rawValue: row.decode("recording_id")),
                site: site,
                attempts: row.decode("attempts"),
                reason: row.decode("failure", as: String?.self) ?? "",
                since: row.decode("set_aside_at")
            )
        }
    }

    /// Lets workers try again what was set aside.
    ///
    /// - Returns: how many jobs that were.
    package static func retry(_ transaction: Transaction) async throws -> Int {
        let again = try await transaction.execute(
            """
            UPDATE ops.scoring_job SET set_aside_at = NULL, attempts = 0, failure = NULL, available_at = now()
            WHERE set_aside_at IS NOT NULL
            """
        )
        if again > 0 { try await transaction.execute("SELECT pg_notify(\(channel), '')") }
        return again
    }
}
