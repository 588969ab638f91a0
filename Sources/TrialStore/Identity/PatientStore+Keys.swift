package import PostgreSQL

extension PatientStore {
    /// The names of the keys that identities are sealed with, in order; for the owner, who sees every row.
    package static func keyIDs(_ connection: Connection) async throws -> [String] {
        try await connection.query("SELECT DISTINCT key_id FROM identity.patient ORDER BY key_id")
            .map { try $0.decode("key_id") }
    }
}
