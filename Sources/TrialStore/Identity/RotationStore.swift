import Foundation
package import PostgreSQL

/// What the database knows of identity keys, and how identities come under another one.
package enum RotationStore {
    /// A key by its name, and how many patients are sealed under it.
    package struct Key: Sendable, Equatable {
        package enum State: String, Sendable { case current, retiring, retired }

        package let id: String
        package let state: State
        package let patients: Int

        package init(id: String, state: State, patients: Int) {
            self.id = id
            self.state = state
            self.patients = patients
        }
    }

    /// Every key that was ever in use, the current one first.
    package static func keys(_ transaction: Transaction) async throws -> [Key] {
        try await transaction.query("SELECT key_id, state, patients FROM identity.keys()").map { row in
            let id: String = try row.decode("key_id")
            guard let state = Key.State(rawValue: try row.decode("state")) else {
                throw StoreError.damaged(table: "identity.sealing_key", key: id)
            }
            return Key(id: id, state: state, patients: try row.decode("patients"))
        }
    }

    /// Makes `new` the current key; `old` retires.
    package static func begin(from old: String, to new: String, _ transaction: Transaction) async throws {
        _ = try await transaction.query("SELECT identity.begin_rotation(\(old), \(new))")
    }

    /// Seals some of the patients under retiring keys anew.
    ///
    /// - Returns: how many; 0 also where all that are left are being worked on by others.
    /// - Throws: ``StoreError/damaged(table:key:)`` for an identity that its key does not open.
    package static func reseal(
        atMost count: Int,
        under current: IdentityKey,
        ring: IdentityKeyRing,
        _ transaction: Transaction
    ) async throws -> Int {
        let rows = try await transaction.query(
            "SELECT patient_key, site_code, sealed, key_id FROM identity.unrotated(\(count)::integer)"
        )
        var patients: [UUID] = []
        var seals: [Data] = []
        var hashes: [Data] = []
        var marks: [(patient: UUID, mark: PersonMark)] = []
        for row in rows {
            let patient: UUID = try row.decode("patient_key")
            let identity = try open(row, of: patient, ring)
            patients.append(patient)
            seals.append(try current.seal(identity, patientKey: patient))
            hashes.append(current.hash(recordNumber: identity.recordNumber, site: try row.decode("site_code")))
            marks += current.marks(of: identity).map { (patient, $0) }
        }
        guard !patients.isEmpty else { return 0 }
        _ = try await transaction.query("SELECT identity.reseal(\(patients), \(seals), \(hashes), \(current.id))")
        _ = try await transaction.query(
            """
            SELECT identity.remark(\(marks.map(\.patient)), \(current.id), \(marks.map(\.mark.kind.rawValue)),
                \(marks.map(\.mark.hash)))
            """
        )
        return patients.count
    }

    private static func open(_ row: Row, of patient: UUID, _ ring: IdentityKeyRing) throws -> PatientIdentity {
        let key = try ring.key(row.decode("key_id"))
        let sealed: Data = try row.decode("sealed")
        guard let identity = try? key.open(sealed, patientKey: patient) else {
            throw StoreError.damaged(table: "identity.patient", key: patient.uuidString.lowercased())
        }
        return identity
    }

    /// Removes some of the marks under keys that seal nobody any more.
    ///
    /// - Returns: how many.
    package static func forgetMarks(atMost count: Int, _ transaction: Transaction) async throws -> Int {
        try await transaction.query("SELECT identity.forget_marks(\(count)::integer) AS gone").first?
            .decode("gone") ?? 0
    }

    /// Retires the retiring keys.
    ///
    /// - Returns: their names.
    package static func finish(_ transaction: Transaction) async throws -> [String] {
        try await transaction.query("SELECT key_id FROM identity.finish_rotation() AS key_id").map {
            try $0.decode("key_id")
        }
    }
}
