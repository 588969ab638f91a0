package import PostgreSQL

/// Brings a database to the schema of this binary: forward only, one transaction a migration, one migrator at a time.
package struct Migrator: Sendable {
    private let connection: Connection

    /// - Parameter connection: logged in as a superuser or as a role that may create roles and own schemas.
    package init(_ connection: Connection) { self.connection = connection }

    /// Makes roles and runs what is pending.
    ///
    /// - Returns: the names of the migrations that were run.
    /// - Throws: ``MigrationError``, ``PostgresError``.
    package func migrate() async throws -> [String] {
        try await connection.run(script: Migration.roles)
        try await connection.run(script: Self.ledger)
        // Held until the connection closes or we unlock: a second migrator waits and then finds nothing to do.
        _ = try await connection.query("SELECT pg_advisory_lock(\(Self.lock))")
        do {
            let names = try await runPending()
            _ = try await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
            return names
        } catch {
            _ = try? await connection.query("SELECT pg_advisory_unlock(\(Self.lock))")
            throw error
        }
    }

    /// Refuses a database whose schema is not this binary's.
    package static func check(_ connection: Connection) async throws {
        let pending = try MigrationPlan.pending(applied: try await applied(connection), available: Migration.all)
        guard pending.isEmpty else { throw MigrationError.outdatedSchema(pending: pending.count) }
    }

    /// The newest migration that a database has; nil where it has none.
    package static func version(_ connection: Connection) async throws -> Int? {
        try await applied(connection).map(\.version).max()
    }

    private func runPending() async throws -> [String] {
        let applied = try await Self.applied(connection)
        let pending = try MigrationPlan.pending(applied: applied, available: Migration.all)
        for migration in pending {
            try await connection.run(script: "BEGIN; SET LOCAL ROLE stratum_owner; SET LOCAL search_path = pg_catalog;")
            do {
                try await connection.run(script: migration.sql)
                try await connection.execute(
                    """
                    INSERT INTO ops.schema_migration (version, name, checksum)
                    VALUES (\(migration.version)::integer, \(migration.name), \(migration.checksum))
                    """
                )
                try await connection.run(script: "COMMIT")
            } catch {
                try? await connection.run(script: "ROLLBACK")
                throw error
            }
        }
        return pending.map(\.name)
    }

    private static func applied(_ connection: Connection) async throws -> [MigrationPlan.Applied] {
        let exists = try await connection.query("SELECT to_regclass('ops.schema_migration') IS NOT NULL AS known")
        guard try exists.first?.decode("known", as: Bool.self) == true else { return [] }
        return try await connection.query("SELECT version, name, checksum FROM ops.schema_migration ORDER BY version")
            .map { row in
                try MigrationPlan.Applied(
                    version: row.decode("version"),
                    name: row.decode("name"),
                    checksum: row.decode("checksum")
                )
            }
    }

    private static let lock = 7_306_081_246

    /// The ledger stands before the first migration, because every migration is entered in it.
    private static let ledger = """
        DO $$ BEGIN
            EXECUTE format('GRANT CREATE ON DATABASE %I TO stratum_owner', current_database());
            EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
            EXECUTE format('GRANT CONNECT ON DATABASE %I TO stratum_app', current_database());
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
        EXCEPTION WHEN internal_error THEN NULL; -- another migrator is granting the same
        END $$;
        SELECT pg_advisory_lock(7306081245);
        DO $$ BEGIN
            IF to_regclass('ops.schema_migration') IS NULL THEN
                CREATE SCHEMA ops AUTHORIZATION stratum_owner;
                CREATE TABLE ops.schema_migration (
                    version integer PRIMARY KEY,
                    name text NOT NULL,
                    checksum bytea NOT NULL,
                    applied_at timestamptz NOT NULL DEFAULT now()
                );
                ALTER TABLE ops.schema_migration OWNER TO stratum_owner;
                GRANT USAGE ON SCHEMA ops TO stratum_app;
                GRANT SELECT ON ops.schema_migration TO stratum_app;
            END IF;
        END $$;
        SELECT pg_advisory_unlock(7306081245);
        """
}
