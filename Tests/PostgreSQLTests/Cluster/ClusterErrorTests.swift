import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("A data folder that will not do")
struct ClusterErrorTests {
    @Test("A file in its place is refused")
    func file() async throws {
        let folder = try TemporaryClusterFolder()
        let path = folder.url.path + "/data"
        try Data().write(to: URL(filePath: path))
        await #expect(throws: ClusterError.unusableFolder(path: path, problem: .notAFolder)) {
            try await join(URL(filePath: path))
        }
    }

    @Test("A folder of another user is refused")
    func anotherOwner() async throws {
        let folder = try TemporaryClusterFolder()
        // Root gives its folder away; anybody else tries one of root's.
        let path = geteuid() == 0 ? folder.url.path + "/other" : "/usr"
        let owner: UInt32 = geteuid() == 0 ? 65_534 : 0
        if geteuid() == 0 {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            try #require(chown(path, owner, owner) == 0)
        }
        await #expect(throws: ClusterError.unusableFolder(path: path, problem: .ownedByAnother(user: owner))) {
            try await join(URL(filePath: path))
        }
    }

    @Test("A folder that everybody may write is refused")
    func writableByAll() async throws {
        let folder = try TemporaryClusterFolder()
        chmod(folder.url.path, 0o777)
        await #expect(throws: ClusterError.self) { try await join(folder.url) }
    }

    @Test(
        "A folder that the server's account cannot reach is refused before anything is made",
        .enabled(if: geteuid() == 0)
    )
    func unreachable() async throws {
        let folder = try TemporaryClusterFolder(subfolder: "/closed/data")
        let closed = folder.url.deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: closed,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        let expected = ClusterError.unusableFolder(path: folder.url.path, problem: .unreachable(account: "postgres"))
        await #expect(throws: expected) { try await join(folder.url) }
    }

    @Test("A cluster written by a version that is not installed is left alone")
    func otherVersion() async throws {
        let folder = try TemporaryClusterFolder()
        await (try join(folder.url)).leave()
        try "9\n".write(toFile: folder.url.data + "/PG_VERSION", atomically: false, encoding: .utf8)
        await #expect(throws: ClusterError.serverMissing(version: 9)) { try await join(folder.url) }
    }

    @Test(
        "Every error is one line that says what to do",
        arguments: [
            (ClusterError.serverMissing(version: 16), "apt-get install postgresql-16"),
            (.serverMissing(version: nil), "apt-get install postgresql"),
            (.accountMissing(name: "postgres"), "apt-get install"),
            (.unusableFolder(path: "/x", problem: .full(freeMegabytes: 3, neededMegabytes: 150)), "make room"),
            (.unusableFolder(path: "/x", problem: .inaccessible(reason: "Read-only file system")), "permissions"),
            (.toolFailed(tool: "initdb", output: "out of memory", log: "/x/log"), "/x/log"),
            (.timedOut(step: "Starting", seconds: 5), "try again"),
            (.socketLost(folder: "/x"), "try again"),
        ]
    )
    func descriptions(error: ClusterError, advice: String) {
        #expect(error.description.contains(advice))
        #expect(!error.description.contains("\n"))
    }

    @Test(
        "The data folder follows the XDG specification, whose paths are absolute",
        .enabled(if: geteuid() != 0),
        arguments: [
            (["XDG_DATA_HOME": "/x", "HOME": "/h"], "/x/stratum"),
            (["XDG_DATA_HOME": "relative", "HOME": "/h"], "/h/.local/share/stratum"),
            (["HOME": "/h"], "/h/.local/share/stratum"),
        ]
    )
    func ordinaryFolder(environment: [String: String], path: String) {
        #expect(PrivateCluster.defaultDataFolder(environment: environment).path == path)
    }

    @Test("Root keeps its data below /var/lib", .enabled(if: geteuid() == 0))
    func rootFolder() {
        #expect(PrivateCluster.defaultDataFolder(environment: ["HOME": "/root"]).path == "/var/lib/stratum")
    }
}
