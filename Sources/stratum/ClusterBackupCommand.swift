import ArgumentParser
import Foundation
import PostgreSQL
import TrialService

struct ClusterBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Makes a backup of the private database and proves it by restoring it.",
        discussion: """
            The database stays in use: readers go on, writers wait while it is copied. The copy is then restored beside \
            the database, started, and every table compared by SHA-256; only then does it take its name. The keys are \
            not in it.

              stratum cluster backup /mnt/backup/2026-11-21
            """
    )

    @Argument(help: "A folder that is not there yet, on another disk.", completion: .directory) var destination: String
    @OptionGroup var folder: DataFolderOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
        let made = try await Installation.backUp(
            dataFolder: folder.url,
            to: URL(fileURLWithPath: destination, isDirectory: true),
            environment: ProcessInfo.processInfo.environment,
            progress: Failure.note
        )
        let summary = BackupSummary(made.description, at: made.record.destination, sha256: made.record.sha256)
        print(json ? try JSONText.of(summary) : summary.madeText(dataFolder: folder.url.path))
    }
}

struct ClusterRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Restores a backup into a data folder of its own.",
        discussion: """
            Every file is compared with what was written, the copy is started and every table compared; a backup that is \
            cut short or altered is refused with exit code 65 and the file's name. Put the keys back afterwards.

              stratum cluster restore /mnt/backup/2026-11-21 --data /srv/stratum
            """
    )

    @Argument(help: "A folder that `cluster backup` made.", completion: .directory) var backup: String
    @OptionGroup var folder: DataFolderOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
        let source = URL(fileURLWithPath: backup, isDirectory: true)
        let description = try await PrivateCluster.restore(source, into: folder.url, progress: Failure.note)
        let summary = BackupSummary(description, at: source.path, sha256: nil)
        print(json ? try JSONText.of(summary) : summary.restoredText(dataFolder: folder.url.path))
    }
}

/// What a backup holds, in figures.
struct BackupSummary: Encodable {
    let backup: String
    let sha256: String?
    let takenAt: String
    let software: String
    let postgresVersion: String
    let schemaVersion: Int?
    let tables: Int
    let rows: Int
    let identityKey: String?

    init(_ description: BackupDescription, at path: String, sha256: String?) {
        backup = path
        self.sha256 = sha256
        takenAt = description.takenAt.formatted(.iso8601)
        software = description.software
        postgresVersion = description.postgresVersion
        schemaVersion = description.schemaVersion
        (tables, rows, identityKey) = (description.tables.count, description.rows, description.identityKey)
    }

    /// What to tell after a backup.
    func madeText(dataFolder: String) -> String {
        """
        Backup in \(backup): \(tables) tables, \(rows) rows, restored once and found equal.
        SHA-256 of its list of files: \(sha256 ?? "")
        Not in it: the keys (\(dataFolder)/*.key). Keep copies of them apart from every backup.
        """
    }

    /// What to tell after a restore.
    func restoredText(dataFolder: String) -> String {
        """
        Restored the database of \(takenAt) to \(dataFolder): \(tables) tables, \(rows) rows, all equal.
        Now put back \(dataFolder)/identity.key\(identityKey.map { " (key \($0))" } ?? "") and the other keys \
        (\(dataFolder)/*.key), mode 0600.
        """
    }
}
