package import Foundation
package import PostgreSQL
package import Trial

/// What models made of recordings: append-only, and the same weights assess a recording once.
package enum AssessmentStore {
    /// One model run on one recording.
    package struct Assessment: Sendable {
        package let patient: PatientKey
        package let recording: RecordingID
        package let model: String
        package let weightsDigest: Data
        package let preprocessing: String
        package let software: String
        package let inputDigest: Data
        /// Output labels and their probabilities, in the order of the model's card.
        package let outputs: [String]
        package let probabilities: [Double]

        package init(
            patient: PatientKey,
            recording: RecordingID,
            model: String,
            weightsDigest: Data,
            preprocessing: String,
            software: String,
            inputDigest: Data,
            outputs: [String],
            probabilities: [Double]
        ) {
            self.patient = patient
            self.recording = recording
            self.model = model
            self.weightsDigest = weightsDigest
            self.preprocessing = preprocessing
            self.software = software
            self.inputDigest = inputDigest
            self.outputs = outputs
            self.probabilities = probabilities
        }
    }

    /// Registers a model by the digest of its weights; registering it twice changes nothing.
    package static func register(
        model: String,
        weightsDigest: Data,
        card: Data,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO ecg.model (weights_sha256, model_id, card)
            VALUES (\(weightsDigest), \(model), \(JSONB(card))) ON CONFLICT (weights_sha256) DO NOTHING
            """
        )
    }

    /// The card that was registered with these weights; nil where they never scored anything here.
    package static func card(ofWeights digest: Data, _ transaction: Transaction) async throws -> Data? {
        try await transaction.query("SELECT card FROM ecg.model WHERE weights_sha256 = \(digest)").first
            .map { try $0.decode("card", as: JSONB.self).json }
    }

    /// Keeps what the input-quality gate said of a recording; no reasons: it may be scored.
    package static func keepQuality(
        reasons: [String],
        patient: PatientKey,
        recording: RecordingID,
        preprocessing: String,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO ecg.quality_result (patient_key, recording_id, preprocessing_version, reasons)
            VALUES (\(patient.rawValue), \(recording.rawValue), \(preprocessing), \(reasons))
            ON CONFLICT (patient_key, recording_id, preprocessing_version) DO NOTHING
            """
        )
    }

    /// Keeps an assessment; nil where these weights have assessed the recording already.
    package static func keep(_ assessment: Assessment, _ transaction: Transaction) async throws -> AssessmentID? {
        let id = UUID()
        let added = try await transaction.execute(
            """
            INSERT INTO ecg.risk_assessment (patient_key, assessment_id, recording_id, model_id, weights_sha256,
                preprocessing_version, software_version, input_sha256, outputs, probabilities)
            VALUES (\(assessment.patient.rawValue), \(id), \(assessment.recording.rawValue), \(assessment.model),
                \(assessment.weightsDigest), \(assessment.preprocessing), \(assessment.software),
                \(assessment.inputDigest), \(assessment.outputs), \(assessment.probabilities))
            ON CONFLICT (patient_key, recording_id, weights_sha256, preprocessing_version) DO NOTHING
            """
        )
        return added == 1 ? AssessmentID(rawValue: id) : nil
    }

    /// Keeps the tier that a cut-point set gave to an assessment.
    package static func keep(
        tier: DerivedTier,
        of assessment: AssessmentID,
        patient: PatientKey,
        trial: TrialID,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO trial.stratification (trial_id, patient_key, assessment_id, cut_point_set, tier)
            VALUES (\(trial.rawValue), \(patient.rawValue), \(assessment.rawValue), \(tier.cutPointSet),
                \(tier.id.rawValue))
            ON CONFLICT DO NOTHING
            """
        )
    }

    /// Assessments by a model that this trial has not stratified with a cut-point set yet.
    ///
    /// - Returns: patient, assessment and the probability of the output that is cut.
    package static func unstratified(
        trial: TrialID,
        cutPointSet: CutPointSet,
        weightsDigest: Data,
        _ transaction: Transaction
    ) async throws -> [(patient: PatientKey, assessment: AssessmentID, score: Double)] {
        try await transaction.query(
            """
            SELECT a.patient_key, a.assessment_id, a.probabilities[array_position(a.outputs, \(cutPointSet.output))] AS p
            FROM ecg.risk_assessment a
            WHERE a.weights_sha256 = \(weightsDigest) AND array_position(a.outputs, \(cutPointSet.output)) IS NOT NULL
              AND EXISTS (SELECT FROM ecg.recording r JOIN trial.trial_site s USING (site_code)
                  WHERE s.trial_id = \(trial.rawValue) AND r.patient_key = a.patient_key
                    AND r.recording_id = a.recording_id)
              AND NOT EXISTS (SELECT FROM trial.stratification t
                  WHERE t.trial_id = \(trial.rawValue) AND t.patient_key = a.patient_key
                    AND t.assessment_id = a.assessment_id AND t.cut_point_set = \(cutPointSet.id))
            ORDER BY a.patient_key, a.assessment_id
            """
        ).map { row in
            (
                PatientKey(rawValue: try row.decode("patient_key")),
                AssessmentID(rawValue: try row.decode("assessment_id")), try row.decode("p")
            )
        }
    }
}
