import ArgumentParser
import Foundation
import PostgreSQL
import TrialService

struct ClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Looks after the private database: state, stop, backup, restore.",
        discussion: """
            Concerns the PostgreSQL of the data folder, whatever STRATUM_DATABASE_URL says; a shared server has tools \
            of its own. The keys lie beside the database and are in no backup: keep copies of them elsewhere.

              stratum cluster status
              stratum cluster backup /mnt/backup/2026-11-21
              stratum cluster restore /mnt/backup/2026-11-21 --data /srv/stratum
            """,
        subcommands: [
            ClusterStatusCommand.self, ClusterStopCommand.self, ClusterBackupCommand.self, ClusterRestoreCommand.self,
        ],
        defaultSubcommand: ClusterStatusCommand.self
    )
}

/// The data folder of the private database.
struct DataFolderOption: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Data folder of the private database.", valueName: "dir"),
        completion: .directory
    )
    var data: String?

    func validate() throws {
        guard data != "" else { throw ValidationError("--data: an empty name is no folder; name one") }
    }

    /// The folder that is named, else the usual one.
    var url: URL {
        let usual = { PrivateCluster.defaultDataFolder(environment: ProcessInfo.processInfo.environment) }
        return data.map { URL(fileURLWithPath: $0, isDirectory: true) } ?? usual()
    }
}

struct ClusterStopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops the private database.",
        discussion: """
            The last program to leave stops it anyway; this is for one whose program was killed. Refused with exit code \
            75 while other programs use it.

              stratum cluster stop
              stratum cluster stop --force      what the others had not committed is rolled back
            """
    )

    @OptionGroup var folder: DataFolderOption
    @Flag(name: .long, help: "Also while other programs use it.") var force = false

    func run() async throws {
        let stopped = try await PrivateCluster.stop(dataFolder: folder.url, force: force)
        print(stopped ? "The database in \(folder.url.path) was stopped." : "No database runs in \(folder.url.path).")
    }
}
