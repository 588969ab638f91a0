import Foundation
import Glibc
package import PostgreSQL

/// The PostgreSQL server the tests run against: a private cluster of this test process, gone when the process is.
package enum TestCluster {
    /// Logs in as superuser of the test server, to the database `postgres`.
    ///
    /// `STRATUM_TEST_SOCKET` names the socket folder of a server to use instead, as its user `postgres`.
    package static func superuser() async throws -> ConnectionConfiguration {
        if let socket = ProcessInfo.processInfo.environment["STRATUM_TEST_SOCKET"] {
            return ConnectionConfiguration(socketFolder: socket, user: "postgres", database: "postgres")
        }
        let cluster = try await joined.value
        return cluster.configuration(user: PrivateCluster.superuserName, database: "postgres")
    }

    private static let joined = Task {
        let folder = try TemporaryClusterFolder()
        return try await PrivateCluster.join(dataFolder: folder.url, settings: TemporaryClusterFolder.hasty)
    }
}
