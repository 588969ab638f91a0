package import AuditTrail
import Foundation
package import PostgreSQL
import Trial
package import TrialStore

/// The use cases of a trial, each one transaction, done by one account.
///
/// The account's role is taken on inside the transaction (`SET LOCAL ROLE`), so the database decides what may be seen
/// and done whatever the code here does.
package struct TrialService: Sendable {
    package let pool: Pool
    /// Where data cuts are read; nil for the same server that everything else uses.
    package let replica: ReadReplica?
    package let identityKeys: IdentityKeySource
    package let account: String
    /// Names this command or request in the audit trail.
    package let requestID: String
    /// Signs the audit trail; nil where this installation does not seal it.
    package let sealingKey: SealingKey?

    package init(
        pool: Pool,
        replica: ReadReplica? = nil,
        identityKeys: IdentityKeySource,
        sealingKey: SealingKey? = nil,
        account: String,
        requestID: String = UUID().uuidString
    ) {
        self.pool = pool
        self.replica = replica
        self.identityKeys = identityKeys
        self.sealingKey = sealingKey
        self.account = account
        self.requestID = requestID
    }

    /// What the account may do.
    package func grants() async throws -> [AccountStore.Grant] {
        try await pool.withConnection { try await AccountStore.grants(of: account, $0) }
    }

    /// One transaction in one role.
    ///
    /// - Parameters:
    ///   - role: one that the account holds.
    ///   - isolation: what the transaction sees of others.
    ///   - readOnly: whether it only looks.
    ///   - reason: why; the database refuses a write without.
    ///   - attempts: how often the body may run, where the server ends a transaction for a deadlock.
    ///   - server: where; the primary unless given.
    ///   - body: the work.
    /// - Returns: what `body` returns.
    /// - Throws: ``ServiceError/notPermitted(account:role:)`` where the account does not hold the role; that is audited.
    func acting<T: Sendable>(
        as role: Role,
        isolation: IsolationLevel = .readCommitted,
        readOnly: Bool = false,
        reason: String? = nil,
        attempts: Int = 1,
        at server: Pool? = nil,
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        let held = try await grants().filter { $0.role == role }
        guard !held.isEmpty else { throw await notPermitted(role) }
        var options = TransactionOptions()
        options.isolation = isolation
        options.readOnly = readOnly
        options.role = role.databaseRole
        options.mayRunTwice = attempts
        options.settings = [
            ("stratum.account", account), ("stratum.request_id", requestID), ("stratum.reason", reason ?? ""),
            ("stratum.site", held.count == 1 ? held[0].site?.rawValue ?? "" : ""),
        ]
        do {
            return try await (server ?? pool).withTransaction(options, body)
        } catch {
            if let error = error as? PostgresError, error.sqlState == "42501" {
                await recordRefusal(of: error.table ?? "database", asked: role.rawValue)
            }
            throw error
        }
    }

    /// The first of these roles that the account holds.
    func role(among roles: [Role]) async throws -> Role {
        let held = Set(try await grants().map(\.role))
        guard let role = roles.first(where: held.contains) else {
            await recordRefusal(of: "role", asked: roles.map(\.rawValue).joined(separator: " or "))
            throw ServiceError.noRole(account: account, of: roles)
        }
        return role
    }

    private func notPermitted(_ role: Role) async -> ServiceError {
        await recordRefusal(of: "role", asked: role.rawValue)
        return .notPermitted(account: account, role: role)
    }

    /// The protocol in force of a trial that the role may see.
    static func currentProtocol(
        of trial: TrialID,
        _ transaction: Transaction
    ) async throws -> (protocol: TrialProtocol, stored: ProtocolStore.Version) {
        guard let stored = try await ProtocolStore.latest(of: trial, transaction) else {
            throw ServiceError.unknownTrial(trial)
        }
        return (try TrialProtocol.parse(yaml: stored.source), stored)
    }
}
