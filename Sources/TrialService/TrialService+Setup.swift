import Foundation
import PostgreSQL
package import RiskModel
package import Trial
package import TrialStore

/// What an administrator does: trials, accounts and roles.
extension TrialService {
    /// Adds a trial under a protocol, released at every site it names.
    ///
    /// - Parameters:
    ///   - plan: a checked protocol.
    ///   - trial: the id under which it is conducted; one protocol may serve several trials.
    ///   - model: the card of the enrolling model, whose weights alone may stratify the trial; they must be the
    ///     protocol's where it names some. It is released at every site.
    /// - Throws: ``ServiceError/modelDiffers(required:found:)``, ``ServiceError/weightsDiffer(model:required:found:)``,
    ///   ``ServiceError/trialExists(_:)``.
    package func addTrial(_ plan: TrialProtocol, as trial: TrialID, model: ModelCard) async throws {
        let weightsDigest = model.weightsDigest
        guard model.id == plan.indexTest.model else {
            throw ServiceError.modelDiffers(required: plan.indexTest.model, found: model.id)
        }
        if let required = plan.indexTest.weightsSHA256, required != weightsDigest.hex {
            throw ServiceError.weightsDiffer(
                model: plan.indexTest.model,
                required: required,
                found: weightsDigest.hex
            )
        }
        try plan.check(model)
        do {
            try await acting(as: .administrator, reason: "new trial") { transaction in
                try await ProtocolStore.create(plan, as: trial, weightsDigest: weightsDigest, transaction)
                try await Self.register(model, transaction)
                _ = try await ModelReleaseStore.enter(
                    .active,
                    of: weightsDigest,
                    at: plan.sites.map(\.code),
                    in: trial,
                    transaction
                )
            }
        } catch let error as PostgresError where error.constraint == "trial_pkey" {
            throw ServiceError.trialExists(trial)
        }
    }

    /// The trials that the account may see in any of its roles, oldest first.
    package func trials() async throws -> [TrialID] {
        let grants = try await grants()
        if grants.contains(where: { $0.role == .administrator }) {
            return try await acting(as: .administrator, readOnly: true) { try await ProtocolStore.trials($0) }
        }
        return Array(Set(grants.compactMap(\.trial))).sorted { $0.rawValue < $1.rawValue }
    }

    /// A trial's newest protocol as it was stored.
    package func trialProtocol(
        of trial: TrialID
    ) async throws -> (protocol: TrialProtocol, stored: ProtocolStore.Version) {
        guard let role = try await grants().first(where: { $0.trial == nil || $0.trial == trial })?.role else {
            throw ServiceError.unknownTrial(trial)
        }
        return try await acting(as: role, readOnly: true) { try await Self.currentProtocol(of: trial, $0) }
    }

    /// Adds an account, or gives an existing one a further role.
    package func give(_ grant: AccountStore.Grant, to account: String) async throws {
        do {
            try await acting(as: .administrator, reason: "role given") { transaction in
                try await AccountStore.add(account: account, transaction)
                try await AccountStore.give(grant, to: account, transaction)
            }
        } catch let error as PostgresError where error.constraint == "role_grant_trial_id_fkey" {
            throw grant.trial.map(ServiceError.unknownTrial) ?? error
        }
    }

    /// Every account with its roles.
    package func accounts() async throws -> [(account: String, grants: [AccountStore.Grant])] {
        try await acting(as: .administrator, readOnly: true) { try await AccountStore.all($0) }
    }
}
