package import Foundation
import Glibc

extension PrivateCluster {
    /// Checks a backup byte by byte, restores it into a data folder of its own, and compares every table's digest.
    ///
    /// The data folder has a cluster only when all of that has succeeded; the server is stopped then.
    ///
    /// - Parameters:
    ///   - backup: a folder that ``backUp(to:_:progress:)`` made.
    ///   - dataFolder: made if needed; may hold nothing but keys.
    ///   - progress: told of the steps, in sentences.
    /// - Returns: what was restored.
    /// - Throws: ``BackupError``, ``ClusterError``, ``PostgresError``.
    package static func restore(
        _ backup: URL,
        into dataFolder: URL,
        progress: @Sendable @escaping (String) -> Void
    ) async throws -> BackupDescription {
        try refuseFilled(dataFolder)
        let source = BackupFolder(path: backup.standardizedFileURL.path)
        progress("Checking the backup")
        let description = try source.check()
        let folder = try ClusterFolder(preparing: dataFolder, account: .current())
        let change = try FileLock(path: folder.changeLock)
        guard change.attempt(.exclusive), !folder.hasCluster else {
            throw BackupError.unusablePlace(path: folder.path, why: "is in use by another program")
        }
        defer { change.release() }
        let copy = RestoredCopy(backup: source, host: folder)
        do {
            progress("Copying it to \(folder.path)")
            try await copy.make()
            progress("Starting it to compare its tables")
            try description.compare(try await copy.digests(of: description.database, settings: [:]))
            try await copy.takePlace()
            return description
        } catch {
            await copy.discard()
            throw error
        }
    }

    /// What may be there: keys put back beforehand, and what an interrupted attempt left.
    private static let harmless: Set<String> = [
        "identity.key", "audit.key", "cluster.check", "cluster-change.lock", "cluster-in-use.lock",
    ]

    private static func refuseFilled(_ folder: URL) throws(BackupError) {
        let path = folder.standardizedFileURL.path
        let held = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard let first = held.sorted().first(where: { !harmless.contains($0) }) else { return }
        throw .unusablePlace(path: path, why: "holds \(first) already: name a data folder that is not there yet")
    }
}
