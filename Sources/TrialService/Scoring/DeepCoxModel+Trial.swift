import Crypto
package import Foundation
package import PostgreSQL
package import RiskModel
import Trial
package import TrialStore

/// A network that reads values recorded at admission.
extension DeepCoxModel: TrialModel {
    package static var reads: RecordingKind { .inputs }

    package var weightsDigest: Data { card.weightsDigest }

    package static func recordings(
        of jobs: [ScoringQueue.Job],
        _ transaction: Transaction
    ) async throws -> [InputStore.Stored] {
        try await InputStore.sets(of: jobs, transaction)
    }

    /// A set with a missing or impossible value is turned away under `input-` and the reason; nothing is made up for it.
    package func batch(of recordings: [InputStore.Stored]) throws -> ScoredBatch {
        var batch = ScoredBatch()
        for stored in recordings {
            let values = survival.inputs.map { stored.values.values[$0.name] }
            let faults = zip(survival.inputs, values).compactMap { input, value -> String? in
                guard let value else { return InputFault.missing.rawValue }
                return input.fault(of: value)?.rawValue
            }
            let reasons = Set(faults).sorted().map { "input-" + $0 }
            batch.qualities.append(.init(patient: stored.patient, recording: stored.id, reasons: reasons))
            guard reasons.isEmpty else { continue }
            let read = values.compactMap(\.self)
            batch.assessments.append(
                AssessmentStore.Assessment(
                    patient: stored.patient,
                    recording: stored.id,
                    model: card.id,
                    weightsDigest: weightsDigest,
                    preprocessing: Self.reads.preprocessing,
                    software: Software.name,
                    inputDigest: Self.digest(of: read),
                    outputs: card.outputs.map(\.label),
                    probabilities: try score(read).probabilities
                )
            )
        }
        return batch
    }

    /// SHA-256 of the values in the order of the card, each as eight bytes, little-endian.
    static func digest(of values: [Double]) -> Data {
        var hash = SHA256()
        for value in values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { hash.update(bufferPointer: $0) }
        }
        return Data(hash.finalize())
    }
}
