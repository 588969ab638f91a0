import Foundation
import Glibc

/// A backup brought to life in a folder of its own inside a data folder: compared, then discarded or moved into place.
struct RestoredCopy {
    let backup: BackupFolder
    /// The data folder that it lies in.
    let host: ClusterFolder

    private var url: URL { URL(filePath: host.check, directoryHint: .isDirectory) }

    /// Copies the backup and has PostgreSQL check the copy by its manifest.
    ///
    /// - Throws: ``BackupError``, ``ClusterError``.
    func make() async throws {
        try await Self.remove(from: host)
        try checkRoom()
        let folder = try ClusterFolder(preparing: url, account: host.account)
        guard mkdir(folder.home, 0o700) == 0 else { throw ClusterError.inaccessible(folder.home) }
        // Ours until all is in it, so that nobody else can lay a link there; then the server's account gets it whole.
        try await tool("cp", ["-R", "-P", "--reflink=auto", backup.data, folder.data])
        try await verify(folder.data)
        try await tool("chmod", ["-R", "u=rwX,go=", folder.home])
        let account = host.account
        try await tool("chown", ["-R", "-h", "\(account.user):\(account.group)", folder.home])
    }

    /// What the tables hold, by a server that is started on the copy, recovers it, and is stopped again.
    func digests(of database: String, settings: [String: String]) async throws -> [TableDigest] {
        let cluster = try await PrivateCluster.join(dataFolder: url, settings: settings, progress: nil)
        do {
            let digests = try await read(cluster.configuration(user: PrivateCluster.superuserName, database: database))
            await Self.uncancelled { await cluster.leave() }
            return digests
        } catch {
            await Self.uncancelled { await cluster.leave() }
            throw error
        }
    }

    /// Moves the copy to where a data folder's cluster belongs.
    func takePlace() async throws {
        let folder = try ClusterFolder(preparing: url, account: host.account)
        try await PrivateServer(folder: folder, settings: [:], progress: { _ in }).stop()
        let source = folder.home
        try await tool("sync", ["-f", source])
        guard rename(source, host.home) == 0 else { throw ClusterError.inaccessible(host.home) }
        try await Self.remove(from: host)
        try await tool("sync", [host.path])
    }

    /// Takes the copy away, also when the task was cancelled.
    func discard() async { await Self.uncancelled { try? await Self.remove(from: host) } }

    /// Takes away a copy, and one that an interrupted program left, its server included.
    static func remove(from host: ClusterFolder) async throws(ClusterError) {
        let url = URL(filePath: host.check, directoryHint: .isDirectory)
        guard let folder = ClusterFolder(existing: url, account: host.account) else { return }
        try await PrivateServer(folder: folder, settings: [:], progress: { _ in }).stop()
        do { try FileManager.default.removeItem(at: url) } catch { throw .inaccessible(host.check) }
    }

    /// In a task of its own: an interrupted command is cancelled, and must give back what it holds all the same.
    private static func uncancelled(_ body: @escaping @Sendable () async -> Void) async {
        await Task { await body() }.value
    }

    private func read(_ configuration: ConnectionConfiguration) async throws -> [TableDigest] {
        let connection = try await Connection.connect(configuration)
        try await connection.run(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let digests = try await TableDigest.all(connection)
        try await connection.run(script: "COMMIT")
        await connection.close()
        return digests
    }

    private func verify(_ data: String) async throws {
        let programs = try await ServerPrograms.find(version: backup.version)
        let result = try await ToolResult.run(
            "pg_verifybackup",
            ["--exit-on-error", data],
            as: nil,
            programs: programs.folder,
            seconds: 86_400
        )
        guard result.succeeded else {
            throw BackupError.damaged(file: "data", why: "fails its manifest: \(result.summary)")
        }
    }

    /// The copy, and room for the server to recover it.
    private func checkRoom() throws(BackupError) {
        let size = ClusterStatus.size(of: backup.data) + 100
        guard let free = ClusterFolder.freeMegabytes(at: host.path), free < size else { return }
        throw .noRoom(path: host.path, freeMegabytes: free, neededMegabytes: size)
    }

    private func tool(_ name: String, _ arguments: [String]) async throws(ClusterError) {
        let result = try await ToolResult.run(name, arguments, as: nil, seconds: 86_400)
        guard result.succeeded else { throw .toolFailed(tool: name, output: result.summary, log: nil) }
    }
}
