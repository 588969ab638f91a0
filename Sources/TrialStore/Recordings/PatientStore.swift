import Foundation
package import PostgreSQL
package import Trial

/// Patients: a pseudonymous key, a keyed hash to find them by, and a sealed identity.
///
/// The database lets no role read or write these but through its functions, each of which leaves a trace.
package enum PatientStore {
    /// A record number to look up, at the site within which it is unique.
    package struct Number: Sendable {
        package let recordNumber: String
        package let site: SiteCode

        package init(recordNumber: String, site: SiteCode) {
            self.recordNumber = recordNumber
            self.site = site
        }
    }

    /// The patient with this record number at this site, made where there is none.
    ///
    /// Two imports of one new patient may race: the loser finds the winner's row.
    ///
    /// - Parameters:
    ///   - identity: who it is.
    ///   - site: within which the record number is unique.
    ///   - trial: one whose patients a desk enters itself; nil for an import.
    ///   - source: of the keys.
    ///   - transaction: of a role that may do this.
    /// - Returns: the patient's key.
    /// - Throws: ``IdentityError/keyNotInForce``, or ``PostgresError``.
    package static func findOrAdd(
        _ identity: PatientIdentity,
        site: SiteCode,
        admitting trial: TrialID? = nil,
        keys source: IdentityKeySource,
        _ transaction: Transaction
    ) async throws -> PatientKey {
        let keys = try await keysInForce(source, transaction)
        let fresh = UUID()
        let hashes = keys.map { $0.hash(recordNumber: identity.recordNumber, site: site.rawValue) }
        let marks = keys.flatMap { key in key.marks(of: identity).map { (key: key.id, mark: $0) } }
        let function: SQL = if let trial { "trial.find_or_admit(\(trial.rawValue), " } else { "identity.find_or_add(" }
        do {
            let rows = try await transaction.query(
                """
                SELECT \(fragment: function)\(site.rawValue), \(hashes), \(fresh),
                    \(keys[0].seal(identity, patientKey: fresh)), \(keys[0].id), \(marks.map(\.key)),
                    \(marks.map(\.mark.kind.rawValue)), \(marks.map(\.mark.hash))) AS patient_key
                """
            )
            guard let row = rows.first else { throw StoreError.vanished("patient that was being added") }
            return PatientKey(rawValue: try row.decode("patient_key"))
        } catch let error as PostgresError {
            guard error.sqlState == "ST010" else { throw error }
            throw IdentityError.keyNotInForce
        }
    }

    /// The patients with these record numbers, by index; those who are not there are left out.
    package static func find(
        _ numbers: [Number],
        keys source: IdentityKeySource,
        _ transaction: Transaction
    ) async throws -> [Int: PatientKey] {
        let asked = questions(numbers, try await keysInForce(source, transaction))
        let rows = try await transaction.query(
            """
            SELECT line, patient_key FROM identity.find(\(asked.map { Int32($0.line) }), \(asked.map(\.site)),
                \(asked.map(\.hash)))
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (try row.decode("line"), PatientKey(rawValue: try row.decode("patient_key")))
            }
        )
    }

    /// A desk's own participants with a record number at any of the sites.
    package static func participants(
        _ recordNumber: String,
        at sites: [SiteCode],
        of trial: TrialID,
        keys source: IdentityKeySource,
        _ transaction: Transaction
    ) async throws -> Set<PatientKey> {
        let numbers = sites.map { Number(recordNumber: recordNumber, site: $0) }
        let asked = questions(numbers, try await keysInForce(source, transaction))
        let rows = try await transaction.query(
            """
            SELECT patient_key FROM identity.find_participants(\(trial.rawValue), \(asked.map(\.site)),
                \(asked.map(\.hash))) AS patient_key
            """
        )
        return Set(try rows.map { PatientKey(rawValue: try $0.decode("patient_key")) })
    }

    /// Identities of a desk's own participants, by key; the database enters each in the audit trail.
    package static func identities(
        of patients: [PatientKey],
        in trial: TrialID,
        keys source: IdentityKeySource,
        _ transaction: Transaction
    ) async throws -> [PatientKey: PatientIdentity] {
        let before = try source.read()
        let rows = try await transaction.query(
            """
            SELECT patient_key, sealed, key_id FROM identity.read(\(trial.rawValue), \(patients.map(\.rawValue)))
            """
        )
        // A rotation may have begun or ended meanwhile; what a row is sealed under was in the file before or is now.
        let after = try source.read()
        var identities: [PatientKey: PatientIdentity] = [:]
        for row in rows {
            let patient: UUID = try row.decode("patient_key")
            let id: String = try row.decode("key_id")
            let key = try before[id] ?? after.key(id)
            identities[PatientKey(rawValue: patient)] = try key.open(row.decode("sealed"), patientKey: patient)
        }
        return identities
    }

    /// The keys in force, the current one first; they stay in force until the transaction ends.
    private static func keysInForce(
        _ source: IdentityKeySource,
        _ transaction: Transaction
    ) async throws -> [IdentityKey] {
        let ids = try await transaction.query("SELECT key_id FROM identity.keys_in_force()").map {
            try $0.decode("key_id", as: String.self)
        }
        // Read after the database was asked: a rotation writes the file first.
        let ring = try source.read()
        return ids.isEmpty ? [ring.keys[0]] : try ids.map { try ring.key($0) }
    }

    /// Each number under each key.
    private static func questions(
        _ numbers: [Number],
        _ keys: [IdentityKey]
    ) -> [(line: Int, site: String, hash: Data)] {
        numbers.enumerated().flatMap { line, number in
            keys.map { key in
                let site = number.site.rawValue
                return (line, site, key.hash(recordNumber: number.recordNumber, site: site))
            }
        }
    }
}
