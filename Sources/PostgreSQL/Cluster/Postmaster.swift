import Foundation
import Glibc

/// The server process of a data folder, as its `postmaster.pid` tells.
struct Postmaster: Sendable {
    let process: pid_t
    /// Where the running server put its socket.
    let socketFolder: String
    /// Whether it accepts connections; not yet while it recovers.
    let isReady: Bool
    let startedAt: Date?

    /// The path of the file that a running server keeps.
    static func file(in data: String) -> String { data + "/postmaster.pid" }

    /// The server that runs on `data`, or `nil` when none does, whatever a crash left behind.
    init?(data: String) {
        guard let text = try? String(contentsOfFile: Self.file(in: data), encoding: .utf8) else { return nil }
        // Lines: process, data folder, start, port, socket folder, address, shared memory, state.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let number = pid_t(first), Self.isServer(number, of: data) else { return nil }
        process = number
        socketFolder = lines.count > 4 ? String(lines[4]) : ""
        startedAt = lines.count > 2 ? TimeInterval(lines[2]).map { Date(timeIntervalSince1970: $0) } : nil
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }

    /// Takes away what a crashed server left when its process number has meanwhile gone to another program.
    ///
    /// PostgreSQL would take that program for the server and refuse to start; any other leftover it sees through.
    static func clearMisleadingFile(in data: String) {
        guard let text = try? String(contentsOfFile: file(in: data), encoding: .utf8),
            let first = text.split(separator: "\n").first, let number = pid_t(first),
            kill(number, 0) == 0, !isServer(number, of: data)
        else { return }
        unlink(file(in: data))
    }

    /// A process number may have been given to another program since, so its name and working folder are looked at.
    private static func isServer(_ process: pid_t, of data: String) -> Bool {
        guard let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8),
            name.hasPrefix("postgres") || name.hasPrefix("postmaster")
        else { return false }
        guard !hasEnded(process) else { return false }
        let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
        return place == nil || place == data
    }

    /// Whether only the entry of a dead process is left: in a container it may take long until somebody clears it away.
    private static func hasEnded(_ process: pid_t) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        // The state follows the name, which may hold brackets itself.
        let state = text.split(separator: ")").last?.drop { $0 == " " }.first
        return state == "Z" || state == "X"
    }
}
