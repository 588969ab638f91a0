package import PostgreSQL
package import RiskModel
package import TrialStore

/// A network that reads ECGs.
extension RiskModel: TrialModel {
    package static var reads: RecordingKind { .ecg }

    package static func recordings(
        of jobs: [ScoringQueue.Job],
        _ transaction: Transaction
    ) async throws -> [RecordingStore.Stored] {
        try await RecordingStore.recordings(of: jobs, transaction)
    }

    /// - Throws: ``PreprocessingError`` or ``RiskModelError``.
    package func batch(of recordings: [RecordingStore.Stored]) throws -> ScoredBatch {
        var batch = ScoredBatch()
        var accepted: [(stored: RecordingStore.Stored, input: PreparedInput)] = []
        for stored in recordings {
            let reasons = QualityGate.reasons(for: stored.recording).map(\.rawValue)
            batch.qualities.append(.init(patient: stored.patient, recording: stored.id, reasons: reasons))
            guard reasons.isEmpty else { continue }
            accepted.append((stored, try EchoNextPreprocessing.prepare(stored.recording)))
        }
        let outputs = try assess(accepted.map(\.input))
        batch.assessments = zip(accepted, outputs).map { pair, outputs in
            AssessmentStore.Assessment(
                patient: pair.stored.patient,
                recording: pair.stored.id,
                model: card.id,
                weightsDigest: weightsDigest,
                preprocessing: Self.reads.preprocessing,
                software: Software.name,
                inputDigest: outputs.inputDigest,
                outputs: outputs.outputs.map(\.label),
                probabilities: outputs.outputs.map(\.probability)
            )
        }
        return batch
    }
}
