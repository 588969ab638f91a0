package import PostgreSQL
import TrialStore

/// A database of its own for each test, with the schema in place.
package enum MigratedDatabase {
    /// Runs `body` on a fresh copy of a migrated template.
    ///
    /// - Parameter body: gets the owner's configuration; ``app(_:)`` logs in as the application.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, or ``PostgresError`` where the copy cannot be made.
    package static func with<T: Sendable>(_ body: (ConnectionConfiguration) async throws -> T) async throws -> T {
        try await TestDatabase.withCopy(of: try await template.value, body)
    }

    /// The same database, logged in as the application.
    package static func app(_ owner: ConnectionConfiguration) -> ConnectionConfiguration { owner.user("stratum_app") }

    /// Made once a test process.
    private static let template = Task { () async throws -> String in
        let name = "stratum_template_\(UInt64.random(in: 0...UInt64.max))"
        let server = try await Connection.connect(try await TestCluster.superuser())
        try await server.run(script: "CREATE DATABASE \(name)")
        let connection = try await Connection.connect(try await TestCluster.superuser().database(name))
        _ = try await Migrator(connection).migrate()
        await connection.close()
        await server.close()
        return name
    }
}
