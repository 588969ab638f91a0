import Foundation
import Glibc

/// The data folder and where the cluster's parts lie in it.
///
///     DATA/cluster/data            what PostgreSQL keeps; cluster/ belongs to the account that runs it
///     DATA/cluster/postgresql.log  what the server says
///     DATA/socket                  its socket, when the path is short enough
///     DATA/cluster-in-use.lock     locked, shared, by every program that has joined
///     DATA/cluster-change.lock     locked by the one that is making, starting or stopping the server
///     DATA/cluster-backup.lock     locked by the one that is making a backup
///     DATA/cluster.check           a backup brought to life to be compared; gone afterwards
///     DATA/last-backup.json        when and where the last backup was made
struct ClusterFolder: Sendable {
    /// The data folder: absolute, without links.
    let path: String
    let account: ClusterAccount

    var home: String { path + "/cluster" }
    var data: String { home + "/data" }
    var log: String { home + "/postgresql.log" }
    /// Where a cluster is made before it takes its place.
    var nursery: String { path + "/cluster.new" }
    var useLock: String { path + "/cluster-in-use.lock" }
    var changeLock: String { path + "/cluster-change.lock" }
    var backupLock: String { path + "/cluster-backup.lock" }
    /// Where a backup is brought to life.
    var check: String { path + "/cluster.check" }
    var backupRecord: String { path + "/last-backup.json" }

    /// Whether a finished cluster lies here.
    var hasCluster: Bool { FileStatus(home) != nil }

    /// The major version that wrote the cluster.
    var version: Int? {
        guard let text = try? String(contentsOfFile: data + "/PG_VERSION", encoding: .utf8) else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Makes the folder if needed and refuses one that is not safely this user's.
    init(preparing folder: URL, account: ClusterAccount) throws(ClusterError) {
        let wished = folder.standardizedFileURL.path
        try Self.make(wished)
        guard let real = realpath(wished, nil) else { throw .inaccessible(wished) }
        defer { free(real) }
        path = String(cString: real)
        self.account = account
        try checkOwner()
        try letAccountThrough()
    }

    /// A folder that is there already, looked at without changing or refusing anything.
    init?(existing folder: URL, account: ClusterAccount) {
        guard let real = realpath(folder.standardizedFileURL.path, nil) else { return nil }
        defer { free(real) }
        path = String(cString: real)
        self.account = account
    }

    /// Room on the disk below a path; nil where nothing can be asked.
    static func freeMegabytes(at path: String) -> Int? {
        var disk = statvfs()
        guard statvfs(path, &disk) == 0 else { return nil }
        return Int(disk.f_bavail) * Int(disk.f_frsize) / 1_000_000
    }

    /// Refuses to go on where the disk has no room for it; by default for what a new cluster needs.
    func checkRoom(megabytes needed: Int = 150) throws(ClusterError) {
        guard let free = Self.freeMegabytes(at: path) else { throw .inaccessible(path) }
        guard free >= needed else {
            throw .unusableFolder(path: path, problem: .full(freeMegabytes: free, neededMegabytes: needed))
        }
    }

    /// Refuses a cluster whose files belong to an account other than the one that would run it.
    func checkCluster() throws(ClusterError) {
        guard let status = FileStatus(home), status.isFolder else {
            throw .unusableFolder(path: home, problem: .notAFolder)
        }
        guard status.owner == account.user else {
            throw .unusableFolder(path: home, problem: .ownedByAnother(user: status.owner))
        }
    }

    /// Makes the folder closed to others, and what leads to it as the user's other folders are.
    private static func make(_ path: String) throws(ClusterError) {
        let parent = URL(filePath: path).deletingLastPathComponent().path
        try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .inaccessible(path) }
    }

    func checkOwner() throws(ClusterError) {
        guard let status = FileStatus(path) else { throw .inaccessible(path) }
        guard status.isFolder else { throw .unusableFolder(path: path, problem: .notAFolder) }
        guard status.owner == geteuid() else {
            throw .unusableFolder(path: path, problem: .ownedByAnother(user: status.owner))
        }
        guard status.mode & S_IWOTH == 0 else { throw .unusableFolder(path: path, problem: .writableByAll) }
    }

    /// Root's folder must let the server's account pass to its own part; it cannot list or read the rest.
    private func letAccountThrough() throws(ClusterError) {
        guard !account.isSelf, let status = FileStatus(path), status.mode & S_IXOTH == 0 else { return }
        guard chmod(path, status.mode | S_IXOTH) == 0 else { throw .inaccessible(path) }
    }
}
