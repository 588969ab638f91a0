import Foundation
import PostgreSQL
import RiskModel
package import Trial
import TrialStore

extension TrialService {
    /// Runs a model over the recordings that it has not seen at the trial's sites, then derives the tiers.
    ///
    /// The recordings go through the queue, so other workers may help.
    ///
    /// - Parameters:
    ///   - trial: one in which the account has the service role.
    ///   - model: one that is released there; what it scores in shadow gets no tier.
    ///   - pace: how many recordings at once, and for how long they are taken.
    ///   - progress: told (done, total) after each batch, by whomever.
    /// - Returns: what this call did, and what the quality gate turned away by reason.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func score(
        _ trial: TrialID,
        with model: some TrialModel,
        pace: ScoringPace = .init(),
        progress: @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws -> ScoringResult {
        let work = try await scoringWork(of: model, in: trial)
        let worker = ScoringWorker(service: self, model: model, work: work, pace: pace, name: Self.workerName)
        _ = try await acting(as: .service, reason: "scoring") { try await ScoringQueue.addUnscored(work, $0) }
        var state = try await worker.state()
        let total = state.waiting + state.underWay + state.pausing
        var result = ScoringResult()
        while !state.isEmpty {
            while try await worker.step(&result) { progress(min(result.finished, total), total) }
            state = try await worker.state()
            guard state.waiting == 0, let seconds = state.secondsToNext else { continue }
            // Somebody else has the rest, or it failed and waits for another attempt.
            try await Task.sleep(for: .seconds(min(max(seconds, 0.05), 1)))
        }
        result.stratified = try await stratify(trial, by: model)
        return result
    }

    /// Gives tiers to what an active model has scored and the trial's cut points have not divided yet.
    ///
    /// The only place that joins a model's output with a trial's cut points.
    func stratify(_ trial: TrialID, by model: some TrialModel) async throws -> Int {
        try await acting(as: .service, reason: "scoring") { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let isEnrolling = plan.enrollingCutPointSet.model == model.card.id
            guard !isEnrolling || stored.weightsDigest == model.weightsDigest else { return 0 }
            var count = 0
            for set in plan.cutPointSets where set.model == model.card.id {
                let waiting = try await AssessmentStore.unstratified(
                    trial: trial,
                    cutPointSet: set,
                    weightsDigest: model.weightsDigest,
                    transaction
                )
                let tiers = waiting.map { (set.tier(for: $0.score), $0.assessment, $0.patient) }
                try await AssessmentStore.keep(tiers, trial: trial, transaction)
                count += tiers.count
            }
            return count
        }
    }

    /// Where the model works in the trial.
    private func scoringWork<Model: TrialModel>(of model: Model, in trial: TrialID) async throws -> ScoringQueue.Work {
        try await acting(as: .service, reason: "scoring") { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let releases = try await ModelReleaseStore.inForce(trial: trial, weights: model.weightsDigest, transaction)
            let sites = releases.filter { $0.mode != .withdrawn }.map(\.site)
            guard sites.isEmpty else {
                return .init(weights: model.weightsDigest, preprocessing: Model.reads.preprocessing, sites: sites)
            }
            if plan.enrollingCutPointSet.model == model.card.id, stored.weightsDigest != model.weightsDigest {
                throw ServiceError.weightsDiffer(
                    model: model.card.id,
                    required: stored.weightsDigest.hex,
                    found: model.weightsDigest.hex
                )
            }
            throw ServiceError.notReleased(model: model.card.id, trial: trial)
        }
    }

    /// Such as `clinic-7:4711`.
    static let workerName = "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier)"
}
