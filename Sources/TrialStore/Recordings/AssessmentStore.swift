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
        reads kind: RecordingKind = .ecg,
        _ transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO ecg.model (weights_sha256, model_id, card, reads)
            VALUES (\(weightsDigest), \(model), \(JSONB(card)), \(kind.rawValue))
            ON CONFLICT (weights_sha256) DO NOTHING
            """
        )
    }

    /// The card that was registered with these weights; nil where they never scored anything here.
    package static func card(ofWeights digest: Data, _ transaction: Transaction) async throws -> Data? {
        try await transaction.query("SELECT card FROM ecg.model WHERE weights_sha256 = \(digest)").first
            .map { try $0.decode("card", as: JSONB.self).json }
    }

    /// What the input-quality gate said of one recording; no reasons: it may be scored.
    package struct QualityResult: Sendable {
        package let patient: PatientKey
        package let recording: RecordingID
        package let reasons: [String]

        package init(patient: PatientKey, recording: RecordingID, reasons: [String]) {
            (self.patient, self.recording, self.reasons) = (patient, recording, reasons)
        }
    }

    /// Keeps what came of a batch; what is there already stays as it is.
    ///
    /// - Returns: for each assessment whether it is new.
    package static func keep(
        _ qualities: [QualityResult],
        _ assessments: [Assessment],
        preprocessing: String,
        _ transaction: Transaction
    ) async throws -> [Bool] {
        try await keep(qualities, preprocessing, transaction)
        let new = try await keep(assessments, transaction)
        return assessments.map { new.contains(Key($0.patient.rawValue, $0.recording.rawValue, $0.weightsDigest)) }
    }

    // One statement for many rows: policies and plans are made ready once a statement, which costs more than a row.

    private static func keep(
        _ qualities: [QualityResult],
        _ preprocessing: String,
        _ transaction: Transaction
    ) async throws {
        // A reason is a code without blanks; arrays of arrays would all have to be of one length.
        try await transaction.execute(
            """
            INSERT INTO ecg.quality_result (patient_key, recording_id, preprocessing_version, reasons)
            SELECT q.patient, q.recording, \(preprocessing), string_to_array(q.reasons, ' ')
            FROM unnest(\(qualities.map(\.patient.rawValue)), \(qualities.map(\.recording.rawValue)),
                \(qualities.map { $0.reasons.joined(separator: " ") })) AS q (patient, recording, reasons)
            ON CONFLICT (patient_key, recording_id, preprocessing_version) DO NOTHING
            """
        )
    }

    private static func keep(_ assessments: [Assessment], _ transaction: Transaction) async throws -> Set<Key> {
        var lasts: [Int] = []
        for assessment in assessments { lasts.append((lasts.last ?? 0) + assessment.outputs.count) }
        let firsts = zip(assessments, lasts).map { $1 - $0.outputs.count + 1 }
        let rows = try await transaction.query(
            """
            INSERT INTO ecg.risk_assessment (patient_key, assessment_id, recording_id, model_id, weights_sha256,
                preprocessing_version, software_version, input_sha256, outputs, probabilities)
            SELECT a.patient, gen_random_uuid(), a.recording, a.model, a.weights, a.preprocessing, a.software, a.input,
                (\(assessments.flatMap(\.outputs)))[a.first:a.last],
                (\(assessments.flatMap(\.probabilities)))[a.first:a.last]
            FROM unnest(\(assessments.map(\.patient.rawValue)), \(assessments.map(\.recording.rawValue)),
                \(assessments.map(\.model)), \(assessments.map(\.weightsDigest)),
                \(assessments.map(\.preprocessing)), \(assessments.map(\.software)),
                \(assessments.map(\.inputDigest)), \(firsts)::integer[], \(lasts)::integer[])
                AS a (patient, recording, model, weights, preprocessing, software, input, first, last)
            ON CONFLICT (patient_key, recording_id, weights_sha256, preprocessing_version) DO NOTHING
            RETURNING patient_key, recording_id, weights_sha256
            """
        )
        return Set(
            try rows.map {
                try Key($0.decode("patient_key"), $0.decode("recording_id"), $0.decode("weights_sha256"))
            }
        )
    }

    /// Which assessment of a batch.
    private struct Key: Hashable {
        let patient: UUID
        let recording: UUID
        let weights: Data

        init(_ patient: UUID, _ recording: UUID, _ weights: Data) {
            (self.patient, self.recording, self.weights) = (patient, recording, weights)
        }
    }

    /// Keeps the tiers that a cut-point set gave to assessments.
    package static func keep(
        _ tiers: [(tier: DerivedTier, assessment: AssessmentID, patient: PatientKey)],
        trial: TrialID,
        _ transaction: Transaction
    ) async throws {
        // So many at a time that neither side holds much.
        for start in stride(from: 0, to: tiers.count, by: 1000) {
            let part = tiers[start..<min(start + 1000, tiers.count)]
            try await transaction.execute(
                """
                INSERT INTO trial.stratification (trial_id, patient_key, assessment_id, cut_point_set, tier)
                SELECT \(trial.rawValue), s.patient, s.assessment, s.cuts, s.tier
                FROM unnest(\(part.map(\.patient.rawValue)), \(part.map(\.assessment.rawValue)),
                    \(part.map(\.tier.cutPointSet)), \(part.map(\.tier.id.rawValue)))
                    AS s (patient, assessment, cuts, tier)
                ON CONFLICT DO NOTHING
                """
            )
        }
    }

    /// Assessments at sites where the model is active that this trial has not stratified with a cut-point set yet.
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
              AND EXISTS (SELECT FROM ecg.recording r JOIN trial.released_model s USING (site_code)
                  WHERE s.trial_id = \(trial.rawValue) AND s.weights_sha256 = a.weights_sha256 AND s.mode = 'active'
                    AND r.patient_key = a.patient_key AND r.recording_id = a.recording_id)
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
