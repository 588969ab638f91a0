package import PostgreSQL

/// A small trial, written as its owner with plain SQL so that the tests of roles and rules stand on nothing they test.
///
/// Sites `AAA` and `BBB`; accounts `coordinator-a`, `coordinator-b`, `manager`, `statistician`, `reader`, `ingest`,
/// `admin`. Patients of tier `high` come first, then `low`, alternating sites.
package struct TrialFixture: Sendable {
    package let owner: ConnectionConfiguration
    package let trial = "fixture"

    /// Makes the trial with `high` and `low` patients drawn and sampled.
    ///
    /// - Parameters:
    ///   - owner: the login that owns the schema.
    ///   - high: how many patients of the upper tier.
    ///   - low: how many of the lower.
    ///   - quota: places of each of the two tiers.
    ///   - state: every participant's state.
    /// - Throws: ``PostgresError`` where the schema refuses a row.
    package init(
        _ owner: ConnectionConfiguration,
        high: Int,
        low: Int,
        quota: (high: Int, low: Int),
        state: String = "sampled"
    ) async throws {
        self.owner = owner
        let connection = try await Connection.connect(owner)
        try await connection.run(script: Self.setUp)
        try await connection.execute(
            """
            INSERT INTO trial.quota VALUES ('fixture', 'high', \(quota.high)::integer),
                ('fixture', 'low', \(quota.low)::integer)
            """
        )
        try await connection.execute(Self.patients(high: high, low: low))
        try await connection.run(script: Self.conduct(state: state))
        await connection.close()
    }

    /// Patients with one scored recording each, numbered from 1.
    private static func patients(high: Int, low: Int) -> SQL {
        """
        WITH n AS (
            SELECT i, md5('patient ' || i)::uuid AS patient, md5('recording ' || i)::uuid AS recording,
                md5('assessment ' || i)::uuid AS assessment, sha256(('file ' || i)::bytea) AS digest,
                CASE WHEN i % 2 = 0 THEN 'AAA' ELSE 'BBB' END AS site,
                CASE WHEN i <= \(high) THEN 'high' ELSE 'low' END AS tier
            FROM generate_series(1, \(high + low)) AS i
        ), p AS (
            INSERT INTO identity.patient (patient_key, site_code, record_number_hash, sealed, key_id)
            SELECT patient, site, digest, digest, 'none' FROM n
        ), r AS (
            INSERT INTO ecg.recording (patient_key, recording_id, site_code, source_format, source_sha256, acquired_at,
                age, sex, statements, remarks)
            SELECT patient, recording, site, 'fixture', digest, '2025-03-01 12:00Z', 60, 'female', '{}', '{}' FROM n
        ), a AS (
            INSERT INTO ecg.risk_assessment (patient_key, assessment_id, recording_id, model_id, weights_sha256,
                preprocessing_version, software_version, input_sha256, outputs, probabilities)
            SELECT patient, assessment, recording, 'model', sha256('weights'), '1', 'test', digest, '{shd}',
                ARRAY[CASE tier WHEN 'high' THEN 0.9 ELSE 0.1 END] FROM n
        ), s AS (
            INSERT INTO trial.stratification (trial_id, patient_key, assessment_id, cut_point_set, tier)
            SELECT 'fixture', patient, assessment, 'cuts', tier FROM n
        ), m AS (
            INSERT INTO trial.frame_member (trial_id, frame_number, patient_key, site_code, recording_id, assessment_id,
                tier, eligible, reasons)
            SELECT 'fixture', 1, patient, site, recording, assessment, tier, true, '{}' FROM n
        )
        INSERT INTO trial.place (trial_id, frame_number, patient_key, tier, draw_order)
        SELECT 'fixture', 1, patient, tier, row_number() OVER (PARTITION BY tier ORDER BY i) FROM n
        """
    }

    private static let setUp = """
        INSERT INTO trial.trial (trial_id, title, enrolling_model) VALUES ('fixture', 'Fixture', 'model');
        INSERT INTO trial.site VALUES ('AAA', 'Site A', 'America/New_York'), ('BBB', 'Site B', 'Europe/Berlin');
        INSERT INTO trial.trial_site VALUES ('fixture', 'AAA'), ('fixture', 'BBB');
        INSERT INTO ops.account (account_name) VALUES ('coordinator-a'), ('coordinator-b'), ('manager'),
            ('statistician'), ('reader'), ('ingest'), ('admin');
        INSERT INTO ops.role_grant (account_name, role, trial_id, site_code) VALUES
            ('coordinator-a', 'coordinator', 'fixture', 'AAA'), ('coordinator-b', 'coordinator', 'fixture', 'BBB'),
            ('manager', 'data_manager', 'fixture', NULL), ('statistician', 'statistician', 'fixture', NULL),
            ('reader', 'echo_reader', 'fixture', NULL), ('ingest', 'service', 'fixture', NULL),
            ('admin', 'administrator', NULL, NULL);
        INSERT INTO trial.protocol_version (trial_id, version, source, source_sha256, weights_sha256)
            VALUES ('fixture', 1, 'none', sha256('none'), sha256('weights'));
        INSERT INTO trial.frame (trial_id, frame_number, protocol_version) VALUES ('fixture', 1, 1);
        INSERT INTO ecg.model (weights_sha256, model_id, card) VALUES (sha256('weights'), 'model', '{}');
        """

    private static func conduct(state: String) -> String {
        """
        UPDATE trial.frame SET closed_at = now(), seed = 1;
        INSERT INTO trial.participant (participant_id, trial_id, patient_key, site_code, subject_number, contact_order,
            state, ecg_acquired_on)
        SELECT md5('participant ' || pl.patient_key)::uuid, 'fixture', pl.patient_key, m.site_code,
            m.site_code || '-' || lpad(n.number::text, 4, '0'), n.number, '\(state)', '2025-03-01'
        FROM trial.place pl JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
        CROSS JOIN LATERAL (SELECT count(*) AS number FROM trial.frame_member o
            WHERE o.site_code = m.site_code AND o.patient_key <= m.patient_key) n;
        INSERT INTO trial.consent (participant_id, form_version, language, method, consented_at, confirmed, trial_id,
            protocol_version)
        SELECT participant_id, '1.0', 'en', 'paper', now(), '{}', 'fixture', 1 FROM trial.participant
        WHERE state = 'consented';
        """
    }
}
