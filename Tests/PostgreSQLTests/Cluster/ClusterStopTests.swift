import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("Looking at the private cluster and stopping it")
struct ClusterStopTests {
    @Test("Nothing is made or started by looking")
    func looking() async throws {
        let folder = try TemporaryClusterFolder(subfolder: "/none")
        #expect(ClusterStatus(dataFolder: folder.url).state == .absent)
        #expect(FileStatus(folder.url.path) == nil)
        #expect(try await PrivateCluster.stop(dataFolder: folder.url, force: false) == false)
        #expect(FileStatus(folder.url.path) == nil)
    }

    @Test("The state follows the server: running, killed, running, stopped")
    func states() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        let running = ClusterStatus(dataFolder: folder.url)
        #expect(running.state == .running)
        #expect(running.version.map { $0 >= ServerPrograms.oldestVersion } == true)
        #expect(running.socketFolder == cluster.socketFolder)
        #expect(running.startedAt.map { $0 <= Date() } == true)
        #expect(running.sizeMegabytes > 10)
        #expect(running.programs.map(\.process) == [getpid()])
        let server = try #require(Postmaster(data: folder.url.data))
        kill(server.process, SIGKILL)
        try await Patience.wait(for: "the end", seconds: 10) { kill(server.process, 0) != 0 }
        #expect(ClusterStatus(dataFolder: folder.url).state == .crashed)

        let again = try await join(folder.url)
        #expect(ClusterStatus(dataFolder: folder.url).state == .running)
        await cluster.leave()
        await again.leave()
        let stopped = ClusterStatus(dataFolder: folder.url)
        #expect(stopped.state == .stopped)
        #expect(stopped.programs.isEmpty)
    }

    @Test("A server in use is stopped only by force, and then says that it was stopped")
    func inUse() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        let error = await #expect(throws: ClusterError.self) {
            try await PrivateCluster.stop(dataFolder: folder.url, force: false)
        }
        #expect(error?.description.contains("(\(getpid()))") == true)
        #expect(Postmaster(data: folder.url.data) != nil)
        #expect(try await PrivateCluster.stop(dataFolder: folder.url, force: true))
        #expect(Postmaster(data: folder.url.data) == nil)
        #expect(try await PrivateCluster.stop(dataFolder: folder.url, force: false) == false)
        await cluster.leave()
    }

    @Test("A cluster with an earlier program's access files gets this program's, also while it runs")
    func access() async throws {
        let folder = try TemporaryClusterFolder()
        let first = try await join(folder.url)
        let file = folder.url.data + "/pg_hba.conf"
        let current = try String(contentsOfFile: file, encoding: .utf8)
        try "local all all reject\n".write(toFile: file, atomically: false, encoding: .utf8)
        let second = try await join(folder.url)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == current)
        #expect(try await second.answer(to: "SELECT 1") == "1")
        await first.leave()
        await second.leave()
    }
}
