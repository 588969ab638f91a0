import Dispatch

/// Runs the jobs of one connection one after the other, on a thread that may block in libpq.
final class ConnectionExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "stratum.postgresql.connection")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }

    /// Runs blocking work that needs no actor yet, such as connecting.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
