import Foundation
import Glibc

extension PrivateServer {
    /// Makes the cluster beside its place and moves it there when it is whole, so that none is ever half made.
    func create() async throws(ClusterError) {
        try folder.checkRoom()
        let programs = try await ServerPrograms.find(version: nil)
        progress("Creating a PostgreSQL \(programs.version) database in \(folder.path)")
        try makeNursery()
        try await checkReach()
        try await initialise(programs)
        try await append(ClusterSettings.server, to: folder.nursery + "/data/postgresql.conf")
        try await writeAccess(in: folder.nursery + "/data")
        guard rename(folder.nursery, folder.home) == 0 else { throw .inaccessible(folder.home) }
        flush(folder.path)
    }

    private func makeNursery() throws(ClusterError) {
        // What an interrupted attempt left.
        try? FileManager.default.removeItem(atPath: folder.nursery)
        let account = folder.account
        guard mkdir(folder.nursery, 0o700) == 0, lchown(folder.nursery, account.user, account.group) == 0 else {
            throw .inaccessible(folder.nursery)
        }
    }

    /// Root may choose a folder below one that the server's account cannot pass.
    private func checkReach() async throws(ClusterError) {
        let account = folder.account
        let result = try await ToolResult.run(
            "sh",
            ["-c", #"cd "$1""#, "sh", folder.nursery],
            as: account,
            seconds: 10
        )
        guard result.succeeded else {
            throw .unusableFolder(path: folder.path, problem: .unreachable(account: account.name))
        }
    }

    private func initialise(_ programs: ServerPrograms) async throws(ClusterError) {
        let arguments = [
            "--pgdata", folder.nursery + "/data", "--username", PrivateCluster.superuserName,
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums",
            "--auth-local", "peer", "--auth-host", "reject", "--no-instructions",
        ]
        let careless = settings["fsync"] == "off" ? ["--no-sync"] : []
        let result = try await programs.run("initdb", arguments + careless, as: folder.account, seconds: 300)
        guard result.succeeded else { throw .toolFailed(tool: "initdb", output: result.summary, log: nil) }
    }

    /// Makes a rename in the folder last through a power failure.
    func flush(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
