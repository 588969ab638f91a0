package import Foundation

extension PrivateCluster {
    /// Stops the server of a data folder.
    ///
    /// - Parameters:
    ///   - dataFolder: may hold no cluster, and then nothing is done.
    ///   - force: also when other programs use it; what they had not committed is rolled back.
    /// - Returns: whether a server ran.
    /// - Throws: ``ClusterError/inUse(programs:)`` without `force`, or why it cannot be stopped.
    package static func stop(dataFolder: URL, force: Bool) async throws(ClusterError) -> Bool {
        guard let folder = ClusterFolder(existing: dataFolder, account: try .current()), folder.hasCluster else {
            return false
        }
        try folder.checkCluster()
        let change = try FileLock(path: folder.changeLock)
        try await change.take(.exclusive, step: "Waiting for another program to start the database", seconds: 300)
        defer { change.release() }
        try await clearInterruptedBackup(in: folder)
        guard Postmaster(data: folder.data) != nil else { return false }
        let use = try FileLock(path: folder.useLock)
        guard force || use.attempt(.exclusive) else {
            throw .inUse(programs: ClusterStatus.holders(of: folder.useLock).map { "\($0.name) (\($0.process))" })
        }
        defer { use.release() }
        try await PrivateServer(folder: folder, settings: [:], progress: { _ in }).stop()
        return true
    }

    /// A backup that was killed while it was proven may have left a server of its own running.
    private static func clearInterruptedBackup(in folder: ClusterFolder) async throws(ClusterError) {
        let lock = try FileLock(path: folder.backupLock)
        guard lock.attempt(.exclusive) else { return }
        defer { lock.release() }
        try await RestoredCopy.remove(from: folder)
    }
}
