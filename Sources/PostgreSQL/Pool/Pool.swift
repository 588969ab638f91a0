import Synchronization

/// A bounded set of connections that are lent and taken back.
public final class Pool: Sendable {
    private struct Shared {
        var state: PoolState
        var connections: [Int: Connection] = [:]
        var waiters: [Int: CheckedContinuation<Result<Lease, PostgresError>, Never>] = [:]
        var closers: [CheckedContinuation<Void, Never>] = []
        var lastWaiter = 0
        var isFinished = false
        var alarm: (time: Duration, task: Task<Void, Never>)?
    }

    private let configuration: ConnectionConfiguration
    private let shared: Mutex<Shared>
    private let clock = ContinuousClock()
    private let start = ContinuousClock.now

    /// A pool without connections; they are opened when they are needed.
    public init(_ configuration: ConnectionConfiguration, limits: PoolLimits = .init()) {
        self.configuration = configuration
        shared = Mutex(Shared(state: PoolState(limits)))
    }

    /// Opens a session beside the pool's that listens on its server.
    ///
    /// - Throws: as ``Notifications/listen(to:_:)``.
    public func listen(to channels: [String]) async throws(PostgresError) -> Notifications {
        try await Notifications.listen(to: channels, configuration)
    }

    deinit {
        shared.withLock { $0.alarm?.task.cancel() }
    }

    /// Refuses who waits and who comes, and returns when every connection that was lent has come back and is closed.
    public func close() async {
        change { state, _ in state.close() }
        await withCheckedContinuation { continuation in
            let isFinished = shared.withLock { shared in
                if !shared.isFinished { shared.closers.append(continuation) }
                return shared.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    private var now: Duration { start.duration(to: clock.now) }
}

/// A connection on loan.
struct Lease: Sendable {
    let id: Int
    let connection: Connection
}

extension Pool {
    /// Waits for a connection; it may have broken since it was last used.
    func acquire() async throws(PostgresError) -> Lease { try await wait().get() }

    /// Takes a connection back.
    func release(_ lease: Lease, isUsable: Bool) {
        change { state, now in state.release(lease.id, isUsable: isUsable, now: now) }
    }

    private func wait() async -> Result<Lease, PostgresError> {
        let waiter = shared.withLock { shared in
            shared.lastWaiter += 1
            return shared.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                shared.withLock { $0.waiters[waiter] = continuation }
                change { state, now in state.acquire(waiter, now: now) }
                if Task.isCancelled { change { state, _ in state.cancel(waiter) } }
            }
        } onCancel: {
            change { state, _ in state.cancel(waiter) }
        }
    }

    private func change(
        because failure: PostgresError? = nil,
        _ step: (inout PoolState, Duration) -> [PoolState.Action]
    ) {
        let actions = shared.withLock { shared in
            let actions = step(&shared.state, now)
            setAlarm(&shared)
            return actions
        }
        for action in actions { perform(action, because: failure) }
    }

    private func perform(_ action: PoolState.Action, because failure: PostgresError?) {
        switch action {
        case .grant(let connection, let waiter): grant(connection, to: waiter)
        case .refuse(let waiter, let refusal): refuse(waiter, failure ?? PostgresError(refusal))
        case .open(let connection): Task { await open(connection) }
        case .discard(let connection):
            let discarded = shared.withLock { $0.connections.removeValue(forKey: connection) }
            Task { await discarded?.close() }
        case .revoke(let connection): shared.withLock { $0.connections.removeValue(forKey: connection) }?.revoke()
        case .finished: finish()
        }
    }

    private func grant(_ connection: Int, to waiter: Int) {
        let (found, continuation) = shared.withLock { shared in
            (shared.connections[connection], shared.waiters.removeValue(forKey: waiter))
        }
        guard let found else { continuation?.resume(returning: .failure(.leaseExpired)); return }
        continuation?.resume(returning: .success(Lease(id: connection, connection: found)))
    }

    private func refuse(_ waiter: Int, _ error: PostgresError) {
        shared.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume(returning: .failure(error))
    }

    private func open(_ id: Int) async {
        do throws(PostgresError) {
            let connection = try await Connection.connect(configuration)
            shared.withLock { $0.connections[id] = connection }
            change { state, now in state.opened(id, now: now) }
        } catch {
            change(because: error) { state, _ in state.failedToOpen(id) }
        }
    }

    private func finish() {
        let closers = shared.withLock { shared in
            shared.isFinished = true
            defer { shared.closers = [] }
            return shared.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Wakes the pool at its next deadline; an alarm that rings too early does no harm.
    private func setAlarm(_ shared: inout Shared) {
        guard let time = shared.state.nextDeadline else { return }
        if let alarm = shared.alarm, alarm.time <= time { return }
        shared.alarm?.task.cancel()
        let instant = start + time
        let task = Task { [weak self, clock] in
            try? await clock.sleep(until: instant, tolerance: .milliseconds(10))
            guard !Task.isCancelled else { return }
            self?.ring()
        }
        shared.alarm = (time, task)
    }

    private func ring() {
        shared.withLock { $0.alarm = nil }
        change { state, now in state.tick(now: now) }
    }
}

extension PostgresError {
    fileprivate init(_ refusal: PoolState.Refusal) {
        self =
            switch refusal {
            case .queueFull: PostgresError(.poolExhausted, "too many callers wait for a connection; try again later")
            case .timedOut: PostgresError(.timeout, "no connection became free in time")
            case .cancelled: .taskCancelled
            case .closed: PostgresError(.poolClosed, "the pool is closed")
            case .couldNotOpen: .connectionLost
            }
    }
}
