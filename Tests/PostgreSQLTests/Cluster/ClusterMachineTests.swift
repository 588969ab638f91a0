import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("The private cluster on a machine in disorder")
struct ClusterMachineTests {
    @Test("Of several versions of PostgreSQL, a new cluster takes the newest and an existing one its own")
    func versions() async throws {
        let folder = try TemporaryClusterFolder()
        for (version, programs) in [
            ("14", ["postgres", "initdb", "pg_ctl"]), ("15", ["postgres", "initdb", "pg_ctl"]),
            ("17", ["postgres", "initdb", "pg_ctl"]), ("99", ["psql", "pg_dump"]),
        ] {
            let place = folder.url.appending(path: "\(version)/bin")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for program in programs {
                let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o755]
                _ = FileManager.default.createFile(
                    atPath: place.path + "/" + program,
                    contents: Data(),
                    attributes: attributes
                )
            }
        }
        let packages = folder.url.path
        #expect(ServerPrograms.packaged(packages).map(\.version) == [17, 15, 14], "99 is a client alone")
        #expect(try await ServerPrograms.find(version: nil, packages: packages).version == 17)
        #expect(try await ServerPrograms.find(version: 14, packages: packages).folder == packages + "/14/bin")
        await #expect(throws: ClusterError.serverMissing(version: 99)) {
            try await ServerPrograms.find(version: 99, packages: packages)
        }
    }

    @Test("A socket's lock left by a crash, whose process number another program of the account has, is seen through")
    func staleSocket() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        let socket = SocketFolder.socket(in: cluster.socketFolder)
        await cluster.leave()
        _ = try SocketFolder.make(for: ClusterFolder(preparing: folder.url, account: .current()))
        let other = try bystander()
        defer { other.send(SIGTERM) }
        let lock = "\(other.id)\n\(folder.url.data)\n0\n5432\n\(cluster.socketFolder)\n"
        try lock.write(toFile: socket + ".lock", atomically: false, encoding: .utf8)
        try Data().write(to: URL(filePath: socket))

        let again = try await join(folder.url)
        #expect(try await again.answer(to: "SELECT 1") == "1")
        #expect(other.isRunning)
        await again.leave()
    }

    @Test("Eight joins at the same moment, after a crash, start one server")
    func eight() async throws {
        let folder = try TemporaryClusterFolder()
        _ = try await join(folder.url)
        let server = try #require(Postmaster(data: folder.url.data))
        kill(server.process, SIGKILL)
        try await Patience.wait(for: "the end", seconds: 10) { kill(server.process, 0) != 0 }
        let clusters = try await withThrowingTaskGroup(of: PrivateCluster.self) { group in
            for _ in 0..<8 { group.addTask { try await join(folder.url) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let now = try #require(Postmaster(data: folder.url.data))
        #expect(now.process != server.process)
        for cluster in clusters {
            #expect(Postmaster(data: folder.url.data)?.process == now.process)
            await cluster.leave()
        }
        #expect(Postmaster(data: folder.url.data) == nil)
    }

    @Test(
        "A disk too small for a cluster is refused; one that fills up is named, and once it has room all is there",
        .enabled(if: geteuid() == 0, "mounting a small disk needs root")
    )
    func fullDisk() async throws {
        let folder = try TemporaryClusterFolder()
        let disk = folder.url.path + "/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        try await mount(disk, megabytes: 100)
        #expect(try await refusal(disk) == 150)
        try await unmount(disk)

        try await mount(disk, megabytes: 300)
        let cluster = try await join(URL(filePath: disk))
        _ = try await cluster.answer(to: "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS value")
        await cluster.leave()
        let ballast = disk + "/ballast"
        _ = try await ToolResult.run("dd", ["if=/dev/zero", "of=\(ballast)", "bs=64k"], as: nil, seconds: 60)
        #expect(try await refusal(disk) == 32)

        unlink(ballast)
        let again = try await join(URL(filePath: disk))
        #expect(try await again.answer(to: "SELECT count(*), sum(value) FROM kept") == "1000|500500")
        await again.leave()
        try await unmount(disk)
    }

    /// How much room the refusal asks for.
    private func refusal(_ path: String) async throws -> Int? {
        do { await (try join(URL(filePath: path))).leave() } catch ClusterError.unusableFolder(path, let problem) {
            guard case .full(_, let needed) = problem else { return nil }
            return needed
        }
        return nil
    }

    private func mount(_ path: String, megabytes: Int) async throws {
        let options = ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0711", "tmpfs", path]
        let result = try await ToolResult.run("mount", options, as: nil, seconds: 10)
        try #require(result.succeeded, "\(result.output)")
    }

    /// A program that another test starts at this moment holds our files until it is executed.
    private func unmount(_ path: String) async throws {
        for _ in 0..<50 {
            if try await ToolResult.run("umount", [path], as: nil, seconds: 10).succeeded { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        Issue.record("\(path) is still in use after ten seconds")
    }

    /// A program of the account that the server runs as.
    private func bystander() throws -> ChildProcess {
        let account = try ClusterAccount.current()
        let change = ["/usr/bin/setpriv", "--reuid", "\(account.user)", "--regid", "\(account.group)"]
        return try ChildProcess((account.isSelf ? [] : change + ["--clear-groups", "--"]) + ["/bin/sleep", "60"])
    }
}
