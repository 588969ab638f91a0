import Foundation
import Glibc

extension PrivateServer {
    /// Gives a cluster that another version of the program made, or that was restored, this program's access files.
    ///
    /// A server that runs reads them anew.
    func refreshAccess() async throws(ClusterError) {
        guard !hasAccess(in: folder.data) else { return }
        try await writeAccess(in: folder.data)
        guard let running = Postmaster(data: folder.data) else { return }
        kill(running.process, SIGHUP)
        // The server reads them in its own time, and nothing tells when it has; a login that comes too early fails.
        do { try await Task.sleep(for: .milliseconds(500)) } catch { throw .cancelled }
    }

    /// Writes who may log in.
    func writeAccess(in data: String) async throws(ClusterError) {
        for (name, text) in accessFiles {
            try await script(#"cat > "$1.new" && sync "$1.new" && mv -f "$1.new" "$1""#, on: data + "/" + name, text)
        }
    }

    /// Adds to the end of a file.
    func append(_ text: String, to path: String) async throws(ClusterError) {
        try await script(#"cat >> "$1" && sync "$1""#, on: path, text)
    }

    private var accessFiles: [(name: String, text: String)] {
        [
            ("pg_hba.conf", ClusterSettings.access),
            ("pg_ident.conf", ClusterSettings.identities(client: folder.account.clientName)),
        ]
    }

    private func hasAccess(in data: String) -> Bool {
        accessFiles.allSatisfy { (try? String(contentsOfFile: data + "/" + $0.name, encoding: .utf8)) == $0.text }
    }

    /// Done by the account itself: root never writes where another account could have laid a link.
    private func script(_ commands: String, on path: String, _ input: String) async throws(ClusterError) {
        let arguments = ["-c", "umask 077; " + commands, "sh", path]
        let result = try await ToolResult.run("sh", arguments, as: folder.account, seconds: 30, input: input)
        guard result.succeeded else { throw .toolFailed(tool: "writing \(path)", output: result.summary, log: nil) }
    }
}
