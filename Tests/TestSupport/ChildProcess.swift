package import Foundation
import Glibc
import Synchronization

/// A program that a test has started, which inherits three files and nothing else.
///
/// Foundation's `Process` leaves the descriptors of one test open in the programs of another. A server that lives as
/// long as the tests would then hold the pipe or socket whose closing another test waits for.
package final class ChildProcess: Sendable {
    /// How a program ended.
    package enum End: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)

        /// Whether a signal ended it.
        package var wasKilled: Bool {
            if case .signal = self { true } else { false }
        }

        /// The exit code, or what a shell shows of a signal.
        package var code: Int32 {
            switch self {
            case .exit(let code): code
            case .signal(let number): 128 + number
            }
        }
    }

    package let id: pid_t
    private let state = Mutex(State())

    private struct State {
        var end: End?
        var waiting: [CheckedContinuation<End, Never>] = []
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: the program's path and its arguments.
    ///   - environment: nil for that of the tests.
    ///   - input: nil for nothing to read.
    ///   - output: nil for nowhere.
    ///   - errors: nil for nowhere.
    /// - Throws: `POSIXError` where it cannot be started.
    package init(
        _ command: [String],
        environment: [String: String]? = nil,
        input: FileHandle? = nil,
        output: FileHandle? = nil,
        errors: FileHandle? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (handle, target) in [(input, STDIN_FILENO), (output, STDOUT_FILENO), (errors, STDERR_FILENO)] {
            if let handle {
                posix_spawn_file_actions_adddup2(&actions, handle.fileDescriptor, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
            }
        }
        try Self.closeFrom(&actions, STDERR_FILENO + 1)
        let arguments = command.map { strdup($0) }
        let variables = (environment ?? ProcessInfo.processInfo.environment).map { strdup("\($0)=\($1)") }
        defer { (arguments + variables).forEach { free($0) } }
        var child = pid_t()
        let failure = posix_spawn(&child, command[0], &actions, nil, arguments + [nil], variables + [nil])
        guard failure == 0 else { throw POSIXError(.init(rawValue: failure) ?? .EIO) }
        id = child
        // A thread of its own: waiting on one of those that tasks share would hold up the tests beside it.
        Thread.detachNewThread { self.finish(Self.wait(for: self.id)) }
    }

    /// GNU's `posix_spawn_file_actions_addclosefrom_np`, which the module map of the C library leaves out.
    private static func closeFrom(_ actions: inout posix_spawn_file_actions_t, _ descriptor: Int32) throws {
        typealias AddCloseFrom = @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        guard let symbol = dlsym(nil, "posix_spawn_file_actions_addclosefrom_np") else { throw POSIXError(.ENOSYS) }
        let failure = unsafeBitCast(symbol, to: AddCloseFrom.self)(&actions, descriptor)
        guard failure == 0 else { throw POSIXError(.init(rawValue: failure) ?? .EIO) }
    }

    /// Whether it still runs.
    package var isRunning: Bool { state.withLock { $0.end == nil } }

    /// Sends a signal; nothing once it has ended.
    package func send(_ signal: Int32) {
        state.withLock { if $0.end == nil { _ = kill(id, signal) } }
    }

    /// Waits for its end, not for that of programs it has left behind.
    package func end() async -> End {
        await withCheckedContinuation { continuation in
            let end = state.withLock { state in
                if state.end == nil { state.waiting.append(continuation) }
                return state.end
            }
            if let end { continuation.resume(returning: end) }
        }
    }

    private func finish(_ end: End) {
        let waiting = state.withLock { state in
            state.end = end
            return state.waiting
        }
        waiting.forEach { $0.resume(returning: end) }
    }

    private static func wait(for child: pid_t) -> End {
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 && errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? .exit(status >> 8 & 0xff) : .signal(signal)
    }
}
