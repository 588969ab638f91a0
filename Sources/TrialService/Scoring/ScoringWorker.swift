import Foundation
import PostgreSQL
import RiskModel
import Trial
import TrialStore

/// Takes one model's jobs from the queue, batch by batch, and stores what comes of them.
///
/// Whatever dies, a job is either in the queue or its result is in the database: both change in one transaction.
struct ScoringWorker<Model: TrialModel>: Sendable {
    let service: TrialService
    let model: Model
    let work: ScoringQueue.Work
    let pace: ScoringPace
    /// Who takes jobs, for people who look at the queue.
    let name: String

    /// Takes and finishes one batch.
    ///
    /// - Returns: whether there was one.
    /// - Throws: ``PostgresError``, `CancellationError`; a batch that cannot be scored is no error but counted.
    func step(_ result: inout TrialService.ScoringResult) async throws -> Bool {
        let lease = UUID()
        let jobs = try await inTransaction { transaction in
            try await ScoringQueue.take(
                work,
                limit: pace.batch,
                seconds: pace.lease,
                lease: lease,
                worker: name,
                transaction
            )
        }
        guard !jobs.isEmpty else { return false }
        do {
            let recordings = try await inTransaction { try await Model.recordings(of: jobs, $0) }
            let batch = try await Offload.run { try model.batch(of: recordings) }
            result.add(batch, new: try await keep(batch, jobs))
        } catch {
            if Task.isCancelled {
                try await giveBack(lease)
                throw CancellationError()
            }
            // The server is busy or gone; the lease ends by itself, and whoever has the job then goes on.
            if error is PostgresError { throw error }
            // Alone and for a reason that lies in the recording, it would fail again.
            let isFinal = jobs.count == 1 && (error is PreprocessingError || error is StoreError)
            try await inTransaction {
                try await ScoringQueue.fail(lease: lease, reason: "\(error)", isFinal: isFinal, $0)
            }
            result.failures["\(error)", default: 0] += 1
        }
        return true
    }

    /// How the queue stands, after what nobody finished is set aside.
    func state() async throws -> ScoringQueue.State {
        try await inTransaction { transaction in
            _ = try await ScoringQueue.setExhaustedAside(work, transaction)
            return try await ScoringQueue.state(of: work, transaction)
        }
    }

    private func keep(_ batch: ScoredBatch, _ jobs: [ScoringQueue.Job]) async throws -> [Bool] {
        try await inTransaction { transaction in
            let new = try await AssessmentStore.keep(
                batch.qualities,
                batch.assessments,
                preprocessing: work.preprocessing,
                transaction
            )
            try await ScoringQueue.finish(jobs, work, transaction)
            return new
        }
    }

    /// In a task of its own, because this one is cancelled.
    private func giveBack(_ lease: UUID) async throws {
        try await Task { try await inTransaction { try await ScoringQueue.giveBack(lease: lease, $0) } }.value
    }

    /// Two workers whose leases overlap may store one batch in different orders; the one that the server ends runs again.
    private func inTransaction<T: Sendable>(
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        try await service.acting(as: .service, reason: "scoring", attempts: 5, body)
    }
}

/// How a worker takes its work.
package struct ScoringPace: Sendable {
    /// How many recordings the network takes at once.
    package var batch: Int
    /// Seconds after which another worker may take what this one has not finished.
    package var lease: Double

    package init(batch: Int = 32, lease: Double = 60) {
        (self.batch, self.lease) = (batch, lease)
    }
}
