import RiskModel
import TrialStore

/// A batch on its way through gate, preprocessing and network; no database in sight.
struct ScoredBatch: Sendable {
    private(set) var qualities: [AssessmentStore.QualityResult] = []
    private(set) var assessments: [AssessmentStore.Assessment] = []

    /// - Throws: ``PreprocessingError`` or ``RiskModelError``.
    init(_ recordings: [RecordingStore.Stored], by model: RiskModel) throws {
        var accepted: [(stored: RecordingStore.Stored, input: PreparedInput)] = []
        for stored in recordings {
            let reasons = QualityGate.reasons(for: stored.recording).map(\.rawValue)
            qualities.append(.init(patient: stored.patient, recording: stored.id, reasons: reasons))
            guard reasons.isEmpty else { continue }
            accepted.append((stored, try EchoNextPreprocessing.prepare(stored.recording)))
        }
        let outputs = try model.assess(accepted.map(\.input))
        assessments = zip(accepted, outputs).map { pair, outputs in
            AssessmentStore.Assessment(
                patient: pair.stored.patient,
                recording: pair.stored.id,
                model: model.card.id,
                weightsDigest: model.weightsDigest,
                preprocessing: EchoNextPreprocessing.version,
                software: Software.name,
                inputDigest: outputs.inputDigest,
                outputs: outputs.outputs.map(\.label),
                probabilities: outputs.outputs.map(\.probability)
            )
        }
    }
}
