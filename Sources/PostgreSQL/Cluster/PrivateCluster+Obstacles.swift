package import Foundation
import Glibc

extension PrivateCluster {
    /// The server programs that a data folder's cluster would be run by.
    ///
    /// - Returns: their folder and major version.
    /// - Throws: ``ClusterError/serverMissing(version:)``.
    package static func serverPrograms(
        for dataFolder: URL
    ) async throws(ClusterError) -> (folder: String, version: Int) {
        let folder = ClusterFolder(existing: dataFolder, account: .client)
        let found = try await ServerPrograms.find(version: folder?.version)
        return (found.folder, found.version)
    }

    /// The account that the server runs as.
    ///
    /// - Throws: ``ClusterError/accountMissing(name:)``.
    package static func serverAccount() throws(ClusterError) -> String { try ClusterAccount.current().name }

    /// Refuses a data folder that a join would refuse, without making or changing anything.
    package static func check(dataFolder: URL) async throws(ClusterError) {
        guard let folder = ClusterFolder(existing: dataFolder, account: try .current()) else {
            return try checkPlace(for: dataFolder.standardizedFileURL)
        }
        try folder.checkOwner()
        guard folder.hasCluster else { return try folder.checkRoom() }
        try folder.checkCluster()
        let arguments = ["-c", #"cd "$1""#, "sh", folder.home]
        let result = try await ToolResult.run("sh", arguments, as: folder.account, seconds: 10)
        guard result.succeeded else {
            throw .unusableFolder(path: folder.path, problem: .unreachable(account: folder.account.name))
        }
        try folder.checkRoom(megabytes: 32)
    }

    /// Whether a folder that is not there yet could be made: the nearest one above it must let this user in.
    private static func checkPlace(for folder: URL) throws(ClusterError) {
        let above = folder.deletingLastPathComponent()
        if FileStatus(above.path) == nil, errno == ENOENT { return try checkPlace(for: above) }
        guard access(above.path, W_OK | X_OK) == 0 else { throw .inaccessible(above.path) }
    }
}
