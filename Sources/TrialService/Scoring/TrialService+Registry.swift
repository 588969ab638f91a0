package import Foundation
import PostgreSQL
import RiskModel
import Trial
package import TrialStore

extension TrialService {
    /// How far a model has come with the whole registry of the account's sites.
    package struct RegistryCoverage: Sendable {
        package let model: String
        package let weights: Data
        /// How many recordings this call has queued.
        package let added: Int
        /// By site.
        package let sites: [ScoringQueue.Coverage]
    }

    /// Queues every recording that a released model has neither scored nor the gate turned away, old ones included.
    ///
    /// Nothing is scored twice: what has a result is not queued, and the same weights assess a recording once. Running
    /// it again tells how far the workers have come.
    ///
    /// - Returns: one entry a model that works at a site of the account, shadow ones included.
    /// - Throws: ``ServiceError`` for whoever has not the service role, or ``PostgresError`` from the store.
    package func queueRegistry() async throws -> [RegistryCoverage] {
        let released = try await acting(as: .service, readOnly: true) { transaction in
            try await ModelReleaseStore.inForce(transaction).filter { $0.mode != .withdrawn }
        }
        var models: [RegistryCoverage] = []
        for (weights, releases) in Dictionary(grouping: released, by: \.weights).sorted(by: { $0.key.hex < $1.key.hex })
        {
            let work = ScoringQueue.Work(
                weights: weights,
                preprocessing: releases[0].reads.preprocessing,
                sites: Set(releases.map(\.site)).sorted { $0.rawValue < $1.rawValue }
            )
            models.append(
                try await acting(as: .service, reason: "scoring of the registry") { transaction in
                    let added = try await ScoringQueue.addUnscored(work, transaction)
                    let sites = try await ScoringQueue.coverage(of: work, transaction)
                    return RegistryCoverage(model: releases[0].model, weights: weights, added: added, sites: sites)
                }
            )
        }
        return models.sorted { $0.model < $1.model }
    }
}
