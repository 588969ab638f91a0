import Foundation
import Glibc
import TestSupport
import Testing

@testable import PostgreSQL

@Suite("A damaged backup")
struct DamagedBackupTests {
    /// Files of every kind; the last two are those that PostgreSQL's own check passes over.
    private static let kinds = [
        "stratum-backup.json", "data/backup_manifest", "data/PG_VERSION", "data/global/pg_control",
        "data/backup_label", "data/postgresql.conf", "data/pg_wal/", "data/postgresql.auto.conf",
    ]

    @Test("is refused by the file's name when one bit of it is flipped", arguments: kinds)
    func flippedBit(_ kind: String) async throws {
        let backup = try await BackupFixture.copy()
        let file = try #require(try files(of: backup).first { $0.hasPrefix(kind) })
        let size = try bytes(file, of: backup).count
        var random = SystemRandomNumberGenerator()
        for place in [0, size - 1, Int.random(in: 0..<size, using: &random)] {
            try await change(file, of: backup) { $0[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
            #expect(damage(of: backup)?.contains(file) == true, "\(file) at \(place)")
            try await change(file, of: backup) { _ in }
        }
        #expect(damage(of: backup) == nil)
    }

    @Test("is refused wherever one bit of its list of files is flipped")
    func flippedList() async throws {
        let backup = try await BackupFixture.copy()
        let size = try bytes("SHA256SUMS", of: backup).count
        for place in stride(from: 0, to: size, by: size / 25) + [63, 64, 65, 66, size - 1] {
            try await change("SHA256SUMS", of: backup) { $0[place] ^= 1 }
            #expect(damage(of: backup) != nil, "at \(place)")
            try await change("SHA256SUMS", of: backup) { _ in }
        }
    }

    @Test("is refused when a file is cut short, missing, added, or a link")
    func files() async throws {
        let backup = try await BackupFixture.copy()
        let table = try #require(try files(of: backup).first { try bytes($0, of: backup).count > 100_000 })
        try await change(table, of: backup) { $0.removeLast() }
        #expect(damage(of: backup)?.contains(table) == true)
        try FileManager.default.removeItem(atPath: backup.path + "/" + table)
        #expect(damage(of: backup)?.contains(table + " is missing") == true)
        try FileManager.default.createSymbolicLink(
            atPath: backup.path + "/" + table,
            withDestinationPath: try await BackupFixture.backup.value.path + "/" + table
        )
        #expect(damage(of: backup)?.contains(table + " is no ordinary file") == true)
        try FileManager.default.removeItem(atPath: backup.path + "/" + table)
        try await change(table, of: backup) { _ in }
        try Data("restore_command".utf8).write(to: URL(filePath: backup.data + "/recovery.signal"))
        #expect(damage(of: backup)?.contains("data/recovery.signal") == true)
    }

    @Test("leaves no cluster where it was to be restored")
    func restore() async throws {
        let backup = try await BackupFixture.copy()
        try await change("data/backup_label", of: backup) { $0[0] ^= 1 }
        let folder = try TemporaryClusterFolder(subfolder: "/anew")
        await #expect(throws: BackupError.self) {
            try await PrivateCluster.restore(URL(filePath: backup.path), into: folder.url) { _ in }
        }
        #expect(ClusterStatus(dataFolder: folder.url).state == .absent)
    }

    @Test("whose rows differ from what it says is refused after it was started")
    func differentRows() async throws {
        let backup = try await BackupFixture.copy()
        let json = try String(contentsOfFile: backup.path + "/stratum-backup.json", encoding: .utf8)
        // Somebody who can make new sums hides one row: only the comparison of tables can tell.
        try json.replacing("\"rows\" : 300", with: "\"rows\" : 299")
            .write(toFile: backup.path + "/stratum-backup.json", atomically: true, encoding: .utf8)
        let script = #"cd "$1" && rm SHA256SUMS && find * -type f | sort | xargs sha256sum > S && mv S SHA256SUMS"#
        _ = try await ToolResult.run("sh", ["-c", script, "sh", backup.path], as: nil, seconds: 60)
        let sums = try String(contentsOfFile: backup.path + "/SHA256SUMS", encoding: .utf8)
        try sums.split(separator: "\n").filter { !$0.hasSuffix("  S") }.map { $0 + "\n" }.joined()
            .write(toFile: backup.path + "/SHA256SUMS", atomically: true, encoding: .utf8)
        let folder = try TemporaryClusterFolder(subfolder: "/anew")
        await #expect(throws: BackupError.differs(table: "first.reading")) {
            try await PrivateCluster.restore(URL(filePath: backup.path), into: folder.url) { _ in }
        }
        #expect(ClusterStatus(dataFolder: folder.url).state == .absent)
    }

    @Test("is not looked for in a folder that is none, nor restored over something")
    func notABackup() async throws {
        let folder = try TemporaryClusterFolder()
        #expect(throws: BackupError.notABackup(path: folder.url.path)) {
            _ = try BackupFolder(path: folder.url.path).check()
        }
        let held = folder.url.appending(path: "thesis.txt")
        try Data("years of work".utf8).write(to: held)
        await #expect(throws: BackupError.self) {
            try await PrivateCluster.restore(try await BackupFixture.backup.value, into: folder.url) { _ in }
        }
        #expect(try String(contentsOf: held, encoding: .utf8) == "years of work")
    }

    private func damage(of backup: BackupFolder) -> String? {
        do { _ = try backup.check() } catch { return error.description }
        return nil
    }

    private func files(of backup: BackupFolder) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: backup.path).sorted()
            .filter { FileStatus(backup.path + "/" + $0)?.isFile == true }
    }

    private func bytes(_ file: String, of backup: BackupFolder) throws -> Data {
        try Data(contentsOf: URL(filePath: backup.path + "/" + file))
    }

    /// Writes the file anew from the untouched backup, changed.
    private func change(_ file: String, of backup: BackupFolder, _ body: (inout Data) -> Void) async throws {
        let original = try await BackupFixture.backup.value
        var data = try Data(contentsOf: original.appending(path: file))
        body(&data)
        try data.write(to: URL(filePath: backup.path + "/" + file))
    }
}
