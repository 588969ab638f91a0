package import AuditTrail
package import Foundation
package import PostgreSQL
package import TrialStore

/// The database and the identity key that a `stratum` works with, opened and checked.
///
/// Without `STRATUM_DATABASE_URL` it is the private cluster in the data folder, made and migrated at first use.
package struct Installation: Sendable {
    package let pool: Pool
    /// The replica that `STRATUM_READ_DATABASE_URL` names, for data cuts.
    package let replica: ReadReplica?
    package let identityKeys: IdentityKeySource
    /// Signs the audit trail; nil on a shared server for which STRATUM_AUDIT_KEY_FILE names no key.
    package let sealingKey: SealingKey?
    /// The account bound to this operating-system user, on the private cluster; nil on a shared server.
    package let boundAccount: String?
    private let cluster: PrivateCluster?

    /// Opens the server that the environment names, else the private cluster, which is made where there is none.
    ///
    /// - Parameters:
    ///   - dataFolder: of the private cluster; nil for `PrivateCluster.defaultDataFolder`.
    ///   - environment: `STRATUM_DATABASE_URL` names a server, and then the folder is not looked at.
    ///   - creating: whether to make the private database where there is none.
    ///   - progress: told what takes long, in sentences.
    /// - Returns: an installation whose schema is this binary's; close it when done.
    /// - Throws: ``PostgresError`` or ``ClusterError`` where the database is out of reach, ``IdentityError`` for its key.
    package static func open(
        dataFolder: URL?,
        environment: [String: String],
        creating: Bool = false,
        progress: @Sendable @escaping (String) -> Void
    ) async throws -> Installation {
        if let url = environment["STRATUM_DATABASE_URL"] {
            return try await openServer(configuration(url), environment: environment)
        }
        guard environment["STRATUM_READ_DATABASE_URL"] == nil else { throw InstallationError.replicaWithoutServer }
        let folder = dataFolder ?? PrivateCluster.defaultDataFolder(environment: environment)
        let made = FileManager.default.fileExists(atPath: folder.appendingPathComponent("cluster").path)
        guard made || creating else { throw InstallationError.noDatabase(folder.path) }
        return try await openPrivate(folder, environment: environment, progress: progress)
    }

    /// Gives connections back and leaves the cluster; the last to leave stops it.
    package func close() async {
        // In a task of its own: an interrupted command is cancelled, and must give back what it holds all the same.
        await Task {
            await pool.close()
            await replica?.close()
            await cluster?.leave()
        }.value
    }

    /// Brings a server's database to this binary's schema, logged in as its owner.
    ///
    /// - Returns: the names of the migrations that were run.
    package static func migrate(server url: String, administrator: String?) async throws -> [String] {
        let connection = try await connect(configuration(url))
        let names = try await Migrator(connection).migrate()
        if let administrator {
            try await AccountStore.bootstrap(administrator: administrator, osUser: nil, connection)
        }
        await connection.close()
        return names
    }

    private static func openServer(
        _ configuration: ConnectionConfiguration,
        environment: [String: String]
    ) async throws -> Installation {
        guard let path = environment["STRATUM_IDENTITY_KEY_FILE"] else { throw InstallationError.noIdentityKeyFile }
        let keyFile = URL(fileURLWithPath: path)
        _ = try IdentityKeyFile.read(keyFile)
        let sealing = try environment["STRATUM_AUDIT_KEY_FILE"].map { file in
            try SealingKey(seed: SecretFile.read(URL(fileURLWithPath: file)))
        }
        let connection = try await connect(configuration)
        try await Migrator.check(connection)
        await connection.close()
        return Installation(
            pool: Pool(configuration),
            replica: try environment["STRATUM_READ_DATABASE_URL"].map { ReadReplica(try self.configuration($0)) },
            identityKeys: .file(keyFile),
            sealingKey: sealing,
            boundAccount: nil,
            cluster: nil
        )
    }

    private static func configuration(_ url: String) throws -> ConnectionConfiguration {
        do {
            return try ConnectionConfiguration(url: url)
        } catch { throw InstallationError.invalidServer("\(error)") }
    }

    /// The first connection: a server that does not answer now is unavailable, not merely busy.
    private static func connect(_ configuration: ConnectionConfiguration) async throws -> Connection {
        do {
            return try await Connection.connect(configuration)
        } catch {
            guard error.code == .connection else { throw error }
            throw InstallationError.unreachable("\(error)")
        }
    }

    private static func openPrivate(
        _ folder: URL,
        environment: [String: String],
        progress: @Sendable @escaping (String) -> Void
    ) async throws -> Installation {
        let cluster = try await PrivateCluster.join(dataFolder: folder, progress: progress)
        do {
            let bound = try await prepare(cluster, progress: progress)
            let auditKeyFile =
                environment["STRATUM_AUDIT_KEY_FILE"].map { URL(fileURLWithPath: $0) }
                ?? folder.appendingPathComponent("audit.key")
            let keyFile = identityKeyFile(folder, environment)
            try await prepareKey(keyFile, cluster)
            return Installation(
                pool: Pool(cluster.configuration(user: "stratum_app", database: database)),
                replica: nil,
                identityKeys: .file(keyFile),
                sealingKey: try SealingKey(seed: SecretFile.readOrCreate(auditKeyFile)),
                boundAccount: bound,
                cluster: cluster
            )
        } catch {
            await cluster.leave()
            throw error
        }
    }

    /// Checks the key file; makes a fresh key only where nobody is sealed yet, since a restored database needs its old one.
    private static func prepareKey(_ file: URL, _ cluster: PrivateCluster) async throws {
        if FileManager.default.fileExists(atPath: file.path) {
            _ = try IdentityKeyFile.read(file)
            return
        }
        let owner = cluster.configuration(user: PrivateCluster.superuserName, database: database)
        let connection = try await Connection.connect(owner)
        let known = try await PatientStore.keyIDs(connection)
        await connection.close()
        guard known.isEmpty else { throw InstallationError.keyMissing(file: file.path, known: known) }
        _ = try IdentityKeyFile.readOrCreate(file)
    }

    /// Makes the database, migrates it, and binds the operating-system user to the first administrator.
    private static func prepare(
        _ cluster: PrivateCluster,
        progress: @Sendable (String) -> Void
    ) async throws -> String? {
        let owner = PrivateCluster.superuserName
        let server = try await Connection.connect(cluster.configuration(user: owner, database: "postgres"))
        let known = try await server.query("SELECT FROM pg_database WHERE datname = \(database)")
        if known.isEmpty { try await create(server) }
        await server.close()

        let connection = try await Connection.connect(cluster.configuration(user: owner, database: database))
        let applied = try await Migrator(connection).migrate()
        if !applied.isEmpty { progress("Migrated the database: \(applied.count) step(s).") }
        let user = NSUserName()
        try await AccountStore.bootstrap(administrator: user, osUser: user, connection)
        let bound = try await AccountStore.account(ofOSUser: user, connection)
        await connection.close()
        return bound
    }

    private static func create(_ server: Connection) async throws {
        do {
            try await server.run(script: "CREATE DATABASE \(database)")
        } catch {
            // 42P04, 23505: another program was faster.
            guard error.sqlState == "42P04" || error.sqlState == "23505" else { throw error }
        }
    }

    /// The name of the database in a private cluster.
    package static let database = "stratum"
}

/// Why an installation cannot be opened.
package enum InstallationError: Error, Equatable, CustomStringConvertible {
    case noIdentityKeyFile
    case replicaWithoutServer
    case noDatabase(String)
    case invalidServer(String)
    case unreachable(String)
    /// Identities are sealed with keys of these names, and the file is not there.
    case keyMissing(file: String, known: [String])

    package var description: String {
        switch self {
        case .noDatabase(let path):
            "there is no database in \(path); check --data, or make one with `stratum trial init discovery-shd`"
        case .invalidServer(let why), .unreachable(let why): "\(why); check STRATUM_DATABASE_URL"
        case .keyMissing(let file, let known):
            "the identity key \(known.joined(separator: ", ")) of this database is not in \(file): "
                + "put its copy back, mode 0600; a new key could open no name"
        case .replicaWithoutServer:
            "STRATUM_READ_DATABASE_URL is set, but STRATUM_DATABASE_URL is not: name the server that writes go to"
        case .noIdentityKeyFile:
            "STRATUM_DATABASE_URL is set, but STRATUM_IDENTITY_KEY_FILE is not: "
                + "name the file that holds the identity key (64 hexadecimal digits, mode 0600)"
        }
    }
}
