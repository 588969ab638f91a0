import Dispatch

/// Runs the jobs of one connection one after the other, on a thread that may block in libpq.
///
/// Tasks can prefer it too: a transaction's body then runs on the connection's thread, so that a statement costs no change of
/// threads.
final class ConnectionExecutor: SerialExecutor, TaskExecutor {
    private let queue = DispatchQueue(label: "stratum.postgresql.connection")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(
                isolatedTo: self.asUnownedSerialExecutor(),
                taskExecutor: self.asUnownedTaskExecutor()
            )
        }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs blocking work that needs no actor yet, such as connecting.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
