import Foundation
import Glibc
import Subprocess

/// The folder of PostgreSQL's own programs, and running them as the cluster's account.
struct ServerPrograms: Sendable {
    let folder: String
    let version: Int

    /// The oldest major version that will do.
    static let oldestVersion = 15

    /// Where Debian puts every version's programs.
    static let packageFolder = "/usr/lib/postgresql"

    /// The machine's newest programs, or those of exactly `version`.
    static func find(
        version: Int?,
        packages: String = packageFolder
    ) async throws(ClusterError) -> ServerPrograms {
        let fits = { (found: ServerPrograms) in version.map { $0 == found.version } ?? (found.version >= oldestVersion)
        }
        if let packaged = packaged(packages).first(where: fits) { return packaged }
        for folder in await elsewhere() {
            guard let found = await programs(in: folder), fits(found) else { continue }
            return found
        }
        throw .serverMissing(version: version)
    }

    /// Runs one of the programs as the account.
    func run(
        _ tool: String,
        _ arguments: [String],
        as account: ClusterAccount,
        seconds: Int
    ) async throws(ClusterError) -> ToolResult {
        try await ToolResult.run(tool, arguments, as: account, programs: folder, seconds: seconds)
    }

    /// Debian's layout, newest first; what has no server, such as a client's programs alone, is passed over.
    static func packaged(_ root: String = packageFolder) -> [ServerPrograms] {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root))?.compactMap { Int($0) } ?? []
        return versions.sorted(by: >)
            .map { ServerPrograms(folder: "\(root)/\($0)/bin", version: $0) }
            .filter { hasServer($0.folder) }
    }

    /// Folders on the search path, and the one that `pg_config` names.
    private static func elsewhere() async -> [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init).filter { $0.hasPrefix("/") && hasServer($0) }
        let named = try? await ToolResult.run("pg_config", ["--bindir"], as: nil, programs: path, seconds: 10)
        guard let named, named.succeeded, hasServer(named.output) else { return folders }
        return folders + [named.output]
    }

    private static func programs(in folder: String) async -> ServerPrograms? {
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        guard let said = try? await ToolResult.run("postgres", ["--version"], as: nil, programs: folder, seconds: 10),
            let number = said.output.split(separator: " ").dropFirst(2).first?.prefix(while: \.isNumber),
            let version = Int(number)
        else { return nil }
        return ServerPrograms(folder: folder, version: version)
    }

    private static func hasServer(_ folder: String) -> Bool {
        ["postgres", "initdb", "pg_ctl"].allSatisfy { access(folder + "/" + $0, X_OK) == 0 }
    }
}
