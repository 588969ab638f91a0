package import Foundation
package import PostgreSQL
package import RiskModel
package import TrialStore

/// What a trial needs of a model, whatever family it is of: who it is, what it reads, and a batch through it.
package protocol TrialModel: Sendable {
    /// A recording as this family reads it.
    associatedtype Stored: Sendable

    /// It is never given a recording of another kind.
    static var reads: RecordingKind { get }

    var card: ModelCard { get }

    /// SHA-256 that identifies the weights, 32 bytes.
    var weightsDigest: Data { get }

    static func recordings(of jobs: [ScoringQueue.Job], _ transaction: Transaction) async throws -> [Stored]

    /// Gate, preprocessing and network; what the gate turns away has its reasons and no assessment.
    func batch(of recordings: [Stored]) throws -> ScoredBatch
}

extension RecordingKind {
    /// The version of what is done with a recording before a model sees it.
    var preprocessing: String {
        switch self {
        case .ecg: EchoNextPreprocessing.version
        case .inputs: DeepCoxModel.preprocessing
        }
    }
}

extension ModelCard {
    /// What the model reads: one that predicts the time to an event reads the inputs that its card names.
    var reads: RecordingKind { survival == nil ? .ecg : .inputs }
}
