package import Foundation
package import PostgreSQL
import TrialStore

/// Care of the private cluster: it is looked at and copied without being migrated, so that a backup can precede an upgrade.
extension Installation {
    /// The newest migration of the database while its server runs; nil otherwise.
    package static func schemaVersion(_ status: ClusterStatus) async -> Int? {
        guard let owner = status.configuration(user: PrivateCluster.superuserName, database: database),
            let connection = try? await Connection.connect(owner)
        else { return nil }
        let version = try? await Migrator.version(connection)
        await connection.close()
        return version ?? nil
    }

    /// Makes a verified backup of the private cluster in the data folder, starting it if need be.
    ///
    /// - Returns: what the backup holds, and the digest that names it.
    /// - Throws: ``InstallationError/noDatabase(_:)``, ``BackupError``, ``ClusterError``, ``PostgresError``.
    package static func backUp(
        dataFolder: URL,
        to destination: URL,
        environment: [String: String],
        progress: @Sendable @escaping (String) -> Void
    ) async throws -> (description: BackupDescription, record: BackupRecord) {
        guard ClusterStatus(dataFolder: dataFolder).state != .absent else {
            throw InstallationError.noDatabase(dataFolder.path)
        }
        let cluster = try await PrivateCluster.join(dataFolder: dataFolder, progress: progress)
        do {
            let key = try? IdentityKeyFile.read(identityKeyFile(dataFolder, environment))
            let owner = cluster.configuration(user: PrivateCluster.superuserName, database: database)
            let connection = try await Connection.connect(owner)
            let version = try await Migrator.version(connection)
            await connection.close()
            let subject = BackupSubject(
                software: Software.name,
                database: database,
                schemaVersion: version,
                identityKey: key?.id
            )
            let made = try await cluster.backUp(to: destination, subject, progress: progress)
            await leave(cluster)
            return made
        } catch {
            await leave(cluster)
            throw error
        }
    }

    /// The file of the identity key: the one that the environment names, else the one in the data folder.
    package static func identityKeyFile(_ dataFolder: URL, _ environment: [String: String]) -> URL {
        environment["STRATUM_IDENTITY_KEY_FILE"].map { URL(fileURLWithPath: $0) }
            ?? dataFolder.appendingPathComponent("identity.key")
    }

    /// In a task of its own: an interrupted command is cancelled, and must give back what it holds all the same.
    private static func leave(_ cluster: PrivateCluster) async { await Task { await cluster.leave() }.value }
}
