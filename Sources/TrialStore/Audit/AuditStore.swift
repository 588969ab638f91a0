package import AuditTrail
package import Foundation
package import PostgreSQL
package import Trial

/// The trail as the role in force may read it, and the entries that no trigger writes.
package enum AuditStore {
    /// What happened without changing a row.
    package enum Access: String, Sendable {
        case read = "READ"
        case export = "EXPORT"
        case refused = "REFUSED"
    }

    /// Enters an access under the actor, role, request and reason of the transaction.
    ///
    /// - Parameters:
    ///   - access: what was done.
    ///   - object: the table it was done to.
    ///   - key: what identifies it; never who a patient is.
    ///   - trial: the trial it belongs to, nil for none.
    ///   - site: the site it belongs to, nil for none.
    ///   - transaction: of any trial role.
    /// - Throws: ``PostgresError``, of code ST004 where the transaction has no reason.
    package static func record(
        _ access: Access,
        of object: String,
        key: [String: String],
        trial: TrialID? = nil,
        site: SiteCode? = nil,
        _ transaction: Transaction
    ) async throws {
        _ = try await transaction.query(
            """
            SELECT audit.record_access(\(access.rawValue), \(object),
                jsonb_object(\(key.keys.sorted())::text[], \(key.sorted { $0.key < $1.key }.map(\.value))::text[]),
                \(trial?.rawValue), \(site?.rawValue))
            """
        )
    }

    /// Which entries to list; nil means any.
    package struct Filter: Sendable {
        package var participant: ConductStore.Participant?
        package var table: String?
        package var actor: String?
        package var since: Date?
        package var limit = 100

        package init() {}
    }

    /// One entry; values are JSON as the database wrote it.
    package struct Entry: Sendable, Equatable {
        package let id: Int
        package let at: Date
        package let actor: String
        package let role: String
        package let request: String?
        package let reason: String?
        package let trial: String?
        package let site: String?
        package let operation: String
        package let table: String
        package let key: String
        package let old: String?
        package let new: String?
    }

    /// The newest entries that pass the filter, newest first.
    package static func entries(_ filter: Filter, _ transaction: Transaction) async throws -> [Entry] {
        var conditions: [SQL] = ["true"]
        if let table = filter.table { conditions.append("table_name = \(table)") }
        if let actor = filter.actor { conditions.append("actor = \(actor)") }
        if let since = filter.since { conditions.append("at >= \(since)") }
        if let participant = filter.participant {
            conditions.append(
                """
                (key ->> 'participant_id' = \(participant.id.uuidString.lowercased())
                 OR \(participant.patient.rawValue.uuidString.lowercased())
                    IN (key ->> 'patient_key', new ->> 'patient_key', old ->> 'patient_key'))
                """
            )
        }
        return try await transaction.query(
            """
            SELECT entry_id, at, actor, role, request_id, reason, trial_id, site_code, operation, table_name,
                key::text AS key, old::text AS old, new::text AS new
            FROM audit.trail WHERE \(fragment: conditions.joined(separator: " AND "))
            ORDER BY entry_id DESC LIMIT \(filter.limit)
            """
        ).map(entry)
    }

    /// The lines of the entries from one place up to another that the role in force may see, in their order.
    ///
    /// - Parameters:
    ///   - from: the first place.
    ///   - to: exclusive; nil for the end of the trail.
    ///   - most: how many at most.
    ///   - transaction: of any trial role.
    /// - Returns: each line with its place.
    /// - Throws: ``PostgresError`` from the store.
    package static func lines(
        from: TrailPlace,
        to: TrailPlace?,
        most: Int,
        _ transaction: Transaction
    ) async throws -> [(place: TrailPlace, line: String)] {
        let end = to ?? TrailPlace(transaction: .max, entry: .max)
        return try await transaction.query(
            """
            SELECT transaction_id::text::bigint AS transaction, entry_id, line FROM audit.trail
            WHERE (transaction_id, entry_id) >= (\(from.transaction)::text::xid8, \(from.entry))
              AND (transaction_id, entry_id) < (\(end.transaction)::text::xid8, \(end.entry))
            ORDER BY transaction_id, entry_id LIMIT \(most)
            """
        ).map { row in
            (
                TrailPlace(transaction: try row.decode("transaction"), entry: try row.decode("entry_id")),
                try row.decode("line")
            )
        }
    }

    private static func entry(_ row: Row) throws -> Entry {
        try Entry(
            id: row.decode("entry_id"),
            at: row.decode("at"),
            actor: row.decode("actor"),
            role: row.decode("role"),
            request: row.decode("request_id"),
            reason: row.decode("reason"),
            trial: row.decode("trial_id"),
            site: row.decode("site_code"),
            operation: row.decode("operation"),
            table: row.decode("table_name"),
            key: row.decode("key"),
            old: row.decode("old"),
            new: row.decode("new")
        )
    }
}
