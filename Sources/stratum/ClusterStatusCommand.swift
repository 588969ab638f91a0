import ArgumentParser
import Foundation
import PostgreSQL
import TrialService

struct ClusterStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows the state of the private database.",
        discussion: """
            Starts and changes nothing. Example:

              stratum cluster status --json
            """
    )

    @OptionGroup var folder: DataFolderOption
    @Flag(name: .long, help: "Print JSON.") var json = false

    func run() async throws {
        let status = ClusterStatus(dataFolder: folder.url)
        let report = ClusterReport(status, schemaVersion: await Installation.schemaVersion(status))
        print(json ? try JSONText.of(report) : report.text)
    }
}

/// The state of a private database, for people and for machines.
struct ClusterReport: Encodable {
    let state: ClusterStatus.State
    let dataFolder: String
    let postgresVersion: Int?
    let schemaVersion: Int?
    let socketFolder: String?
    let startedAt: String?
    let sizeMegabytes: Int
    let freeMegabytes: Int?
    let programs: [ClusterStatus.Program]
    let lastBackupAt: String?
    let lastBackup: String?
    let lastBackupSha256: String?

    init(_ status: ClusterStatus, schemaVersion: Int?) {
        state = status.state
        dataFolder = status.dataFolder
        postgresVersion = status.version
        self.schemaVersion = schemaVersion
        socketFolder = status.socketFolder
        startedAt = status.startedAt?.formatted(.iso8601)
        (sizeMegabytes, freeMegabytes, programs) = (status.sizeMegabytes, status.freeMegabytes, status.programs)
        lastBackupAt = status.lastBackup?.takenAt.formatted(.iso8601)
        (lastBackup, lastBackupSha256) = (status.lastBackup?.destination, status.lastBackup?.sha256)
    }

    var text: String {
        let lines: [(String, String?)] = [
            ("state", state.sentence),
            ("data folder", dataFolder),
            ("PostgreSQL", postgresVersion.map { "\($0)" }),
            ("schema", schemaVersion.map { "migration \($0)" }),
            ("socket", socketFolder),
            ("running since", startedAt),
            (
                "size",
                state == .absent || state == .closed
                    ? nil : "\(sizeMegabytes) MB, \(freeMegabytes.map { "\($0)" } ?? "?") MB free"
            ),
            ("used by", programs.isEmpty ? nil : programs.map { "\($0.name) (\($0.process))" }.joined(separator: ", ")),
            ("last backup", state == .absent ? nil : backup),
        ]
        return lines.compactMap { name, value in
            value.map { name.padding(toLength: 15, withPad: " ", startingAt: 0) + $0 }
        }
        .joined(separator: "\n")
    }

    private var backup: String {
        guard let lastBackupAt, let lastBackup else { return "none; make one with `stratum cluster backup`" }
        return "\(lastBackupAt) in \(lastBackup)"
    }
}

extension ClusterStatus.State {
    /// What a person wants to know first.
    fileprivate var sentence: String {
        switch self {
        case .absent: "no database here; `stratum trial init` makes one"
        case .stopped: "stopped; it starts with the next command"
        case .starting: "starting"
        case .closed: "another user's; only its owner can look into it"
        case .running: "running"
        case .crashed: "not shut down; the next command recovers it"
        }
    }
}
