import Foundation
import Subprocess

/// What a program said and how it ended.
struct ToolResult: Sendable {
    let succeeded: Bool
    /// Standard output and error together, trimmed.
    let output: String

    private static let outputLimit = 64 * 1024

    /// Runs a program with a time limit, a bounded output and an environment free of the caller's `PG…` variables.
    ///
    /// - Parameters:
    ///   - tool: A name, looked up in `programs` and then in the system's folders.
    ///   - arguments: Passed as they are.
    ///   - account: Whom to run as; `nil` for the caller.
    ///   - programs: Folders to look in first, separated by colons.
    ///   - seconds: The time limit; the program is killed at its end.
    ///   - input: Text for its standard input.
    /// - Returns: What it said, whether or not it succeeded.
    /// - Throws: `ClusterError` when it cannot be run, or not in time.
    static func run(
        _ tool: String,
        _ arguments: [String],
        as account: ClusterAccount?,
        programs: String = "",
        seconds: Int,
        input: String = ""
    ) async throws(ClusterError) -> ToolResult {
        let command = prefix(for: account) + [tool] + arguments
        let settings = Subprocess.Configuration(
            executable: .name(command[0]),
            arguments: Arguments(Array(command.dropFirst())),
            environment: .custom([
                "PATH": "\(programs):/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            ])
        )
        do {
            guard let result = try await limited(seconds, { try await collect(settings, input: input) }) else {
                throw ClusterError.timedOut(step: tool, seconds: seconds)
            }
            return result
        } catch let error as ClusterError {
            throw error
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .toolFailed(tool: tool, output: String(describing: error), log: nil)
        }
    }

    /// The end of the output on one line, for an error.
    var summary: String {
        let lines = output.split(separator: "\n").suffix(4).joined(separator: "; ")
        return String(lines.suffix(600))
    }

    private static func collect(_ settings: Subprocess.Configuration, input: String) async throws -> ToolResult {
        let result = try await Subprocess.run(
            settings,
            input: .string(input),
            output: .string(limit: outputLimit),
            error: .combinedWithOutput
        )
        return ToolResult(
            succeeded: result.terminationStatus.isSuccess,
            output: result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }

    /// Changes the account by util-linux's `setpriv`, a base package.
    ///
    /// Asking Subprocess to do it can hang: between fork and exec, glibc's `setuid` waits for threads that are not there.
    private static func prefix(for account: ClusterAccount?) -> [String] {
        guard let account, !account.isSelf else { return [] }
        return ["setpriv", "--reuid", "\(account.user)", "--regid", "\(account.group)", "--clear-groups", "--"]
    }

    private static func limited(
        _ seconds: Int,
        _ work: @escaping @Sendable () async throws -> ToolResult
    ) async throws -> ToolResult? {
        try await withThrowingTaskGroup(of: ToolResult?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
