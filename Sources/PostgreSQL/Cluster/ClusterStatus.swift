package import Foundation
import Glibc

/// What can be seen of a data folder's cluster without joining, starting or changing anything.
package struct ClusterStatus: Sendable, Equatable {
    /// Whether there is a cluster, and what it does.
    package enum State: String, Sendable, Codable {
        case absent, stopped, starting, running
        /// It belongs to another user and cannot be looked into.
        case closed
        /// It was not shut down; the next start recovers it.
        case crashed
    }

    /// A program that has joined.
    package struct Program: Sendable, Equatable, Codable {
        package let process: Int32
        package let name: String
    }

    package let dataFolder: String
    package let state: State
    /// The major version that wrote it.
    package let version: Int?
    package let socketFolder: String?
    package let startedAt: Date?
    /// What PostgreSQL's files take up on the disk.
    package let sizeMegabytes: Int
    package let freeMegabytes: Int?
    package let programs: [Program]
    package let lastBackup: BackupRecord?

    /// Looks at a data folder; never fails.
    package init(dataFolder: URL) {
        self.dataFolder = dataFolder.standardizedFileURL.path
        let account = (try? ClusterAccount.current()) ?? .client
        guard let folder = ClusterFolder(existing: dataFolder, account: account), folder.hasCluster else {
            (state, version, socketFolder, startedAt, sizeMegabytes) = (.absent, nil, nil, nil, 0)
            (freeMegabytes, programs, lastBackup) = (nil, [], nil)
            return
        }
        let server = Postmaster(data: folder.data)
        state = Self.state(of: server, in: folder)
        version = folder.version
        socketFolder = server?.socketFolder
        startedAt = server?.startedAt
        sizeMegabytes = Self.size(of: folder.home)
        freeMegabytes = ClusterFolder.freeMegabytes(at: folder.path)
        programs = Self.holders(of: folder.useLock)
        lastBackup = BackupRecord(file: folder.backupRecord)
    }

    /// How to log in to the server while it runs; the server may be stopped at any moment by whoever leaves last.
    package func configuration(user: String, database: String) -> ConnectionConfiguration? {
        guard state == .running, let socketFolder else { return nil }
        var configuration = ConnectionConfiguration(socketFolder: socketFolder, user: user, database: database)
        configuration.keywords["port"] = SocketFolder.port
        return configuration
    }

    private static func state(of server: Postmaster?, in folder: ClusterFolder) -> State {
        guard access(folder.data, R_OK | X_OK) == 0 else { return .closed }
        guard let server else { return FileStatus(Postmaster.file(in: folder.data)) == nil ? .stopped : .crashed }
        return server.isReady ? .running : .starting
    }

    static func size(of folder: String) -> Int {
        let names = FileManager.default.enumerator(atPath: folder)
        var blocks = 0
        while let name = names?.nextObject() as? String {
            var status = stat()
            if lstat(folder + "/" + name, &status) == 0 { blocks += Int(status.st_blocks) }
        }
        return blocks * 512 / 1_000_000
    }

    /// Who holds a lock on the file, as the kernel lists it: `1: FLOCK ADVISORY READ 4711 fd:00:131090 0 EOF`.
    static func holders(of path: String) -> [Program] {
        var status = stat()
        guard lstat(path, &status) == 0, let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
            return []
        }
        let processes = locks.split(separator: "\n").compactMap { line -> Int32? in
            let fields = line.split(separator: " ")
            guard fields.count > 5, fields[1] == "FLOCK", fields[5].hasSuffix(":\(status.st_ino)") else { return nil }
            return Int32(fields[4])
        }
        return Set(processes).sorted().map { Program(process: $0, name: name(of: $0)) }
    }

    private static func name(of process: Int32) -> String {
        let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
        return name?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "unknown"
    }
}
