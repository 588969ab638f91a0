import CLibPQ
import Dispatch
import Synchronization

/// Cancels the statement that a connection is running, from any thread.
///
/// `PQcancel` is the one libpq call that may be made beside a running statement; the handle never changes, and the lock keeps a
/// cancel from reaching the statement after the one it was meant for. It travels unencrypted, also where the statement does not.
final class StatementCanceller: @unchecked Sendable {
    private struct State {
        var running: UInt64?
        /// The last statement somebody wanted stopped, perhaps before it began.
        var unwanted: UInt64?
        var hasCancelled = false
        var isRevoked = false
    }

    private let handle: OpaquePointer
    private let state = Mutex(State())
    private let lastStatement = Atomic<UInt64>(0)

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQfreeCancel(handle) }

    /// A number that no other statement has.
    func nextStatement() -> UInt64 { lastStatement.wrappingAdd(1, ordering: .relaxed).newValue }

    var isRevoked: Bool { state.withLock { $0.isRevoked } }

    /// Notes that a statement begins.
    ///
    /// - Throws: `.timeout` when the connection was taken away, `.cancelled` when the statement was stopped before.
    func begin(_ statement: UInt64) throws(PostgresError) {
        let refusal = state.withLock { state -> PostgresError? in
            if state.isRevoked { return .leaseExpired }
            if state.unwanted == statement { return .taskCancelled }
            state.running = statement
            state.hasCancelled = false
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Notes that the statement has ended; true when a cancel was sent meanwhile.
    func end() -> Bool {
        state.withLock { state in
            state.running = nil
            return state.hasCancelled
        }
    }

    /// Cancels the statement while it runs, or before it begins.
    func cancel(_ statement: UInt64) {
        state.withLock { $0.unwanted = statement }
        repeatCancel(after: .zero) { $0 == statement }
    }

    /// Cancels the statement, which runs already.
    func stop(_ statement: UInt64) { repeatCancel(after: .zero) { $0 == statement } }

    /// Cancels whatever runs and refuses all that follows.
    func revoke() {
        state.withLock { $0.isRevoked = true }
        repeatCancel(after: .zero) { _ in true }
    }

    /// A server that has not read the statement yet ignores a cancel, so it is sent until the statement ends.
    private func repeatCancel(after delay: Duration, while concerns: @escaping @Sendable (UInt64) -> Bool) {
        let milliseconds = Int(delay / .milliseconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
            let isRunning = state.withLock { state in
                guard let running = state.running, concerns(running) else { return false }
                state.hasCancelled = true
                var reason = [CChar](repeating: 0, count: 256)
                _ = PQcancel(handle, &reason, Int32(reason.count))
                return true
            }
            if isRunning { repeatCancel(after: min(delay * 2 + .milliseconds(10), .seconds(1)), while: concerns) }
        }
    }
}
