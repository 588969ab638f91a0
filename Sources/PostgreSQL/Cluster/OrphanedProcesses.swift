import Foundation
import Glibc

/// What is left of a server whose postmaster was killed: processes that hold its shared memory, so that none can start.
///
/// Most notice and end at once; one that recovers or waits may take minutes.
struct OrphanedProcesses {
    let data: String

    /// Ends them; the caller has made sure that no postmaster runs on `data`, and keeps others from starting one.
    ///
    /// To the cluster it is the crash that already happened: what was acknowledged is in the write-ahead log.
    func end() async throws(ClusterError) {
        for (signal, rounds) in [(SIGQUIT, 20), (SIGKILL, 100)] {
            for _ in 0..<rounds {
                let left = processes()
                if left.isEmpty { return }
                for process in left { kill(process, signal) }
                do { try await Task.sleep(for: .milliseconds(50)) } catch { throw .cancelled }
            }
        }
    }

    /// Processes of PostgreSQL that work in the folder.
    private func processes() -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter(isOurs)
    }

    private func isOurs(_ process: pid_t) -> Bool {
        guard let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8),
            name.hasPrefix("postgres") || name.hasPrefix("postmaster")
        else { return false }
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")) == data
    }
}
