import Glibc

/// An advisory lock on a file, held by this open file alone; it vanishes with the process, however that ends.
final class FileLock: Sendable {
    /// How a lock is shared.
    enum Kind {
        case shared, exclusive
    }

    private let descriptor: Int32

    /// Opens the file, making it if needed, without taking the lock.
    ///
    /// Closed on exec, so that a server started meanwhile does not hold the lock for ever.
    init(path: String) throws(ClusterError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .inaccessible(path) }
    }

    deinit { close(descriptor) }

    /// Takes the lock if nobody stands in the way.
    func attempt(_ kind: Kind) -> Bool {
        flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0
    }

    /// Takes the lock, waiting for at most `seconds`.
    func take(_ kind: Kind, step: String, seconds: Int) async throws(ClusterError) {
        try await Patience.wait(for: step, seconds: seconds) { attempt(kind) }
    }

    /// Gives the lock back.
    func release() { _ = flock(descriptor, LOCK_UN) }
}
