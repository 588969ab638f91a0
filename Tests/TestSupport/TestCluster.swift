import Foundation
package import PostgreSQL

/// The PostgreSQL server the tests run against.
package enum TestCluster {
    /// Logs in as superuser of the test server, to the database `postgres`.
    package static func superuser() async throws -> ConnectionConfiguration {
        let socket = ProcessInfo.processInfo.environment["STRATUM_TEST_SOCKET"] ?? "/tmp/stratum-test"
        return ConnectionConfiguration(socketFolder: socket, user: "postgres", database: "postgres")
    }
}
