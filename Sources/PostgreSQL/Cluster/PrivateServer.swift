import Foundation
import Glibc

/// Makes, starts and stops the server of one data folder; the caller holds the folder's change lock.
struct PrivateServer: Sendable {
    let folder: ClusterFolder
    /// Settings given at the start, on top of the configuration files.
    let settings: [String: String]
    let progress: @Sendable (String) -> Void

    private static let patience = 120

    /// Leaves a server running that accepts connections.
    ///
    /// - Parameter alone: Whether no other program uses the server, so that it may be started anew.
    /// - Returns: The folder of its socket.
    /// - Throws: `ClusterError`.
    func ensureRunning(alone: () -> Bool) async throws(ClusterError) -> String {
        if !folder.hasCluster { try await create() }
        try folder.checkCluster()
        try await refreshAccess()
        try await awaitReady()
        // One that was seen a moment ago may have failed to start since.
        guard let running = Postmaster(data: folder.data) else { return try await start() }
        if SocketFolder.answers(in: running.socketFolder) { return running.socketFolder }
        guard alone() else { throw .socketLost(folder: running.socketFolder) }
        try await stop()
        return try await start()
    }

    /// Stops the server, if one runs: open connections are closed, what they had not committed is rolled back.
    func stop() async throws(ClusterError) {
        guard let running = Postmaster(data: folder.data) else { return }
        let programs = try await ServerPrograms.find(version: folder.version)
        let arguments = ["stop", "-D", folder.data, "-m", "fast", "-w", "-t", "\(Self.patience)"]
        let result = try await programs.run("pg_ctl", arguments, as: folder.account, seconds: Self.patience + 10)
        guard Postmaster(data: folder.data) == nil else { throw failure(of: "pg_ctl stop", result) }
        rmdir(running.socketFolder)
    }

    private func start() async throws(ClusterError) -> String {
        let programs = try await ServerPrograms.find(version: folder.version)
        let crashed = FileStatus(Postmaster.file(in: folder.data)) != nil
        progress(crashed ? "The database was not shut down; recovering it" : "Starting the database")
        Postmaster.clearMisleadingFile(in: folder.data)
        if crashed { try await OrphanedProcesses(data: folder.data).end() }
        let socketFolder = try SocketFolder.make(for: folder)
        if Postmaster(data: folder.data) == nil { SocketFolder.clear(socketFolder) }
        // A server that the killed program was just starting may be in the way, and give up; or ours is killed itself.
        for attempt in 1... {
            let result = try await launch(programs, socketFolder: socketFolder)
            if result.succeeded { break }
            // One that finds something wrong takes its file away when it ends; one that was killed cannot.
            let killed = FileStatus(Postmaster.file(in: folder.data)) != nil
            guard crashed || killed, attempt < 20 else { throw failure(of: "pg_ctl start", result) }
            do { try await Task.sleep(for: .milliseconds(500)) } catch { throw .cancelled }
            if killed, Postmaster(data: folder.data) == nil { try await OrphanedProcesses(data: folder.data).end() }
        }
        return socketFolder
    }

    private func launch(_ programs: ServerPrograms, socketFolder: String) async throws(ClusterError) -> ToolResult {
        let all = settings.merging(["unix_socket_directories": socketFolder]) { $1 }
        let options = all.sorted { $0.key < $1.key }.map { "-c \($0.key)='\($0.value)'" }.joined(separator: " ")
        let arguments = [
            "start", "-D", folder.data, "-l", folder.log, "-w", "-t", "\(Self.patience)", "-s", "-o", options,
        ]
        return try await programs.run("pg_ctl", arguments, as: folder.account, seconds: Self.patience + 10)
    }

    /// Waits for a server that another program started and left while it recovered.
    private func awaitReady() async throws(ClusterError) {
        try await Patience.wait(for: "Starting the database", seconds: Self.patience) {
            Postmaster(data: folder.data)?.isReady ?? true
        }
    }

    /// A server on a full disk has no room to say so in its log either.
    private func failure(of tool: String, _ result: ToolResult) -> ClusterError {
        do { try folder.checkRoom(megabytes: 32) } catch { return error }
        return .toolFailed(tool: tool, output: result.summary, log: folder.log)
    }
}
