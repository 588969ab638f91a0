import Foundation
import PostgreSQL
import TrialService
import TrialStore

/// The private installation in a data folder.
struct PrivateCheck {
    let folder: URL
    let environment: [String: String]

    func findings() async -> [Finding] {
        let status = ClusterStatus(dataFolder: folder)
        var findings = [
            await Finding.of("PostgreSQL", programs), await Finding.of("account", account),
            await Finding.of("data folder", dataFolder),
        ]
        guard status.state != .absent else {
            return findings + [Finding(.ok, "database", "none yet; `stratum trial init discovery-shd` makes one")]
        }
        guard status.state != .closed else { return findings }
        let inside = await look(into: status)
        findings += [room(status), server(status)] + inside.findings
        findings += [await KeyCheck.finding(keyFile, known: inside.keys)] + auditKey + [backup(status)]
        return findings
    }

    private func programs() async throws -> String {
        let found = try await PrivateCluster.serverPrograms(for: folder)
        return "\(found.version) in \(found.folder)"
    }

    private func account() throws -> String {
        let server = try PrivateCluster.serverAccount()
        return server == NSUserName() ? "\(server) runs all" : "\(NSUserName()) runs the program, \(server) the server"
    }

    private func dataFolder() async throws -> String {
        try await PrivateCluster.check(dataFolder: folder)
        return folder.path
    }

    private func room(_ status: ClusterStatus) -> Finding {
        let (size, free) = (status.sizeMegabytes, status.freeMegabytes ?? 0)
        let text = "the database takes \(size) MB, \(free) MB are free"
        guard free >= max(1000, size) else {
            return Finding(.warning, "disk", text + ": make room, a backup needs as much as the database")
        }
        return Finding(.ok, "disk", text)
    }

    private func server(_ status: ClusterStatus) -> Finding {
        switch status.state {
        case .absent, .closed, .stopped:
            Finding(.ok, "server", "stopped; it was not started to look inside, so its contents were not checked")
        case .crashed:
            Finding(.warning, "server", "was not shut down: the next command recovers it, such as `stratum trial show`")
        case .starting: Finding(.warning, "server", "is starting: look again in a moment")
        case .running: Finding(.ok, "server", "runs, socket in \(status.socketFolder ?? "?")")
        }
    }

    /// What a running server holds, and the names of the keys that its identities need.
    private func look(into status: ClusterStatus) async -> (findings: [Finding], keys: [String]?) {
        let owner = status.configuration(user: PrivateCluster.superuserName, database: Installation.database)
        guard let owner else { return ([], nil) }
        do {
            let connection = try await Connection.connect(owner)
            let health = try await DatabaseHealth.read(connection)
            let keys = try? await PatientStore.keyIDs(connection)
            await connection.close()
            return (HealthFindings(health, mend: "run `stratum migrate`").all, keys)
        } catch {
            return ([Finding(.wrong, "database", Failure.line(for: error))], nil)
        }
    }

    private var keyFile: URL { Installation.identityKeyFile(folder, environment) }

    private var auditKey: [Finding] {
        let file = folder.appendingPathComponent("audit.key")
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return [KeyCheck.permissions("audit key", file)]
    }

    private func backup(_ status: ClusterStatus) -> Finding {
        guard let last = status.lastBackup else {
            return Finding(.warning, "backup", "none yet: make one with `stratum cluster backup DIR`")
        }
        let days = Int(Date().timeIntervalSince(last.takenAt) / 86_400)
        let text = "\(last.takenAt.formatted(.iso8601)) in \(last.destination)"
        guard days <= 7 else {
            return Finding(.warning, "backup", "\(days) days old (\(text)): run `stratum cluster backup DIR`")
        }
        return Finding(.ok, "backup", text)
    }
}
