import Foundation
import PostgreSQL
package import RiskModel
package import Trial
package import TrialStore

/// Which model works where: an administrator's decision, with a reason.
extension TrialService {
    /// Lets a model work at sites of a trial, in shadow or with consequences, or ends it.
    ///
    /// - Parameters:
    ///   - mode: what becomes of its scores.
    ///   - card: of the model.
    ///   - sites: where; nil for all of the trial.
    ///   - trial: in which.
    ///   - reason: why, for the audit trail.
    /// - Returns: the sites where this is new.
    /// - Throws: ``ServiceError`` where the protocol forbids it.
    package func release(
        _ mode: ModelReleaseStore.Mode,
        of card: ModelCard,
        at sites: [SiteCode]?,
        in trial: TrialID,
        reason: String
    ) async throws -> [SiteCode] {
        try await acting(as: .administrator, reason: reason) { transaction in
            let (plan, stored) = try await Self.currentProtocol(of: trial, transaction)
            let known = plan.sites.map(\.code)
            if let unknown = sites?.first(where: { !known.contains($0) }) { throw ServiceError.unknownSite(unknown) }
            if mode == .active { try Self.checkActive(card, plan, enrolling: stored.weightsDigest) }
            try await Self.register(card, transaction)
            let entered = try await ModelReleaseStore.enter(
                mode,
                of: card.weightsDigest,
                at: sites ?? known,
                in: trial,
                transaction
            )
            if mode == .withdrawn { try await ScoringQueue.dropWithdrawn(weights: card.weightsDigest, transaction) }
            return entered
        }
    }

    /// What is in force at the sites that the account sees.
    package func releases(of trial: TrialID? = nil) async throws -> [ModelReleaseStore.Release] {
        let roles: [Role] = [
            .administrator, .dataManager, .service, .statistician, .principalInvestigator, .monitor,
        ]
        return try await acting(as: role(among: roles), readOnly: true) { transaction in
            try await ModelReleaseStore.inForce(trial: trial, transaction)
        }
    }

    /// Registers a model by the digest of its weights; doing so twice changes nothing.
    static func register(_ card: ModelCard, _ transaction: Transaction) async throws {
        try await AssessmentStore.register(
            model: card.id,
            weightsDigest: card.weightsDigest,
            card: card.json,
            reads: card.reads,
            transaction
        )
    }

    /// Only weights that the protocol allows may divide its patients.
    private static func checkActive(_ card: ModelCard, _ plan: TrialProtocol, enrolling: Data) throws {
        guard plan.cutPointSets.contains(where: { $0.model == card.id }) else {
            throw ServiceError.noCutPoints(model: card.id)
        }
        let required =
            card.id == plan.indexTest.model
            ? enrolling.hex : plan.otherModels.first { $0.model == card.id }.flatMap(\.weightsSHA256)
        guard let required, required != card.weightsSHA256 else { return }
        throw ServiceError.weightsDiffer(model: card.id, required: required, found: card.weightsSHA256)
    }
}
