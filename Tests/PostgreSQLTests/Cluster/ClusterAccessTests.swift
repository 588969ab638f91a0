import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("Who gets into the private cluster")
struct ClusterAccessTests {
    @Test("The socket folder is closed to other users and belongs to the server's account")
    func socketFolder() async throws {
        let cluster = try await join(try TemporaryClusterFolder().url)
        let status = try #require(FileStatus(cluster.socketFolder))
        #expect(status.isFolder)
        #expect(status.mode == 0o700)
        #expect(try status.owner == ClusterAccount.current().user)
        await cluster.leave()
    }

    @Test("A data folder with a path too long for a socket gets a short socket folder")
    func longPath() async throws {
        let long = String(repeating: "/a folder with a rather long name", count: 5)
        let folder = try TemporaryClusterFolder(subfolder: long)
        let cluster = try await join(folder.url)
        #expect(SocketFolder.socket(in: cluster.socketFolder).utf8.count <= 107)
        #expect(FileStatus(cluster.socketFolder)?.mode == 0o700)
        #expect(try await cluster.answer(to: "SELECT 1") == "1")
        await cluster.leave()
        #expect(FileStatus(cluster.socketFolder) == nil, "the folder outside the data folder is taken away")
    }

    @Test("The owner of the folder logs in as the two users and no other")
    func logins() async throws {
        let cluster = try await join(try TemporaryClusterFolder().url)
        _ = try await cluster.answer(to: "CREATE ROLE stratum_app LOGIN; CREATE ROLE postgres LOGIN SUPERUSER")
        #expect(try await cluster.answer(to: "SELECT user", user: "stratum_app") == "stratum_app")
        #expect(try await cluster.answer(to: "SELECT user", user: "postgres").contains("no pg_hba.conf entry"))
        await cluster.leave()
    }

    @Test("The server listens nowhere else and keeps what it acknowledged")
    func settings() async throws {
        let cluster = try await PrivateCluster.join(dataFolder: TemporaryClusterFolder().url)
        let expected = [
            "listen_addresses": "", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
            "TimeZone": "UTC", "server_encoding": "UTF8", "lc_collate": "C.UTF-8", "log_statement": "none",
        ]
        for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
            #expect(try await cluster.answer(to: "SHOW \(name)") == value, "\(name)")
        }
        await cluster.leave()
    }

    @Test("A failing statement leaves no value in the server's log")
    func silentLog() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        let statements = [
            "SELECT 'Doe-Jane'::int", "CREATE TABLE t (k text UNIQUE); INSERT INTO t VALUES ('Doe-Jane'), ('Doe-Jane')",
            "DO $$ BEGIN RAISE WARNING 'Doe-Jane'; END $$",
        ]
        for statement in statements {
            #expect(try await cluster.answer(to: statement).contains("Doe-Jane"))
        }
        await cluster.leave()
        let log = try String(contentsOfFile: folder.url.path + "/cluster/postgresql.log", encoding: .utf8)
        #expect(log.contains("ready to accept connections"))
        #expect(!log.contains("Doe-Jane"))
    }
}
