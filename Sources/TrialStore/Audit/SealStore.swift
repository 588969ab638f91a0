package import AuditTrail
import Foundation
package import PostgreSQL

/// Seals in the database, and the hashes they are made of; the role in force is the sealer's.
package enum SealStore {
    /// The database role that may seal; it reads hashes and no entry.
    package static let role = "stratum_sealer"

    /// A hash with its place.
    package struct Leaf: Sendable {
        package let place: TrailPlace
        package let found: FoundEntry
    }

    /// Whether no other program is sealing; if so, none can begin before the transaction ends.
    ///
    /// Never waits.
    package static func takeTurn(_ transaction: Transaction) async throws -> Bool {
        try await transaction.query("SELECT pg_try_advisory_xact_lock(hashtextextended('audit seal', 0)) AS taken")
            .first?
            .decode("taken") ?? false
    }

    /// Below this place every transaction has ended, so that no entry can still appear there.
    package static func horizon(_ transaction: Transaction) async throws -> TrailPlace {
        let rows = try await transaction.query("SELECT audit.horizon() AS horizon")
        return TrailPlace(transaction: try rows.first?.decode("horizon") ?? 0, entry: 0)
    }

    /// The last seal; nil where nothing is sealed.
    package static func last(_ transaction: Transaction) async throws -> SealLink? {
        try await transaction.query(
            """
            SELECT number, hash, through_transaction, through_entry FROM audit.seal ORDER BY number DESC LIMIT 1
            """
        ).first.map { row in
            SealLink(number: try row.decode("number"), hash: try row.decode("hash"), through: try through(row))
        }
    }

    /// The hashes of the entries from one place up to, and without, another.
    package static func leaves(
        from: TrailPlace,
        to: TrailPlace,
        most: Int,
        _ transaction: Transaction
    ) async throws -> [Leaf] {
        try await transaction.query(
            """
            SELECT transaction_number, entry_id, leaf, at, table_name
            FROM audit.leaves(\(from.transaction), \(from.entry), \(to.transaction), \(to.entry), \(most))
            """
        ).map { row in
            let id: Int = try row.decode("entry_id")
            let at: Date = try row.decode("at")
            return Leaf(
                place: TrailPlace(transaction: try row.decode("transaction_number"), entry: id),
                found: FoundEntry(
                    id: id,
                    leaf: try row.decode("leaf"),
                    at: at.formatted(.iso8601),
                    table: try row.decode("table_name")
                )
            )
        }
    }

    /// How many entries lie at or behind a place.
    package static func count(from: TrailPlace, _ transaction: Transaction) async throws -> Int {
        try await transaction.query(
            "SELECT audit.count_from(\(from.transaction), \(from.entry)) AS n"
        ).first?.decode("n") ?? 0
    }

    /// Appends a seal, and its key where that is new.
    package static func append(_ seal: Seal, key: VerificationKey, _ transaction: Transaction) async throws {
        try await transaction.execute(
            """
            INSERT INTO audit.signing_key (key_id, public_key) VALUES (\(key.id), \(key.bytes)) ON CONFLICT DO NOTHING
            """
        )
        try await transaction.execute(
            """
            INSERT INTO audit.seal (number, previous, through_transaction, through_entry, entry_ids, leaves, root,
                sealed_at, key_id, signature, hash)
            VALUES (\(seal.number), \(seal.previous), \(seal.through.transaction), \(seal.through.entry),
                \(seal.entries), \(seal.leaves.reduce(into: Data()) { $0.append($1) }), \(seal.root),
                to_timestamp(\(Double(seal.sealedAt))), \(seal.keyID), \(seal.signature), \(seal.hash))
            """
        )
    }

    /// The next seals of the chain, by number.
    package static func seals(after number: Int, most: Int, _ transaction: Transaction) async throws -> [Seal] {
        try await transaction.query(
            """
            SELECT number, previous, through_transaction, through_entry, entry_ids, leaves, root,
                extract(epoch FROM sealed_at)::bigint AS sealed_at, key_id, signature, hash
            FROM audit.seal WHERE number > \(number) ORDER BY number LIMIT \(most)
            """
        ).map { row in
            try Seal(
                number: row.decode("number"),
                previous: row.decode("previous"),
                through: through(row),
                entries: row.decode("entry_ids"),
                leaves: row.decode("leaves", as: Data.self).leaves,
                root: row.decode("root"),
                sealedAt: row.decode("sealed_at"),
                keyID: row.decode("key_id"),
                signature: row.decode("signature"),
                hash: row.decode("hash")
            )
        }
    }

    /// The public keys that the database names; only the outside can say whether to trust them.
    package static func keys(_ transaction: Transaction) async throws -> [VerificationKey] {
        try await transaction.query("SELECT public_key FROM audit.signing_key ORDER BY added_at, key_id").map { row in
            try VerificationKey(bytes: row.decode("public_key"))
        }
    }

    private static func through(_ row: Row) throws -> TrailPlace {
        TrailPlace(transaction: try row.decode("through_transaction"), entry: try row.decode("through_entry"))
    }
}
