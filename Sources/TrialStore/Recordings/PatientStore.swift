import Foundation
package import PostgreSQL
package import Trial

/// Patients: a pseudonymous key, a keyed hash to find them by, and a sealed identity.
package enum PatientStore {
    /// The patient with this record number at this site, made where there is none.
    ///
    /// Two imports of one new patient may race: the loser finds the winner's row.
    package static func findOrAdd(
        _ identity: PatientIdentity,
        site: SiteCode,
        key: IdentityKey,
        _ transaction: Transaction
    ) async throws -> PatientKey {
        let hash = key.hash(recordNumber: identity.recordNumber, site: site.rawValue)
        if let known = try await find(hash, site: site, transaction) { return known }
        let patient = UUID()
        let sealed = try key.seal(identity, patientKey: patient)
        let added = try await transaction.execute(
            """
            INSERT INTO identity.patient (patient_key, site_code, record_number_hash, sealed, key_id)
            VALUES (\(patient), \(site.rawValue), \(hash), \(sealed), \(key.id))
            ON CONFLICT (site_code, record_number_hash) DO NOTHING
            """
        )
        if added == 1 { return PatientKey(rawValue: patient) }
        guard let known = try await find(hash, site: site, transaction) else {
            throw StoreError.vanished("patient that another import was adding")
        }
        return known
    }

    /// The patient with this record number at this site; nil where there is none.
    package static func find(
        recordNumber: String,
        site: SiteCode,
        key: IdentityKey,
        _ transaction: Transaction
    ) async throws -> PatientKey? {
        try await find(key.hash(recordNumber: recordNumber, site: site.rawValue), site: site, transaction)
    }

    /// Identities of the patients that the role in force may see, by key.
    package static func identities(
        of patients: [PatientKey],
        key: IdentityKey,
        _ transaction: Transaction
    ) async throws -> [PatientKey: PatientIdentity] {
        let rows = try await transaction.query(
            "SELECT patient_key, sealed FROM identity.patient WHERE patient_key = ANY(\(patients.map(\.rawValue)))"
        )
        var identities: [PatientKey: PatientIdentity] = [:]
        for row in rows {
            let patient: UUID = try row.decode("patient_key")
            identities[PatientKey(rawValue: patient)] = try key.open(row.decode("sealed"), patientKey: patient)
        }
        return identities
    }

    private static func find(_ hash: Data, site: SiteCode, _ transaction: Transaction) async throws -> PatientKey? {
        try await transaction.query(
            """
            SELECT patient_key FROM identity.patient
            WHERE site_code = \(site.rawValue) AND record_number_hash = \(hash)
            """
        ).first.map { PatientKey(rawValue: try $0.decode("patient_key")) }
    }
}
