import Crypto
import Foundation
import Glibc

/// A backup on disk.
///
///     BACKUP/stratum-backup.json   what it holds
///     BACKUP/data/                 a copy of PostgreSQL's folder, with its manifest
///     BACKUP/SHA256SUMS            every file of the two, for `sha256sum -c`
struct BackupFolder: Sendable {
    static let descriptionName = "stratum-backup.json"
    static let sumsName = "SHA256SUMS"

    let path: String

    var data: String { path + "/data" }
    var manifest: String { data + "/backup_manifest" }
    private var sums: String { path + "/" + Self.sumsName }
    private var description: String { path + "/" + Self.descriptionName }

    /// The major version of PostgreSQL that wrote the copy.
    var version: Int? {
        guard let text = try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8) else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Completes the folder: the description, then the sums of all files.
    func seal(_ about: BackupDescription) throws {
        try about.json.write(to: URL(filePath: description))
        let lines = try files().map { "\(try Self.sha256(path + "/" + $0))  \($0)\n" }
        try Data(lines.joined().utf8).write(to: URL(filePath: sums))
    }

    /// Names the whole backup.
    func digest() throws(BackupError) -> String { try Self.sha256(sums) }

    /// Compares every file with what was written; the first difference is named.
    ///
    /// - Returns: what the backup holds.
    func check() throws(BackupError) -> BackupDescription {
        guard FileStatus(path)?.isFolder == true, FileStatus(sums)?.isFile == true else {
            throw .notABackup(path: path)
        }
        let expected = try readSums()
        let found = Set(try files())
        if let extra = found.sorted().first(where: { expected[$0] == nil }) {
            throw .damaged(file: extra, why: "is not one of its files by \(Self.sumsName)")
        }
        for (file, sum) in expected.sorted(by: { $0.key < $1.key }) {
            guard found.contains(file) else { throw .damaged(file: file, why: "is missing") }
            guard try Self.sha256(path + "/" + file) == sum else {
                throw .damaged(file: file, why: "is not as it was written (SHA-256)")
            }
        }
        return try readDescription()
    }

    private func readDescription() throws(BackupError) -> BackupDescription {
        guard let json = try? Data(contentsOf: URL(filePath: description)) else {
            throw .damaged(file: Self.descriptionName, why: "is missing")
        }
        let about = try BackupDescription(json: json)
        guard try Self.sha256(manifest) == about.manifestSha256 else {
            throw .damaged(file: "data/backup_manifest", why: "is not the one that \(Self.descriptionName) names")
        }
        return about
    }

    /// Strict, so that no single change to the list goes unnoticed.
    private func readSums() throws(BackupError) -> [String: String] {
        let fault = BackupError.damaged(file: Self.sumsName, why: "is cut short or altered")
        guard let text = try? String(contentsOfFile: sums, encoding: .utf8), text.hasSuffix("\n") else { throw fault }
        var found: [String: String] = [:]
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            let (sum, rest) = (line.prefix(64), line.dropFirst(64))
            guard sum.utf8.count == 64, sum.allSatisfy({ $0.isHexDigit && !$0.isUppercase }), rest.hasPrefix("  "),
                rest.count > 2, found.updateValue(String(sum), forKey: String(rest.dropFirst(2))) == nil
            else { throw fault }
        }
        return found
    }

    /// Every file but the list itself, by its path from here; a link or a device does not belong in a backup.
    private func files() throws(BackupError) -> [String] {
        guard let names = try? FileManager.default.subpathsOfDirectory(atPath: path) else {
            throw .damaged(file: path, why: "cannot be read; check its permissions")
        }
        var files: [String] = []
        for name in names where name != Self.sumsName {
            guard let status = FileStatus(path + "/" + name) else { throw .damaged(file: name, why: "is missing") }
            guard status.isFile || status.isFolder else { throw .damaged(file: name, why: "is no ordinary file") }
            if status.isFile { files.append(name) }
        }
        return files.sorted()
    }

    static func sha256(_ path: String) throws(BackupError) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .damaged(file: path, why: "cannot be read; check its permissions")
        }
        defer { try? file.close() }
        var hash = SHA256()
        do {
            while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
        } catch { throw .damaged(file: path, why: "cannot be read: \(error.localizedDescription)") }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }
}
