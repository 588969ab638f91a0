package import AuditTrail
package import Foundation
import PostgreSQL
import Trial
import TrialStore

/// Sealing the audit trail and checking it; both read hashes, and no entry.
extension TrialService {
    /// The most entries in one seal.
    private static let batch = 4_096

    /// Seals every entry that no open transaction can come before.
    ///
    /// Writers never wait for it, and where another program seals already, it leaves the work to that one.
    ///
    /// - Returns: how many entries were sealed; nil where this installation has no key to seal with.
    @discardableResult
    package func sealTrail() async throws -> Int? {
        guard let sealingKey else { return nil }
        var sealed = 0
        while let count = try await sealBatch(sealingKey) {
            sealed += count
            // What others write meanwhile is for the next command: a busy trial must not keep this one from ending.
            guard count == Self.batch else { break }
        }
        return sealed
    }

    /// Seals one batch; nil where nothing is left or another program is at it.
    private func sealBatch(_ key: SealingKey) async throws -> Int? {
        try await asSealer { transaction in
            guard try await SealStore.takeTurn(transaction) else { return nil }
            let last = try await SealStore.last(transaction)
            let from = last?.through ?? .start
            let horizon = try await SealStore.horizon(transaction)
            guard from <= horizon else { throw ServiceError.trailRunsBackwards }
            let leaves = try await SealStore.leaves(from: from, to: horizon, most: Self.batch, transaction)
            guard let end = leaves.last?.place else { return nil }
            let whole = leaves.count < Self.batch
            let seal = try Seal(
                after: last,
                through: whole ? horizon : TrailPlace(transaction: end.transaction, entry: end.entry + 1),
                entries: leaves.map(\.place.entry),
                leaves: leaves.map(\.found.leaf),
                at: Date(),
                key: key
            )
            try await SealStore.append(seal, key: key.verification, transaction)
            return leaves.count
        }
    }

    /// Checks every seal and every sealed entry of the database.
    ///
    /// - Parameters:
    ///   - trusted: public keys to accept, and no others; none: this installation's, and those the database names.
    ///   - head: hash of a seal, noted earlier, that must still be in the chain.
    ///   - progress: told how many entries have been checked.
    /// - Returns: what was found, damages first to last.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func verifyTrail(
        trusted: [VerificationKey] = [],
        head: Data? = nil,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> TrailFindings {
        _ = try await role(among: [.administrator, .dataManager, .monitor, .principalInvestigator, .statistician])
        let stated = try await asSealer { try await SealStore.keys($0) }
        let own = sealingKey.map { [$0.verification] } ?? []
        var chain = ChainVerifier(trusted: trusted, own: own, stated: stated, head: head)
        var last: SealLink?
        while let seals = try await nextSeals(after: last) {
            let found = try await entries(of: seals, after: last)
            var rest = found[...]
            for seal in seals {
                let own = rest.prefix { $0.place < seal.through }
                rest = rest.dropFirst(own.count)
                chain.check(seal, found: own.map(\.found))
            }
            last = seals.last?.link
            progress(chain.findings.intact)
        }
        let end = last?.through ?? .start
        return chain.finish(unsealed: try await asSealer { try await SealStore.count(from: end, $0) })
    }

    /// The public keys that the database names.
    package func trailKeys() async throws -> [VerificationKey] { try await asSealer { try await SealStore.keys($0) } }

    /// The entries of a seal that are there as they were sealed, whoever may see them.
    func intactEntries(of seal: Seal, from start: TrailPlace) async throws -> Set<Int> {
        let most = 2 * seal.entries.count + 10_000
        let leaves = try await asSealer {
            try await SealStore.leaves(from: start, to: seal.through, most: most, $0)
        }
        let sealed = Set(seal.leaves)
        return Set(leaves.filter { sealed.contains($0.found.leaf) }.map(\.place.entry))
    }

    private func nextSeals(after last: SealLink?) async throws -> [Seal]? {
        let seals = try await asSealer { try await SealStore.seals(after: last?.number ?? 0, most: 32, $0) }
        return seals.isEmpty ? nil : seals
    }

    /// What stands now where these seals say that their entries are; a flood of strangers is cut off.
    private func entries(of seals: [Seal], after last: SealLink?) async throws -> [SealStore.Leaf] {
        guard let end = seals.map(\.through).max() else { return [] }
        let most = 2 * seals.reduce(0) { $0 + $1.entries.count } + 10_000
        return try await asSealer { transaction in
            try await SealStore.leaves(from: last?.through ?? .start, to: end, most: most, transaction)
        }
    }

    private func asSealer<T: Sendable>(
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        var options = TransactionOptions()
        options.role = SealStore.role
        options.settings = [("stratum.account", account), ("stratum.request_id", requestID)]
        return try await pool.withTransaction(options, body)
    }
}
