public import Foundation
import Glibc
import Synchronization

/// A PostgreSQL server of Stratum's own in a data folder, shared by the programs that use that folder.
///
/// The first to join makes and starts it, others join it, the last to leave stops it. A program that dies leaves
/// nothing locked: the next one joins the server that still runs, or starts one that recovers. It listens on a Unix
/// socket in a folder closed to others, and the operating system vouches for who connects.
public final class PrivateCluster: Sendable {
    /// The database user who owns everything; for migrations and repairs.
    public static let superuserName = "stratum_superuser"
    /// The database user the application logs in as, once migrations have made it.
    public static let applicationName = "stratum_app"

    /// The folder of the server's Unix socket.
    public let socketFolder: String

    let folder: ClusterFolder
    private let membership: Mutex<FileLock?>

    private init(folder: ClusterFolder, socketFolder: String, membership: FileLock) {
        self.folder = folder
        self.socketFolder = socketFolder
        self.membership = Mutex(membership)
    }

    /// Makes, starts or joins the cluster in a data folder.
    ///
    /// - Parameters:
    ///   - dataFolder: Made if needed; must belong to the user who runs the program.
    ///   - progress: Told, in a short line each, of the steps that take a while.
    /// - Returns: The joined cluster; call ``leave()`` in the end.
    /// - Throws: ``ClusterError``, for exit code 69.
    public static func join(
        dataFolder: URL,
        progress: (@Sendable (String) -> Void)? = nil
    ) async throws(ClusterError) -> PrivateCluster {
        try await join(dataFolder: dataFolder, settings: [:], progress: progress)
    }

    /// The same with settings for the server should it be started, such as `fsync` off in tests.
    ///
    /// - Parameters:
    ///   - dataFolder: As above.
    ///   - settings: Names and values of PostgreSQL's settings, trusted text without quotes.
    ///   - progress: As above.
    /// - Returns: The joined cluster.
    /// - Throws: ``ClusterError``.
    package static func join(
        dataFolder: URL,
        settings: [String: String],
        progress: (@Sendable (String) -> Void)? = nil
    ) async throws(ClusterError) -> PrivateCluster {
        let folder = try ClusterFolder(preparing: dataFolder, account: .current())
        let change = try FileLock(path: folder.changeLock)
        try await change.take(.exclusive, step: "Waiting for another program to start the database", seconds: 300)
        defer { change.release() }
        let membership = try FileLock(path: folder.useLock)
        let server = PrivateServer(folder: folder, settings: settings, progress: progress ?? { _ in })
        let socketFolder = try await server.ensureRunning { membership.attempt(.exclusive) }
        // Taken exclusively by nobody but the holder of the change lock, hence free to share.
        guard membership.attempt(.shared) else { throw .inaccessible(folder.useLock) }
        return PrivateCluster(folder: folder, socketFolder: socketFolder, membership: membership)
    }

    /// Gives up the cluster and stops the server when nobody else uses it; does nothing the second time.
    public func leave() async {
        guard let mine = membership.withLock({ $0.take() }) else { return }
        guard let change = try? FileLock(path: folder.changeLock),
            (try? await change.take(.exclusive, step: "Leaving the database", seconds: 300)) != nil
        else { return }
        defer { change.release() }
        guard mine.attempt(.exclusive) else { return mine.release() }
        defer { mine.release() }
        try? await PrivateServer(folder: folder, settings: [:], progress: { _ in }).stop()
    }

    /// How to log in as one of the two users.
    public func configuration(user: String, database: String) -> ConnectionConfiguration {
        var configuration = ConnectionConfiguration(socketFolder: socketFolder, user: user, database: database)
        configuration.keywords["port"] = SocketFolder.port
        return configuration
    }

    /// Where the data lie unless the user says otherwise: `stratum` in the XDG data home, for root `/var/lib/stratum`.
    public static func defaultDataFolder(environment: [String: String]) -> URL {
        guard geteuid() != 0 else { return URL(filePath: "/var/lib/stratum", directoryHint: .isDirectory) }
        if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") {
            return URL(filePath: home + "/stratum", directoryHint: .isDirectory)
        }
        let home = environment["HOME"] ?? ClusterAccount.homeFolder() ?? "/"
        return URL(filePath: home + "/.local/share/stratum", directoryHint: .isDirectory)
    }
}
