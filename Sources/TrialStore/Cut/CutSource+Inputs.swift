package import Foundation
package import PostgreSQL
package import Trial

extension CutSource {
    /// One assessment of a participant during the stay that the index recording belongs to.
    package struct Assessed: Sendable {
        package let participant: UUID
        /// Days from the index recording; below 0 for one before it.
        package let days: Double
        package let weightsDigest: Data
        package let outputs: [String]
        package let probabilities: [Double]
    }

    /// The index inputs of every participant who was ever enrolled.
    package static func inputs(of trial: TrialID, _ transaction: Transaction) async throws -> [UUID: InputValues] {
        let rows = try await transaction.query(
            """
            SELECT p.participant_id, i.recording_id, i.names, i."values"
            FROM trial.participant p
            JOIN trial.place USING (trial_id, patient_key)
            JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
            JOIN ecg.input_set i USING (patient_key, recording_id)
            WHERE p.trial_id = \(trial.rawValue) AND EXISTS (SELECT FROM trial.participant_event e
                WHERE e.participant_id = p.participant_id AND e.event = 'enrolled')
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0.decode("participant_id"), try InputStore.values($0)) }
        )
    }

    /// What models made of every set of inputs in force of a stay, in the order of time.
    package static func courses(of trial: TrialID, _ transaction: Transaction) async throws -> [Assessed] {
        try await transaction.query(
            """
            WITH sets AS (
                SELECT DISTINCT ON (p.participant_id, i.measured_at) p.participant_id, p.patient_key, i.recording_id,
                    extract(epoch FROM i.measured_at - origin.measured_at)::double precision / 86400 AS days
                FROM trial.participant p
                JOIN trial.place USING (trial_id, patient_key)
                JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
                JOIN ecg.input_set origin USING (patient_key, recording_id)
                JOIN ecg.input_set i ON i.patient_key = p.patient_key AND i.admission_id = origin.admission_id
                WHERE p.trial_id = \(trial.rawValue) AND EXISTS (SELECT FROM trial.participant_event e
                    WHERE e.participant_id = p.participant_id AND e.event = 'enrolled')
                ORDER BY p.participant_id, i.measured_at, i.revision DESC
            )
            SELECT s.participant_id, s.days, a.weights_sha256, a.outputs, a.probabilities
            FROM sets s JOIN ecg.risk_assessment a USING (patient_key, recording_id)
            ORDER BY s.participant_id, s.days, a.assessed_at, a.assessment_id
            """
        ).map { row in
            try Assessed(
                participant: row.decode("participant_id"),
                days: row.decode("days"),
                weightsDigest: row.decode("weights_sha256"),
                outputs: row.decode("outputs"),
                probabilities: row.decode("probabilities")
            )
        }
    }
}
