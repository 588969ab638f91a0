import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("Joining and leaving the private cluster")
struct PrivateClusterTests {
    @Test("The first to join makes and starts the server, the last to leave stops it")
    func lifeCycle() async throws {
        let folder = try TemporaryClusterFolder()
        let first = try await join(folder.url)
        #expect(try await first.answer(to: "SELECT 1") == "1")
        let second = try await join(folder.url)
        #expect(second.socketFolder == first.socketFolder)

        await first.leave()
        await first.leave()
        #expect(try await second.answer(to: "SELECT 2") == "2")
        await second.leave()
        #expect(Postmaster(data: folder.url.data) == nil)
    }

    @Test("What was written is there when the cluster is joined again")
    func rejoin() async throws {
        let folder = try TemporaryClusterFolder()
        let before = try await join(folder.url)
        _ = try await before.answer(to: "CREATE TABLE kept AS SELECT 42 AS value")
        await before.leave()
        let after = try await join(folder.url)
        #expect(try await after.answer(to: "SELECT value FROM kept") == "42")
        await after.leave()
    }

    @Test("Joins at the same moment make one cluster and start one server")
    func concurrentJoins() async throws {
        let folder = try TemporaryClusterFolder()
        let clusters = try await withThrowingTaskGroup(of: PrivateCluster.self) { group in
            for _ in 0..<4 { group.addTask { try await join(folder.url) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let starts = try await clusters.concurrentAnswers(to: "SELECT pg_postmaster_start_time()")
        #expect(Set(starts).count == 1)
        for cluster in clusters.dropLast() { await cluster.leave() }
        #expect(Postmaster(data: folder.url.data) != nil)
        await clusters.last?.leave()
        #expect(Postmaster(data: folder.url.data) == nil)
    }

    @Test("The server stays while another process holds its membership, even one that is then killed")
    func otherProcess() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        // util-linux's flock stands for another program that has joined.
        let lock = folder.url.path + "/cluster-in-use.lock"
        let other = try ChildProcess(["/usr/bin/flock", "--shared", "--no-fork", lock, "sleep", "60"])
        try await Patience.wait(for: "flock", seconds: 10) { folder.url.isShared }

        await cluster.leave()
        #expect(Postmaster(data: folder.url.data) != nil)
        other.send(SIGKILL)
        #expect(await other.end() == .signal(SIGKILL))
        let again = try await join(folder.url)
        await again.leave()
        #expect(Postmaster(data: folder.url.data) == nil)
    }
}

extension [PrivateCluster] {
    fileprivate func concurrentAnswers(to statement: String) async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
            for cluster in self { group.addTask { try await cluster.answer(to: statement) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

extension URL {
    /// Whether more than this test's one member holds the cluster: its process and the other.
    fileprivate var isShared: Bool {
        let locks = (try? String(contentsOfFile: "/proc/locks", encoding: .utf8)) ?? ""
        var status = stat()
        guard stat(path + "/cluster-in-use.lock", &status) == 0 else { return false }
        return locks.split(separator: "\n").filter { $0.contains(":\(status.st_ino) ") && $0.contains("READ") }.count
            > 1
    }
}
