package import Foundation
package import PostgreSQL
package import Trial

/// The SQL that fills a data cut; the rows still have to be joined with the protocol.
package enum CutSource {
    /// An enrolled participant with the index recording's facts.
    package struct Enrolled: Sendable {
        package let participant: UUID
        package let subject: String
        package let site: String
        package let age: Int?
        package let sex: String?
    }

    /// One model's probabilities for a participant's index recording.
    package struct Scored: Sendable {
        package let participant: UUID
        package let model: String
        package let weightsDigest: Data
        package let outputs: [String]
        package let probabilities: [Double]
    }

    /// Participants who were ever enrolled, in the order of their numbers.
    package static func enrolled(in trial: TrialID, _ transaction: Transaction) async throws -> [Enrolled] {
        try await transaction.query(
            """
            SELECT p.participant_id, p.subject_number, p.site_code, r.age, r.sex
            FROM trial.participant p
            JOIN trial.place USING (trial_id, patient_key)
            JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
            JOIN ecg.recording r USING (patient_key, recording_id)
            WHERE p.trial_id = \(trial.rawValue) AND EXISTS (SELECT FROM trial.participant_event e
                WHERE e.participant_id = p.participant_id AND e.event = 'enrolled')
            ORDER BY p.subject_number
            """
        ).map { row in
            try Enrolled(
                participant: row.decode("participant_id"),
                subject: row.decode("subject_number"),
                site: row.decode("site_code"),
                age: row.decode("age"),
                sex: row.decode("sex")
            )
        }
    }

    /// What every model that divides the trial made of its participants' index recordings, oldest assessment first.
    ///
    /// Only scores that became tiers: of what runs in shadow nothing follows, and no report either.
    package static func scored(in trial: TrialID, _ transaction: Transaction) async throws -> [Scored] {
        try await transaction.query(
            """
            SELECT p.participant_id, a.model_id, a.weights_sha256, a.outputs, a.probabilities
            FROM trial.participant p
            JOIN trial.place USING (trial_id, patient_key)
            JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
            JOIN ecg.risk_assessment a USING (patient_key, recording_id)
            WHERE p.trial_id = \(trial.rawValue) AND EXISTS (SELECT FROM trial.stratification t
                WHERE t.trial_id = p.trial_id AND t.patient_key = a.patient_key AND t.assessment_id = a.assessment_id)
            ORDER BY a.assessed_at, p.participant_id, a.assessment_id
            """
        ).map { row in
            try Scored(
                participant: row.decode("participant_id"),
                model: row.decode("model_id"),
                weightsDigest: row.decode("weights_sha256"),
                outputs: row.decode("outputs"),
                probabilities: row.decode("probabilities")
            )
        }
    }

    /// Eligible patients by tier in the closed frames.
    package static func frame(of trial: TrialID, _ transaction: Transaction) async throws -> [TierID: Int] {
        let rows = try await transaction.query(
            """
            SELECT m.tier, count(*) AS eligible
            FROM trial.frame_member m JOIN trial.frame f USING (trial_id, frame_number)
            WHERE m.trial_id = \(trial.rawValue) AND m.eligible AND f.closed_at IS NOT NULL GROUP BY m.tier
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (TierID(declared: try $0.decode("tier")), try $0.decode("eligible")) }
        )
    }

    /// Who did not become a row: each patient once, where the path ended, under the first reason of the last time.
    package static func exclusions(
        of trial: TrialID,
        preprocessing: String,
        kind: RecordingKind = .ecg,
        _ transaction: Transaction
    ) async throws -> [DataCut.Exclusion] {
        try await transaction.query(
            """
            SELECT 'quality-gate' AS step, gated.reasons[1] AS reason, count(*) AS n
            FROM (SELECT DISTINCT ON (q.patient_key) q.patient_key, q.reasons
                  FROM ecg.quality_result q JOIN ecg.recording r USING (patient_key, recording_id)
                  JOIN trial.trial_site s USING (site_code)
                  WHERE s.trial_id = \(trial.rawValue) AND q.preprocessing_version = \(preprocessing)
                  ORDER BY q.patient_key, cardinality(q.reasons), r.acquired_at DESC NULLS LAST) gated
            WHERE cardinality(gated.reasons) > 0
            GROUP BY gated.reasons[1]
            UNION ALL
            SELECT 'eligibility', last.reasons[1], count(*)
            FROM (SELECT DISTINCT ON (m.patient_key) m.patient_key, m.eligible, m.reasons
                  FROM trial.frame_member m JOIN trial.frame f USING (trial_id, frame_number)
                  WHERE m.trial_id = \(trial.rawValue) AND f.closed_at IS NOT NULL
                  ORDER BY m.patient_key, m.frame_number DESC) last
            WHERE NOT last.eligible
            GROUP BY last.reasons[1]
            UNION ALL
            SELECT 'scoring', 'not-scored', count(DISTINCT r.patient_key)
            FROM ecg.recording r JOIN trial.trial_site s USING (site_code)
            WHERE s.trial_id = \(trial.rawValue) AND r.kind = \(kind.rawValue)
              AND NOT EXISTS (SELECT FROM ecg.quality_result q
                  WHERE q.patient_key = r.patient_key AND q.preprocessing_version = \(preprocessing))
            HAVING count(*) > 0
            UNION ALL
            SELECT 'screening', 'not-screened', count(DISTINCT t.patient_key)
            FROM trial.stratification t
            WHERE t.trial_id = \(trial.rawValue) AND NOT EXISTS (
                SELECT FROM trial.frame_member m JOIN trial.frame f USING (trial_id, frame_number)
                WHERE m.trial_id = t.trial_id AND m.patient_key = t.patient_key AND f.closed_at IS NOT NULL)
            HAVING count(*) > 0
            UNION ALL
            SELECT 'sampling', 'not-drawn', count(*)
            FROM trial.frame_member m JOIN trial.frame f USING (trial_id, frame_number)
            WHERE m.trial_id = \(trial.rawValue) AND m.eligible AND f.closed_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM trial.participant p
                  WHERE p.trial_id = m.trial_id AND p.patient_key = m.patient_key)
            HAVING count(*) > 0
            UNION ALL
            SELECT 'before-enrolment', CASE WHEN EXISTS (SELECT FROM trial.participant_event e
                WHERE e.participant_id = p.participant_id AND e.event IN ('declined', 'withdrawn')
                  AND e.reason = \(EnrolmentRefusal.duplicateReason)) THEN \(EnrolmentRefusal.duplicateReason)
                ELSE p.state END AS reason, count(*) FROM trial.participant p
            WHERE p.trial_id = \(trial.rawValue) AND NOT EXISTS (SELECT FROM trial.participant_event e
                WHERE e.participant_id = p.participant_id AND e.event = 'enrolled')
            GROUP BY 2
            ORDER BY 1, 2
            """
        ).map { row in
            try DataCut.Exclusion(step: row.decode("step"), reason: row.decode("reason"), count: row.decode("n"))
        }
    }
}
