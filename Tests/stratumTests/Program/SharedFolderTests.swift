import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite("Programs on one data folder")
struct SharedFolderTests {
    @Test("that start at the same moment on a new folder make one database, and the last to leave stops it")
    func eight() async throws {
        let program = InstalledProgram(data: try TemporaryClusterFolder(subfolder: "/data").url)
        let outcomes = try await withThrowingTaskGroup(of: InstalledProgram.Outcome.self) { group in
            for _ in 0..<8 { group.addTask { try await program.run("migrate") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for outcome in outcomes { #expect(outcome.code == 0, "\(outcome.errors)") }
        #expect(ClusterStatus(dataFolder: program.data).state == .stopped)
        let accounts = try await program.succeed("account list")
        #expect(accounts.split(separator: "\n").count == 1)
    }

    @Test("are refused on a schema that a newer program made, and one that was there before goes on")
    func newerSchema() async throws {
        let program = InstalledProgram(data: try TemporaryClusterFolder(subfolder: "/data").url)
        try await program.succeed("trial init discovery-shd")
        let cluster = try await PrivateCluster.join(dataFolder: program.data)
        let early = try await Connection.connect(cluster.configuration(user: "stratum_app", database: "stratum"))
        let owner = try await Connection.connect(
            cluster.configuration(user: "stratum_superuser", database: "stratum")
        )
        try await owner.execute(
            "INSERT INTO ops.schema_migration (version, name, checksum) VALUES (9999, '9999_future.sql', '\\x00')"
        )
        let late = try await program.run("trial show")
        #expect(late.code == 69)
        #expect(late.errors.contains("migration 9999"))
        #expect(late.errors.contains("use the newer program"))
        #expect(try await early.query("SELECT version FROM ops.schema_migration").isEmpty == false)
        await early.close()
        await owner.close()
        await cluster.leave()
    }
}
