package import PostgreSQL
import Trial

/// What a login finds out about the database it reached, without changing anything.
package struct DatabaseHealth: Sendable, Equatable {
    package let serverVersion: String
    /// Such as 15.
    package internal(set) var majorVersion: Int
    package internal(set) var encoding: String
    package let user: String
    package internal(set) var isSuperuser: Bool
    /// A standby refuses every write.
    package internal(set) var isStandby: Bool
    package internal(set) var usesTLS: Bool
    /// Whether the connection leaves the machine's own sockets.
    package internal(set) var isRemote: Bool
    /// Roles that a migration makes and that are not there.
    package internal(set) var missingRoles: [String]
    /// Why the schema is not this program's; nil where it is.
    package let schemaFault: MigrationError?
    package let schemaVersion: Int?

    /// Asks the server.
    package static func read(_ connection: Connection) async throws -> DatabaseHealth {
        let rows = try await connection.query(
            """
            SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int4 AS number,
                (SELECT pg_encoding_to_char(encoding)::text FROM pg_database WHERE datname = current_database())
                    AS encoding,
                current_user::text AS login, pg_is_in_recovery() AS standby, inet_server_addr() IS NOT NULL AS remote,
                coalesce((SELECT rolsuper FROM pg_roles WHERE rolname = current_user), false) AS superuser,
                coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS tls
            """
        )
        guard let row = rows.first else { throw StoreError.vanished("answer of the server") }
        let number: Int32 = try row.decode("number")
        return DatabaseHealth(
            serverVersion: try row.decode("version"),
            majorVersion: Int(number) / 10_000,
            encoding: try row.decode("encoding"),
            user: try row.decode("login"),
            isSuperuser: try row.decode("superuser"),
            isStandby: try row.decode("standby"),
            usesTLS: try row.decode("tls"),
            isRemote: try row.decode("remote"),
            missingRoles: try await missingRoles(connection),
            schemaFault: try await schemaFault(connection),
            schemaVersion: try await Migrator.version(connection)
        )
    }

    private static func missingRoles(_ connection: Connection) async throws -> [String] {
        let wanted = ["stratum_owner", "stratum_app"] + Role.allCases.map(\.databaseRole)
        let rows = try await connection.query(
            """
            SELECT name FROM unnest(\(wanted)) AS wanted(name)
            WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) ORDER BY name
            """
        )
        return try rows.map { try $0.decode("name") }
    }

    private static func schemaFault(_ connection: Connection) async throws -> MigrationError? {
        do { try await Migrator.check(connection) } catch let error as MigrationError { return error }
        return nil
    }
}
