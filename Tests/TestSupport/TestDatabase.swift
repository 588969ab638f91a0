import Foundation
package import PostgreSQL

/// Databases of a test's own on the test server.
package enum TestDatabase {
    /// Runs a test in a new, empty database and drops it afterwards, also when the test throws.
    package static func withEmpty<Value: Sendable>(
        _ body: (ConnectionConfiguration) async throws -> Value
    ) async throws -> Value {
        // Nobody can be logged in to template0, so it can always be copied.
        try await withCopy(of: "template0", body)
    }

    /// Runs a test in a copy of another database, which nobody may be using meanwhile, and drops it afterwards.
    package static func withCopy<Value: Sendable>(
        of template: String,
        _ body: (ConnectionConfiguration) async throws -> Value
    ) async throws -> Value {
        let server = try await TestCluster.superuser()
        let name = "stratum_test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await run("CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)", on: server)
        let outcome: Result<Value, any Error>
        do { outcome = .success(try await body(server.database(name))) } catch { outcome = .failure(error) }
        try await run("DROP DATABASE \(identifier: name) WITH (FORCE)", on: server)
        return try outcome.get()
    }

    private static func run(_ sql: SQL, on server: ConnectionConfiguration) async throws {
        let connection = try await Connection.connect(server)
        try await connection.execute(sql)
        await connection.close()
    }
}
