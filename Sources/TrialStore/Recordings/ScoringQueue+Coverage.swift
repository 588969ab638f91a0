package import PostgreSQL
package import Trial

extension ScoringQueue {
    /// How far one model has come with the recordings of one site; the parts add up to the recordings.
    package struct Coverage: Sendable, Equatable {
        package let site: SiteCode
        package let recordings: Int
        package let scored: Int
        /// Turned away by the input-quality gate.
        package let refused: Int
        /// Waiting, under way, or pausing after a failure.
        package let queued: Int
        /// A person has to look at them.
        package let setAside: Int

        /// In no queue, and without a result.
        package var missing: Int { recordings - scored - refused - queued - setAside }
    }

    /// How far a model has come at each of its sites that has recordings.
    package static func coverage(of work: Work, _ transaction: Transaction) async throws -> [Coverage] {
        try await transaction.query(
            """
            SELECT r.site_code, count(*) AS recordings, count(a.assessment_id) AS scored,
                count(*) FILTER (WHERE a.assessment_id IS NULL AND cardinality(q.reasons) > 0) AS refused,
                count(*) FILTER (WHERE a.assessment_id IS NULL AND coalesce(cardinality(q.reasons), 0) = 0
                    AND j.recording_id IS NOT NULL AND j.set_aside_at IS NULL) AS queued,
                count(*) FILTER (WHERE a.assessment_id IS NULL AND coalesce(cardinality(q.reasons), 0) = 0
                    AND j.set_aside_at IS NOT NULL) AS set_aside
            FROM ecg.recording r
            JOIN ecg.model m ON m.weights_sha256 = \(work.weights) AND m.reads = r.kind
            LEFT JOIN ecg.risk_assessment a ON a.patient_key = r.patient_key AND a.recording_id = r.recording_id
                AND a.weights_sha256 = \(work.weights) AND a.preprocessing_version = \(work.preprocessing)
            LEFT JOIN ecg.quality_result q ON q.patient_key = r.patient_key AND q.recording_id = r.recording_id
                AND q.preprocessing_version = \(work.preprocessing)
            LEFT JOIN ops.scoring_job j ON j.patient_key = r.patient_key AND j.recording_id = r.recording_id
                AND j.weights_sha256 = \(work.weights) AND j.preprocessing_version = \(work.preprocessing)
            WHERE r.site_code = ANY(\(work.sites.map(\.rawValue)))
            GROUP BY r.site_code ORDER BY r.site_code
            """
        ).map { row in
            guard let site = SiteCode(rawValue: try row.decode("site_code")) else {
                throw StoreError.damaged(table: "ecg.recording", key: try row.decode("site_code"))
            }
            return try Coverage(
                site: site,
                recordings: row.decode("recordings"),
                scored: row.decode("scored"),
                refused: row.decode("refused"),
                queued: row.decode("queued"),
                setAside: row.decode("set_aside")
            )
        }
    }
}
