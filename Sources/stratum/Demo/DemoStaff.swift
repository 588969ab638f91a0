import Foundation
import RiskModel
import Trial
import TrialService
import TrialStore

/// One account a role, named after it, and the trial they conduct.
struct DemoStaff {
    let trial: TrialID
    private let services: [Role: TrialService]

    init(_ installation: Installation, plan: TrialProtocol) async throws {
        func service(_ account: String) -> TrialService {
            TrialService(
                pool: installation.pool,
                replica: installation.replica,
                identityKeys: installation.identityKeys,
                sealingKey: installation.sealingKey,
                account: account,
                requestID: "demo-\(account)"
            )
        }
        let administrator = service(installation.boundAccount ?? NSUserName())
        trial = plan.id
        try await administrator.addTrial(
            plan,
            as: trial,
            model: try RiskModel.shipped(id: plan.indexTest.model).card
        )
        var services: [Role: TrialService] = [.administrator: administrator]
        for role in Role.allCases where role != .administrator {
            try await administrator.give(AccountStore.Grant(role: role, trial: trial, site: nil), to: role.rawValue)
            services[role] = service(role.rawValue)
        }
        self.services = services
    }

    /// - Precondition: none: every role has its account.
    subscript(role: Role) -> TrialService {
        guard let service = services[role] else { preconditionFailure("the demonstration has no \(role)") }
        return service
    }
}
