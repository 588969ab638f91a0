import Foundation
import PostgreSQL
import TestSupport
import Testing

@Suite("Backup and restore on the command line")
struct BackupCommandTests {
    @Test("bring a trial back; a damaged backup is refused, and a missing key is asked for")
    func roundTrip() async throws {
        let folder = try TemporaryClusterFolder()
        let original = InstalledProgram(data: folder.url.appending(path: "data"))
        try await original.succeed("trial init discovery-shd")
        try await original.succeed("account grant ingest service")
        let cohort = folder.url.path + "/cohort"
        let simulate = ["simulate", "--patients", "20", "--site", "NYP", "--output", cohort]
        try #require(try await RunningProgram(InstalledProgram.file, simulate, [:]).outcome().code == 0)
        try await original.succeed("ecg import \(cohort)/ecg/NYP --site NYP --as ingest")
        let accounts = try await original.succeed("account list")
        let place = folder.url.path + "/backup"
        let made = try await original.succeed("cluster backup \(place)")
        #expect(made.contains("restored once and found equal"))
        let key = try Data(contentsOf: original.data.appending(path: "identity.key"))
        let second = try await original.run("cluster backup \(place)")
        #expect(second.code == 64)
        #expect(second.errors.contains("holds something already"))
        try FileManager.default.removeItem(at: original.data)

        try await refuseDamaged(place, in: folder.url)
        let restored = InstalledProgram(data: folder.url.appending(path: "restored"))
        let said = try await restored.succeed("cluster restore \(place)")
        #expect(said.contains("put back \(restored.data.path)/identity.key"))
        try await askForKey(restored, key: key)
        #expect(try await restored.succeed("account list") == accounts)
        let again = try await restored.succeed("ecg import \(cohort)/ecg/NYP --site NYP --as ingest")
        #expect(again.contains("20 files: 0 imported, 20 already there, 0 refused"), "the key opens what it sealed")
    }

    @Test("an interrupted backup gives back what it holds and leaves nothing")
    func interrupted() async throws {
        let folder = try TemporaryClusterFolder()
        let program = InstalledProgram(data: folder.url.appending(path: "data"))
        try await program.succeed("trial init discovery-shd")
        let cluster = try await PrivateCluster.join(dataFolder: program.data)
        let writer = try await Connection.connect(
            cluster.configuration(user: PrivateCluster.superuserName, database: "stratum")
        )
        try await writer.run(script: "BEGIN; LOCK TABLE trial.trial IN ROW EXCLUSIVE MODE")
        let places = folder.url.appending(path: "places")
        try FileManager.default.createDirectory(at: places, withIntermediateDirectories: false)
        let backup = try program.start("cluster backup \(places.path)/backup")
        // Its folder stands from the moment it begins to wait for the writer.
        while try FileManager.default.contentsOfDirectory(atPath: places.path).isEmpty {
            try #require(backup.process.isRunning)
            try await Task.sleep(for: .milliseconds(10))
        }
        backup.process.send(SIGTERM)
        let outcome = try await backup.outcome()
        #expect(outcome.code == 75)
        #expect(try FileManager.default.contentsOfDirectory(atPath: places.path).isEmpty)
        await writer.close()
        await cluster.leave()
        #expect(ClusterStatus(dataFolder: program.data).state == .stopped)
    }

    private func refuseDamaged(_ place: String, in folder: URL) async throws {
        let file = place + "/data/global/pg_control"
        let sound = try Data(contentsOf: URL(filePath: file))
        var broken = sound
        broken[100] ^= 4
        try broken.write(to: URL(filePath: file))
        let refused = InstalledProgram(data: folder.appending(path: "refused"))
        let outcome = try await refused.run("cluster restore \(place)")
        #expect(outcome.code == 65)
        #expect(outcome.errors.contains("data/global/pg_control"))
        #expect(ClusterStatus(dataFolder: refused.data).state == .absent)
        try sound.write(to: URL(filePath: file))
    }

    private func askForKey(_ restored: InstalledProgram, key: Data) async throws {
        let refused = try await restored.run("account list")
        #expect(refused.code == 69)
        #expect(refused.errors.contains("identity key"))
        let file = restored.data.appending(path: "identity.key")
        #expect(!FileManager.default.fileExists(atPath: file.path), "no new key is made")
        #expect(
            FileManager.default.createFile(atPath: file.path, contents: key, attributes: [.posixPermissions: 0o600])
        )
    }
}
