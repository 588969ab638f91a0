import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("The private cluster after a crash")
struct ClusterCrashTests {
    /// Commits reach the operating system, as they do outside tests; only the disk is not waited for.
    private let settings = ["fsync": "off"]

    @Test("A killed server is recovered by the next to join, with all that was committed")
    func killedServer() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        _ = try await cluster.answer(to: "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS value")
        let server = try #require(Postmaster(data: folder.url.data))
        kill(server.process, SIGKILL)
        try await Patience.wait(for: "the end", seconds: 10) { kill(server.process, 0) != 0 }

        let after = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        #expect(try await after.answer(to: "SELECT count(*), sum(value) FROM kept") == "1000|500500")
        await cluster.leave()
        await after.leave()
        #expect(Postmaster(data: folder.url.data) == nil)
    }

    @Test("A process of a killed server that does not end by itself is ended, and the server recovered")
    func hangingOrphan() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        _ = try await cluster.answer(to: "CREATE TABLE kept AS SELECT 1 AS value")
        let orphan = try await cluster.answer(
            to: "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
        )
        let server = try #require(Postmaster(data: folder.url.data))
        kill(try #require(pid_t(orphan)), SIGSTOP)
        kill(server.process, SIGKILL)
        try await Patience.wait(for: "the end", seconds: 10) { kill(server.process, 0) != 0 }

        let after = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        #expect(try await after.answer(to: "SELECT count(*) FROM kept") == "1")
        await cluster.leave()
        await after.leave()
    }

    @Test("A server whose program died is joined, and then stopped like any other")
    func abandonedServer() async throws {
        let folder = try TemporaryClusterFolder()
        let server = try await abandonServer(in: folder.url)
        let lock = try FileLock(path: folder.url.path + "/cluster-in-use.lock")
        try await lock.take(.exclusive, step: "the lock of the one that is gone", seconds: 10)
        lock.release()

        let joined = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        #expect(Postmaster(data: folder.url.data)?.process == server)
        await joined.leave()
        #expect(Postmaster(data: folder.url.data) == nil)
    }

    @Test("A leftover process file that names an unrelated program is seen through")
    func reusedProcessNumber() async throws {
        let folder = try TemporaryClusterFolder()
        await (try PrivateCluster.join(dataFolder: folder.url, settings: settings)).leave()
        let leftover = "\(getpid())\n\(folder.url.data)\n0\n5432\n/nowhere\n\n0 0\nready   \n"
        try leftover.write(toFile: Postmaster.file(in: folder.url.data), atomically: true, encoding: .utf8)

        let cluster = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        #expect(try await cluster.answer(to: "SELECT 1") == "1")
        await cluster.leave()
    }

    @Test("A dead server whose entry nobody has cleared away is no server")
    func deadButNotReaped() async throws {
        let folder = try TemporaryClusterFolder()
        await (try PrivateCluster.join(dataFolder: folder.url, settings: settings)).leave()
        // A child that nobody waits for, under the server's name.
        let name = folder.url.path + "/postgres"
        try FileManager.default.copyItem(atPath: "/bin/true", toPath: name)
        var child = pid_t()
        var arguments = [strdup(name), nil]
        #expect(posix_spawn(&child, name, nil, nil, &arguments, environ) == 0)
        defer { waitpid(child, nil, 0) }
        try await Patience.wait(for: "the end of the child", seconds: 10) {
            (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8))?.contains(") Z ") == true
        }
        let leftover = "\(child)\n\(folder.url.data)\n0\n5432\n/nowhere\n\n0 0\nready   \n"
        try leftover.write(toFile: Postmaster.file(in: folder.url.data), atomically: true, encoding: .utf8)

        let cluster = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
        #expect(try await cluster.answer(to: "SELECT 1") == "1")
        await cluster.leave()
    }

    @Test("What an interrupted creation left is made anew")
    func interruptedCreation() async throws {
        let folder = try TemporaryClusterFolder()
        let nursery = folder.url.path + "/cluster.new/data"
        try FileManager.default.createDirectory(atPath: nursery, withIntermediateDirectories: true)
        try "15".write(toFile: nursery + "/PG_VERSION", atomically: true, encoding: .utf8)

        let cluster = try await join(folder.url)
        #expect(try await cluster.answer(to: "SHOW data_checksums") == "on")
        #expect(FileStatus(folder.url.path + "/cluster.new") == nil)
        await cluster.leave()
    }

    @Test("A server that lost its socket is started anew when nobody else uses it")
    func lostSocket() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        unlink(SocketFolder.socket(in: cluster.socketFolder))
        await #expect(throws: ClusterError.socketLost(folder: cluster.socketFolder)) { try await join(folder.url) }
        await cluster.leave()
        let again = try await join(folder.url)
        #expect(try await again.answer(to: "SELECT 1") == "1")
        await again.leave()
    }

    @Test("A server that is killed while it starts is started again")
    func killedWhileStarting() async throws {
        let folder = try TemporaryClusterFolder()
        await (try PrivateCluster.join(dataFolder: folder.url, settings: settings)).leave()
        let (killed, over) = (Flag(), Flag())
        let data = folder.url.data
        Thread.detachNewThread { Self.killStarting(data, killed, until: over) }
        // The other thread may come too late for a start or two.
        var starts = 0
        while !killed.isSet, starts < 50 {
            let cluster = try await PrivateCluster.join(dataFolder: folder.url, settings: settings)
            #expect(try await cluster.answer(to: "SELECT 1") == "1")
            await cluster.leave()
            starts += 1
        }
        over.set()
        #expect(killed.isSet)
    }

    /// Kills the first server that it finds not ready; held still meanwhile, so that it cannot become ready in between.
    private static func killStarting(_ data: String, _ killed: Flag, until over: Flag) {
        while !over.isSet, !killed.isSet {
            usleep(500)
            guard let server = Postmaster(data: data), !server.isReady else { continue }
            kill(server.process, SIGSTOP)
            let now = Postmaster(data: data)
            if now?.process == server.process, now?.isReady == false {
                killed.set()
                kill(server.process, SIGKILL)
            }
            kill(server.process, SIGCONT)
        }
    }

    /// Joins without ever leaving; the lock goes with its holder, as with the death of a process.
    private func abandonServer(in folder: URL) async throws -> pid_t {
        _ = try await PrivateCluster.join(dataFolder: folder, settings: settings)
        return try #require(Postmaster(data: folder.data)).process
    }
}
