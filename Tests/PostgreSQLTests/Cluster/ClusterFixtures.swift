import Foundation
import TestSupport

@testable import PostgreSQL

/// Joins without care for durability.
func join(_ folder: URL) async throws -> PrivateCluster {
    try await PrivateCluster.join(dataFolder: folder, settings: TemporaryClusterFolder.hasty)
}

extension PrivateCluster {
    /// What PostgreSQL's own client gets for a statement.
    func answer(to statement: String, user: String = PrivateCluster.superuserName) async throws -> String {
        let arguments = [
            "-h", socketFolder, "-p", SocketFolder.port, "-U", user, "-d", "postgres", "-XAtqc", statement,
        ]
        return try await ToolResult.run("psql", arguments, as: nil, seconds: 60).output
    }
}

extension URL {
    /// PostgreSQL's own folder in a data folder.
    var data: String { path + "/cluster/data" }
}
