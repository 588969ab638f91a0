package import Foundation

extension PrivateCluster {
    /// Copies the running cluster, then proves the copy by bringing it to life and comparing every table's digest.
    ///
    /// Writers wait while the tables are hashed and copied; readers go on. Keys lie outside the cluster and are not
    /// copied.
    ///
    /// - Parameters:
    ///   - destination: must not exist, or be an empty folder; filled only by a backup that was verified.
    ///   - subject: what to say of the database.
    ///   - progress: told of the steps, in sentences.
    /// - Returns: what the backup holds, and the digest that names it.
    /// - Throws: ``BackupError``, ``ClusterError``, ``PostgresError``.
    package func backUp(
        to destination: URL,
        _ subject: BackupSubject,
        progress: @Sendable @escaping (String) -> Void
    ) async throws -> (description: BackupDescription, record: BackupRecord) {
        let place = try BackupDestination(destination)
        let lock = try FileLock(path: folder.backupLock)
        guard lock.attempt(.exclusive) else { throw BackupError.underWay }
        defer { lock.release() }
        let staged = try place.stage()
        do {
            let description = try await copy(to: staged, subject, progress: progress)
            try await prove(staged, description, progress: progress)
            let record = BackupRecord(
                takenAt: description.takenAt,
                destination: place.path,
                sha256: try staged.digest()
            )
            try await place.take(staged)
            try record.write(to: folder.backupRecord)
            return (description, record)
        } catch {
            try? FileManager.default.removeItem(atPath: staged.path)
            throw error
        }
    }

    /// How long to wait for writers, each of whom holds a table for the length of a transaction.
    private static let writerPatience = 60

    private func copy(
        to staged: BackupFolder,
        _ subject: BackupSubject,
        progress: @Sendable (String) -> Void
    ) async throws -> BackupDescription {
        let owner = configuration(user: Self.superuserName, database: subject.database)
        let connection = try await Connection.connect(owner)
        progress("Waiting for writers to pause")
        try await TableDigest.holdWriters(seconds: Self.writerPatience, connection)
        progress("Hashing the tables")
        let tables = try await TableDigest.all(connection)
        let version = try await connection.query("SELECT current_setting('server_version') AS version")
        progress("Copying the database")
        try await runBaseBackup(to: staged.data)
        // Proves that the tables were held to the end of the copy.
        try await connection.run(script: "COMMIT")
        await connection.close()
        let description = BackupDescription(
            of: subject,
            postgresVersion: try version.first?.decode("version") ?? "",
            manifestSha256: try BackupFolder.sha256(staged.manifest),
            tables: tables
        )
        try staged.seal(description)
        return description
    }

    /// The copy belongs to whoever runs the program, so that it can go where the server's account cannot.
    private func runBaseBackup(to path: String) async throws(ClusterError) {
        let arguments = [
            "--host", socketFolder, "--port", SocketFolder.port, "--username", Self.superuserName, "--no-password",
            "--pgdata", path, "--format", "plain", "--wal-method", "stream", "--checkpoint", "fast",
            "--manifest-checksums", "SHA256",
        ]
        let programs = try await ServerPrograms.find(version: folder.version)
        let result = try await ToolResult.run(
            "pg_basebackup",
            arguments,
            as: nil,
            programs: programs.folder,
            seconds: 86_400
        )
        guard result.succeeded else { throw .toolFailed(tool: "pg_basebackup", output: result.summary, log: nil) }
    }

    private func prove(
        _ staged: BackupFolder,
        _ expected: BackupDescription,
        progress: @Sendable @escaping (String) -> Void
    ) async throws {
        let copy = RestoredCopy(backup: staged, host: folder)
        do {
            progress("Restoring the copy to compare it")
            guard try staged.check() == expected else {
                throw BackupError.damaged(file: BackupFolder.descriptionName, why: "is not what was written")
            }
            try await copy.make()
            // Discarded in a moment, so the disk need not be waited for.
            let found = try await copy.digests(of: expected.database, settings: ["fsync": "off"])
            try expected.compare(found)
            await copy.discard()
        } catch {
            await copy.discard()
            throw error
        }
    }
}

extension BackupDescription {
    /// Names the first table that differs.
    func compare(_ found: [TableDigest]) throws(BackupError) {
        guard found != tables else { return }
        let (before, after) = (Dictionary(tables), Dictionary(found))
        let names = Set(before.keys).union(after.keys).sorted()
        throw .differs(table: names.first { before[$0] != after[$0] } ?? "")
    }
}

extension [String: TableDigest] {
    fileprivate init(_ digests: [TableDigest]) { self.init(uniqueKeysWithValues: digests.map { ($0.name, $0) }) }
}
