package import AuditTrail
package import Foundation
import PostgreSQL
package import Trial
package import TrialStore

/// Reading the audit trail: each role sees of it what it may see of the tables, and no tier that the plan keeps from it.
extension TrialService {
    /// The newest entries that the account may see in one of its roles, newest first.
    ///
    /// - Parameters:
    ///   - filter: which entries.
    ///   - subject: only those of this participant, in this trial.
    /// - Returns: at most as many as the filter says.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func trail(
        _ filter: AuditStore.Filter,
        of subject: (number: SubjectNumber, trial: TrialID)? = nil
    ) async throws -> [AuditStore.Entry] {
        try await reading { transaction in
            var filter = filter
            if let subject {
                filter.participant = try await Self.participant(subject.number, of: subject.trial, transaction)
            }
            return try await AuditStore.entries(filter, transaction)
        }
    }

    /// Writes the trail as far as the account may see it: seals, lines, and hashes of what it may not see.
    ///
    /// The export is itself an entry, made and sealed before the first line is written.
    ///
    /// - Parameter write: takes the bytes of the file, piece by piece.
    /// - Returns: the SHA-256 of all but the last line, and the last seal.
    /// - Throws: ``ServiceError``, ``PostgresError`` from the store, or what `write` throws.
    package func exportTrail(
        _ write: @escaping (Data) throws -> Void
    ) async throws -> (digest: Data, head: SealLink?) {
        let role = try await role(among: Self.readers)
        try await acting(as: role, reason: "export of the audit trail") { transaction in
            try await AuditStore.record(.export, of: "audit.trail", key: ["format": "jsonl"], transaction)
        }
        try await sealTrail()
        var file = try TrailFileWriter(
            account: account,
            role: role.rawValue,
            at: Date(),
            keys: try await trailKeys(),
            write: write
        )
        var last: SealLink?
        while let seal = try await nextSeal(after: last) {
            let from = last?.through ?? .start
            let most = 2 * seal.entries.count + 10_000
            let lines = try await reading {
                try await AuditStore.lines(from: from, to: seal.through, most: most, $0)
            }
            let intact = try await intactEntries(of: seal, from: from)
            try file.add(seal, entries: lines.map { ($0.place.entry, $0.line) }, intact: intact)
            last = seal.link
        }
        try await addUnsealed(from: last?.through ?? .start, to: &file)
        return (try file.end(key: sealingKey), last)
    }

    private func addUnsealed(from start: TrailPlace, to file: inout TrailFileWriter) async throws {
        var next = start
        while true {
            let from = next
            let lines = try await reading { try await AuditStore.lines(from: from, to: nil, most: 4_096, $0) }
            guard let end = lines.last?.place else { return }
            try file.addUnsealed(lines.map(\.line))
            next = TrailPlace(transaction: end.transaction, entry: end.entry + 1)
        }
    }

    private func nextSeal(after last: SealLink?) async throws -> Seal? {
        try await reading { try await SealStore.seals(after: last?.number ?? 0, most: 1, $0) }.first
    }

    /// The first of these that an account holds is the role in which it reads the trail.
    private static let readers: [Role] = [
        .dataManager, .statistician, .principalInvestigator, .monitor, .administrator, .coordinator, .echoReader,
        .adjudicator, .service,
    ]

    private func reading<T: Sendable>(
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        try await acting(as: try await role(among: Self.readers), readOnly: true) { transaction in
            // The planner overrates what the view's conditions cost, and would compile them at every page.
            _ = try await transaction.query("SELECT set_config('jit', 'off', true)")
            return try await body(transaction)
        }
    }
}

/// What the trail must know although nothing changed.
extension TrialService {
    /// Enters that this account asked for what it may not do; that the asking failed is not hidden by a second failure.
    ///
    /// - Parameters:
    ///   - object: the table that decides.
    ///   - asked: the role that was needed.
    func recordRefusal(of object: String, asked: String) async {
        var options = TransactionOptions()
        // A name that no account can have may be anything, even a patient's: it stays out.
        let name = account.wholeMatch(of: /[a-z0-9][a-z0-9._@-]{0,62}/) == nil ? "" : account
        options.settings = [
            ("stratum.account", name), ("stratum.request_id", requestID), ("stratum.reason", "not permitted"),
        ]
        try? await pool.withTransaction(options) { transaction in
            // Entered under the grants, which administrators read: an account without a role has no trial or site.
            let key = ["asked": asked, "of": object]
            try await AuditStore.record(.refused, of: "ops.role_grant", key: key, transaction)
        }
    }
}
