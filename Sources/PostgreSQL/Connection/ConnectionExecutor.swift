import Dispatch

/// Runs the jobs of one connection one after the other, on a thread that may block in libpq.
final class ConnectionExecutor: SerialExecutor {
    private static let owner = DispatchSpecificKey<ObjectIdentifier>()

    private let queue = DispatchQueue(label: "stratum.postgresql.connection")
    /// The same thread for tasks: a transaction's body runs there, so that a statement costs no change of threads.
    let forTasks: TaskThread

    init() {
        forTasks = TaskThread(queue)
        queue.setSpecific(key: Self.owner, value: ObjectIdentifier(self))
    }

    /// Whether the caller runs on this thread, where nothing else of the connection can run meanwhile.
    var isCurrent: Bool { DispatchQueue.getSpecific(key: Self.owner) == ObjectIdentifier(self) }

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

/// A connection's thread as tasks may prefer it.
///
/// Not the actor's executor itself: code that belongs to no actor would then count as the actor's when it is resumed, and go
/// through the queue again at its next call.
final class TaskThread: TaskExecutor {
    private let queue: DispatchQueue

    init(_ queue: DispatchQueue) { self.queue = queue }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
