package import Foundation
import PostgreSQL
import RiskModel
import Trial
package import TrialStore

extension TrialService {
    /// What a worker tells about itself.
    package enum WorkEvent: Sendable {
        /// A batch is done; what this worker did so far, and how many recordings its models have left.
        case progress(ScoringResult, left: Int)
        /// Nothing is left for the moment; how many jobs were set aside.
        case idle(ScoringResult, setAside: Int)
    }

    /// Scores what is queued for models, at every site where the account serves and they are released.
    ///
    /// Any number of workers on any number of hosts may run; each takes other recordings. When nothing is left, what an
    /// active model has scored gets its tiers, and the worker waits to be told of more.
    ///
    /// - Parameters:
    ///   - models: that this worker has; recordings queued for others are left to others.
    ///   - pace: how many recordings at once, and for how long they are taken.
    ///   - untilEmpty: whether to end when nothing is left.
    ///   - report: told what happens.
    /// - Returns: what this worker did.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store; cancelled, it gives back what it holds and returns.
    package func work(
        models: [any TrialModel],
        pace: ScoringPace = .init(),
        untilEmpty: Bool,
        report: @Sendable (WorkEvent) -> Void = { _ in }
    ) async throws -> ScoringResult {
        let alarm = Alarm(pool)
        defer { alarm.stop() }
        var result = ScoringResult()
        var lastSweep: ContinuousClock.Instant?
        do {
            while true {
                let isDue = lastSweep.map { $0.duration(to: .now) >= Self.timeBetweenSweeps } ?? true
                if isDue { lastSweep = .now }
                let pause = try await workUntilIdle(models, pace, sweeping: isDue, &result, report)
                if untilEmpty, pause == nil { return result }
                await alarm.wait(atMost: min(pause ?? .infinity, Self.longestPause))
                try Task.checkCancellation()
            }
        } catch {
            guard Task.isCancelled else { throw error }
            return result
        }
    }

    /// An import queues what it brings; what was there before a model was released is looked for so often.
    private static let timeBetweenSweeps = Duration.seconds(60)

    /// Notifications say that something happened, and are no record of it: so often the tables are looked at anyway.
    private static let longestPause = 5.0

    /// - Returns: seconds until a job that somebody else has, or that failed, may be taken; nil where there is none.
    private func workUntilIdle(
        _ models: [any TrialModel],
        _ pace: ScoringPace,
        sweeping: Bool,
        _ result: inout ScoringResult,
        _ report: (WorkEvent) -> Void
    ) async throws -> Double? {
        var pause: Double?
        var setAside = 0
        for model in models {
            guard let state = try await work(on: model, pace, sweeping: sweeping, &result, report) else { continue }
            setAside += state.setAside
            if !state.isEmpty { pause = min(pause ?? .infinity, state.secondsToNext ?? 0) }
        }
        report(.idle(result, setAside: setAside))
        return pause
    }

    /// - Returns: how the model's queue stands when nothing can be taken any more; nil where it is released nowhere.
    private func work(
        on model: some TrialModel,
        _ pace: ScoringPace,
        sweeping: Bool,
        _ result: inout ScoringResult,
        _ report: (WorkEvent) -> Void
    ) async throws -> ScoringQueue.State? {
        let releases = try await releases(of: model)
        guard !releases.isEmpty else { return nil }
        let worker = worker(for: model, at: releases, pace)
        if sweeping {
            let work = worker.work
            _ = try await acting(as: .service, reason: "scoring") { try await ScoringQueue.addUnscored(work, $0) }
        }
        let before = result.finished
        let left = try await worker.state().waiting
        while try await worker.step(&result) {
            report(.progress(result, left: max(0, left - (result.finished - before))))
        }
        for trial in Set(releases.filter { $0.mode == .active }.map(\.trial)) {
            result.stratified += try await stratify(trial, by: model)
        }
        return try await worker.state()
    }

    private func releases(of model: some TrialModel) async throws -> [ModelReleaseStore.Release] {
        try await acting(as: .service, readOnly: true) { transaction in
            try await ModelReleaseStore.inForce(weights: model.weightsDigest, transaction)
                .filter { $0.mode != .withdrawn }
        }
    }

    private func worker<Model: TrialModel>(
        for model: Model,
        at releases: [ModelReleaseStore.Release],
        _ pace: ScoringPace
    ) -> ScoringWorker<Model> {
        let sites = Set(releases.map(\.site)).sorted { $0.rawValue < $1.rawValue }
        let preprocessing = Model.reads.preprocessing
        return ScoringWorker(
            service: self,
            model: model,
            work: .init(weights: model.weightsDigest, preprocessing: preprocessing, sites: sites),
            pace: pace,
            name: Self.workerName
        )
    }

    /// How the queue stands, for a person: each model's jobs, and what was set aside.
    package func scoringQueue() async throws -> [(model: String, weights: Data, state: ScoringQueue.State)] {
        try await acting(as: try await role(among: [.service, .dataManager]), readOnly: true) { transaction in
            let releases = try await ModelReleaseStore.inForce(transaction)
            var states: [(model: String, weights: Data, state: ScoringQueue.State)] = []
            for (weights, group) in Dictionary(grouping: releases, by: \.weights) {
                let sites = Set(group.map(\.site)).sorted { $0.rawValue < $1.rawValue }
                let work = ScoringQueue.Work(
                    weights: weights,
                    preprocessing: group[0].reads.preprocessing,
                    sites: sites
                )
                states.append((group[0].model, weights, try await ScoringQueue.state(of: work, transaction)))
            }
            return states.sorted { ($0.model, $0.weights.hex) < ($1.model, $1.weights.hex) }
        }
    }

    /// What no worker takes any more, with the reason.
    package func setAsideScorings() async throws -> [ScoringQueue.SetAside] {
        try await acting(as: try await role(among: [.service, .dataManager]), readOnly: true) {
            try await ScoringQueue.setAside($0)
        }
    }

    /// Puts what was set aside back into the queue.
    ///
    /// - Returns: how many.
    package func retryScorings() async throws -> Int {
        try await acting(as: .service, reason: "scoring again") { try await ScoringQueue.retry($0) }
    }
}
