import Foundation
import PostgreSQL
import RiskModel
import Trial
import TrialStore

@testable import TrialService

extension DemonstrationTrial {
    /// The enrolling model's queue at every site of the trial.
    var work: ScoringQueue.Work {
        .init(
            weights: model.weightsDigest,
            preprocessing: EchoNextPreprocessing.version,
            sites: plan.sites.map(\.code)
        )
    }

    /// Takes jobs as a worker would that is never heard of again.
    func takeAndDie(limit: Int = 32, lease seconds: Double) async throws -> [ScoringQueue.Job] {
        try await service(.service).acting(as: .service, reason: "a test") { [work] transaction in
            try await ScoringQueue.take(
                work,
                limit: limit,
                seconds: seconds,
                lease: UUID(),
                worker: "a worker that dies",
                transaction
            )
        }
    }

    /// Puts the end of every lease into the past.
    func endLeases() async throws {
        let connection = try await Connection.connect(owner)
        try await connection.execute("UPDATE ops.scoring_job SET available_at = now() - interval '1 second'")
        await connection.close()
    }

    func queueState() async throws -> ScoringQueue.State {
        try await service(.service).acting(as: .service, readOnly: true) { [work] transaction in
            try await ScoringQueue.state(of: work, transaction)
        }
    }

    func count(_ table: SQL) async throws -> Int {
        try await query("SELECT count(*) AS n FROM " + table) { try $0.decode("n", as: Int.self) }[0]
    }

    /// Recordings that were neither assessed nor turned away, or assessed more than once.
    func notScoredOnce() async throws -> Int {
        try await count(
            """
            ecg.recording r WHERE NOT EXISTS (SELECT FROM ecg.quality_result q
                WHERE q.recording_id = r.recording_id AND cardinality(q.reasons) > 0)
            AND (SELECT count(*) FROM ecg.risk_assessment a WHERE a.recording_id = r.recording_id) <> 1
            """
        )
    }

    /// The shipped model with another bias: a version of its own.
    func otherVersion() throws -> RiskModel { try Self.variant(of: model) }

    /// A shipped model with another bias, under its own id or another.
    static func variant(of model: RiskModel, id: String? = nil, shift: Float = 0.5) throws -> RiskModel {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let file = root.appending(path: "Models/\(model.card.id).safetensors")
        var tensors = try ResNetWeights(safetensors: Data(contentsOf: file)).tensors
        guard let bias = tensors["output.bias"] else { throw StoreError.vanished("output.bias") }
        tensors["output.bias"] = Tensor(shape: bias.shape, values: bias.values.map { $0 + shift })
        let weights = try ResNetWeights(tensors: tensors)
        var card = model.card
        card.weightsSHA256 = weights.digest
        if let id { card.id = id }
        return try RiskModel(weights: weights, card: card)
    }
}
