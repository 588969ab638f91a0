import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("A backup of the private cluster")
struct BackupTests {
    @Test("survives the destruction of the original: what is restored is equal, row by row")
    func destruction() async throws {
        let folder = try TemporaryClusterFolder()
        let data = folder.url.appending(path: "data")
        let cluster = try await join(data)
        _ = try await cluster.answer(to: BackupFixture.tables)
        let before = try await cluster.answer(to: BackupFixture.contents)
        let place = folder.url.appending(path: "backup")
        let made = try await cluster.backUp(to: place, BackupFixture.subject) { _ in }
        await cluster.leave()
        try FileManager.default.removeItem(at: data)

        let anew = folder.url.appending(path: "anew")
        let restored = try await PrivateCluster.restore(place, into: anew) { _ in }
        #expect(restored == made.description)
        #expect(restored.tables.map(\.name) == ["first.reading", "second.empty", "second.no_key"])
        #expect(restored.tables.map(\.rows) == [300, 0, 3])
        #expect(Postmaster(data: anew.data) == nil, "it is stopped")
        let after = try await join(anew)
        #expect(try await after.answer(to: BackupFixture.contents) == before)
        await after.leave()
    }

    @Test("is closed to others, holds no key, and names its maker, version and time")
    func contents() async throws {
        let backup = try await BackupFixture.copy()
        let original = try await BackupFixture.backup.value
        #expect(FileStatus(original.path)?.mode == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: backup.path)
        #expect(names.sorted() == ["SHA256SUMS", "data", "stratum-backup.json"])
        let about = try backup.check()
        #expect(about.software == "test")
        #expect(about.schemaVersion == 3)
        #expect(about.identityKey == "abc")
        #expect(about.postgresVersion.hasPrefix("\(try #require(backup.version))"))
        #expect(about.takenAt <= Date())
    }

    @Test("can be checked by sha256sum alone")
    func coreutils() async throws {
        let backup = try await BackupFixture.copy()
        let script = #"cd "$1" && sha256sum --check --strict --quiet SHA256SUMS"#
        let result = try await ToolResult.run("sh", ["-c", script, "sh", backup.path], as: nil, seconds: 60)
        #expect(result.succeeded, "\(result.output)")
    }

    @Test("leaves a record of when, where and what")
    func record() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        #expect(ClusterStatus(dataFolder: folder.url).lastBackup == nil)
        let place = folder.url.appending(path: "backup")
        let made = try await cluster.backUp(to: place, BackupFixture.subject) { _ in }
        let record = try #require(ClusterStatus(dataFolder: folder.url).lastBackup)
        #expect(record == made.record)
        #expect(record.destination == place.path)
        #expect(try record.sha256 == BackupFolder.sha256(place.path + "/SHA256SUMS"))
        await cluster.leave()
    }

    @Test("while others write in opposite orders: nobody is refused, and the copy is of one moment")
    func writers() async throws {
        let folder = try TemporaryClusterFolder()
        let cluster = try await join(folder.url)
        _ = try await cluster.answer(to: "CREATE TABLE a (n int PRIMARY KEY); CREATE TABLE b (n int PRIMARY KEY)")
        let owner = cluster.configuration(user: PrivateCluster.superuserName, database: "postgres")
        let place = folder.url.appending(path: "backup")
        let written = try await withThrowingTaskGroup(of: Int.self) { group in
            let done = Flag()
            for writer in 0..<4 { group.addTask { try await write(writer, until: done, owner) } }
            _ = try await cluster.backUp(to: place, BackupFixture.subject) { _ in }
            done.set()
            return try await group.reduce(0, +)
        }
        #expect(try await cluster.answer(to: "SELECT count(*) FROM a") == "\(written)")
        await cluster.leave()

        // Each transaction writes to both tables or to none.
        let restored = try await PrivateCluster.restore(place, into: folder.url.appending(path: "anew")) { _ in }
        #expect(restored.tables[0].rows == restored.tables[1].rows)
        #expect(restored.tables[0].rows <= written)
    }

    @Test("gives up, with nothing left behind, when a writer holds a table for too long")
    func longWriter() async throws {
        try await TestDatabase.withEmpty { owner in
            let writer = try await Connection.connect(owner)
            try await writer.run(script: "CREATE TABLE t (n int)")
            try await writer.run(script: "BEGIN; INSERT INTO t VALUES (1)")
            let connection = try await Connection.connect(owner)
            await #expect(throws: BackupError.writersBusy(seconds: 1)) {
                try await TableDigest.holdWriters(seconds: 1, connection)
            }
            try await writer.run(script: "COMMIT")
            try await TableDigest.holdWriters(seconds: 10, connection)
            #expect(try await TableDigest.all(connection).map(\.rows) == [1])
            await connection.close()
            await writer.close()
        }
    }

    @Test("takes no place that holds something, nor one whose disk is not there")
    func places() async throws {
        let folder = try TemporaryClusterFolder()
        try Data("x".utf8).write(to: folder.url.appending(path: "file"))
        let expected: [(String, String)] = [
            (folder.url.path, "holds something already"), (folder.url.path + "/file", "holds something already"),
            (folder.url.path + "/none/backup", "is not there"),
        ]
        for (path, why) in expected {
            let error = #expect(throws: BackupError.self) { _ = try BackupDestination(URL(filePath: path)) }
            #expect(error?.description.contains(why) == true, "\(path)")
        }
    }

    private func write(_ writer: Int, until done: Flag, _ owner: ConnectionConfiguration) async throws -> Int {
        let connection = try await Connection.connect(owner)
        let order = writer.isMultiple(of: 2) ? ["a", "b"] : ["b", "a"]
        var count = 0
        while !done.isSet {
            let value = writer + 4 * count
            try await connection.run(script: "BEGIN")
            for table in order {
                try await connection.execute("INSERT INTO \(identifier: table) VALUES (\(value)::int)")
            }
            try await connection.run(script: "COMMIT")
            count += 1
        }
        await connection.close()
        return count
    }
}
