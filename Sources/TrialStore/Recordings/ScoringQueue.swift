package import Foundation
package import PostgreSQL
package import Trial

/// Recordings that wait for a model: a queue that any number of workers on any number of hosts drain.
///
/// A job is taken for the length of a lease. It is deleted by the transaction that stores what came of it, so a worker
/// that dies loses nothing, and two that hold the same job store one assessment.
package enum ScoringQueue {
    /// The channel on which sessions are told that there are new jobs.
    package static let channel = "stratum_scoring"

    /// After so many attempts a job is set aside.
    package static let maximumAttempts = 5

    /// One model's jobs.
    package struct Work: Sendable {
        package let weights: Data
        package let preprocessing: String
        /// Only recordings of these.
        package let sites: [SiteCode]

        package init(weights: Data, preprocessing: String, sites: [SiteCode]) {
            (self.weights, self.preprocessing, self.sites) = (weights, preprocessing, sites)
        }
    }

    /// One recording that a worker has taken.
    package struct Job: Sendable, Hashable {
        package let patient: PatientKey
        package let recording: RecordingID
    }

    /// Queues a new ECG for every model that reads them and works at its site.
    package static func add(
        _ recording: RecordingID,
        of patient: PatientKey,
        site: SiteCode,
        preprocessing: String,
        _ transaction: Transaction
    ) async throws {
        let added = try await transaction.execute(
            """
            INSERT INTO ops.scoring_job (patient_key, recording_id, weights_sha256, preprocessing_version, site_code)
            SELECT DISTINCT \(patient.rawValue), \(recording.rawValue), weights_sha256, \(preprocessing), site_code
            FROM trial.released_model JOIN ecg.model USING (weights_sha256)
            WHERE site_code = \(site.rawValue) AND mode <> 'withdrawn' AND reads = 'ecg'
            ON CONFLICT DO NOTHING
            """
        )
        if added > 0 { try await announce(transaction) }
    }

    /// Queues every recording that the model has neither scored nor the gate turned away.
    ///
    /// - Returns: how many jobs are new.
    package static func addUnscored(_ work: Work, _ transaction: Transaction) async throws -> Int {
        let added = try await transaction.execute(
            """
            INSERT INTO ops.scoring_job (patient_key, recording_id, weights_sha256, preprocessing_version, site_code)
            SELECT r.patient_key, r.recording_id, \(work.weights), \(work.preprocessing), r.site_code
            FROM ecg.recording r JOIN ecg.model m ON m.weights_sha256 = \(work.weights) AND m.reads = r.kind
            WHERE r.site_code = ANY(\(work.sites.map(\.rawValue)))
              AND NOT EXISTS (SELECT FROM ecg.risk_assessment a
                  WHERE a.patient_key = r.patient_key AND a.recording_id = r.recording_id
                    AND a.weights_sha256 = \(work.weights) AND a.preprocessing_version = \(work.preprocessing))
              AND NOT EXISTS (SELECT FROM ecg.quality_result q
                  WHERE q.patient_key = r.patient_key AND q.recording_id = r.recording_id
                    AND q.preprocessing_version = \(work.preprocessing) AND cardinality(q.reasons) > 0)
            ON CONFLICT DO NOTHING
            """
        )
        if added > 0 { try await announce(transaction) }
        return added
    }

    /// Takes jobs for the length of a lease.
    ///
    /// Recordings that failed before are taken one at a time, so that one that kills its worker takes no other along.
    ///
    /// - Parameters:
    ///   - work: whose jobs.
    ///   - limit: the most to take.
    ///   - seconds: the length of the lease.
    ///   - lease: names it.
    ///   - worker: who takes them, for people.
    ///   - transaction: of the service role.
    /// - Returns: jobs that no other worker holds; none where all are taken or wait.
    /// - Throws: ``PostgresError``.
    package static func take(
        _ work: Work,
        limit: Int,
        seconds: Double,
        lease: UUID,
        worker: String,
        _ transaction: Transaction
    ) async throws -> [Job] {
        let fresh = try await take(work, limit, seconds, lease, worker, mayHaveFailed: false, transaction)
        guard fresh.isEmpty else { return fresh }
        return try await take(work, 1, seconds, lease, worker, mayHaveFailed: true, transaction)
    }

    private static func take(
        _ work: Work,
        _ limit: Int,
        _ seconds: Double,
        _ lease: UUID,
        _ worker: String,
        mayHaveFailed: Bool,
        _ transaction: Transaction
    ) async throws -> [Job] {
        try await transaction.query(
            """
            WITH next AS (
                SELECT patient_key, recording_id FROM ops.scoring_job
                WHERE weights_sha256 = \(work.weights) AND preprocessing_version = \(work.preprocessing)
                  AND site_code = ANY(\(work.sites.map(\.rawValue)))
                  AND set_aside_at IS NULL AND available_at <= now() AND attempts < \(maximumAttempts)
                  AND (attempts = 0 OR \(mayHaveFailed))
                ORDER BY available_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            UPDATE ops.scoring_job j SET lease = \(lease), worker = \(worker), attempts = attempts + 1,
                failure = NULL, available_at = now() + make_interval(secs => \(seconds))
            FROM next
            WHERE j.patient_key = next.patient_key AND j.recording_id = next.recording_id
              AND j.weights_sha256 = \(work.weights) AND j.preprocessing_version = \(work.preprocessing)
            RETURNING j.patient_key, j.recording_id
            """
        ).map { row in
            try Job(
                patient: PatientKey(rawValue: row.decode("patient_key")),
                recording: RecordingID(rawValue: row.decode("recording_id"))
            )
        }
    }

    /// Deletes jobs whose results the same transaction stores, whoever holds them now.
    package static func finish(_ jobs: [Job], _ work: Work, _ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            DELETE FROM ops.scoring_job j
            USING unnest(\(jobs.map(\.patient.rawValue)), \(jobs.map(\.recording.rawValue))) AS done (patient, recording)
            WHERE j.patient_key = done.patient AND j.recording_id = done.recording
              AND j.weights_sha256 = \(work.weights) AND j.preprocessing_version = \(work.preprocessing)
            """
        )
    }

    /// Gives jobs back after a failure: they wait longer after each, and are set aside after the last.
    ///
    /// - Parameters:
    ///   - lease: under which they were taken; jobs that another worker holds by now are left alone.
    ///   - reason: what went wrong, without anything about a patient.
    ///   - isFinal: whether another attempt would end the same way.
    ///   - transaction: of the service role.
    /// - Throws: ``PostgresError``.
    package static func fail(
        lease: UUID,
        reason: String,
        isFinal: Bool,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE ops.scoring_job SET lease = NULL, failure = left(\(reason), 500),
                set_aside_at = CASE WHEN \(isFinal) OR attempts >= \(maximumAttempts) THEN now() END,
                available_at = now() + make_interval(secs => least(300, 2 ^ attempts))
            WHERE lease = \(lease)
            """
        )
    }

    /// Sets aside what workers began as often as is allowed and never finished.
    ///
    /// - Returns: how many jobs that were.
    package static func setExhaustedAside(_ work: Work, _ transaction: Transaction) async throws -> Int {
        try await transaction.execute(
            """
            UPDATE ops.scoring_job SET set_aside_at = now(), lease = NULL,
                failure = format('its worker ended or ran out of time %s times', attempts)
            WHERE weights_sha256 = \(work.weights) AND preprocessing_version = \(work.preprocessing)
              AND site_code = ANY(\(work.sites.map(\.rawValue)))
              AND set_aside_at IS NULL AND attempts >= \(maximumAttempts) AND available_at <= now()
            """
        )
    }

    /// Gives jobs back that were not begun after all; the attempt does not count.
    package static func giveBack(lease: UUID, _ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE ops.scoring_job SET lease = NULL, worker = NULL, attempts = attempts - 1, available_at = now()
            WHERE lease = \(lease)
            """
        )
    }

    /// Deletes what waits for a model at a site where no trial lets it work any more.
    package static func dropWithdrawn(weights: Data, _ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            DELETE FROM ops.scoring_job j WHERE weights_sha256 = \(weights) AND NOT EXISTS (
                SELECT FROM trial.released_model r
                WHERE r.site_code = j.site_code AND r.weights_sha256 = j.weights_sha256 AND r.mode <> 'withdrawn')
            """
        )
    }

    private static func announce(_ transaction: Transaction) async throws {
        try await transaction.execute("SELECT pg_notify(\(channel), '')")
    }
}
