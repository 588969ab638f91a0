package import PostgreSQL
package import Trial

extension CutSource {
    /// The index recordings of participants, with their signals.
    ///
    /// - Parameters:
    ///   - subjects: subject numbers, as data cuts hold them.
    ///   - trial: whose participants they are.
    ///   - transaction: of a role that may read participants, frames and waveforms.
    /// - Returns: by subject number; one that the role does not see is absent.
    /// - Throws: ``PostgresError``, or ``StoreError`` for a stored signal that does not decode.
    package static func indexRecordings(
        of subjects: [String],
        in trial: TrialID,
        _ transaction: Transaction
    ) async throws -> [String: RecordingStore.Stored] {
        let rows = try await transaction.query(
            """
            SELECT p.subject_number, m.patient_key, m.recording_id
            FROM trial.participant p
            JOIN trial.place USING (trial_id, patient_key)
            JOIN trial.frame_member m USING (trial_id, frame_number, patient_key)
            WHERE p.trial_id = \(trial.rawValue) AND p.subject_number = ANY (\(subjects))
            ORDER BY p.subject_number
            """
        )
        let jobs = try rows.map { row in
            ScoringQueue.Job(
                patient: PatientKey(rawValue: try row.decode("patient_key")),
                recording: RecordingID(rawValue: try row.decode("recording_id"))
            )
        }
        let stored = try await RecordingStore.recordings(of: jobs, transaction)
        let byID = Dictionary(stored.map { ($0.id, $0) }) { first, _ in first }
        return try zip(rows, jobs).reduce(into: [:]) { found, pair in
            found[try pair.0.decode("subject_number", as: String.self)] = byID[pair.1.recording]
        }
    }
}
