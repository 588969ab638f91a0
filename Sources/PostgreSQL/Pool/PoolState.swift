/// Who holds and who waits for connections: a value that says what is to be done, and does nothing.
///
/// Connections and waiters are numbers; times are since the pool began. Waiters are served in the order they came, and the
/// connection used last is lent first, so that the others can grow idle.
struct PoolState: Sendable, Equatable {
    /// Why a waiter gets no connection.
    enum Refusal: Equatable {
        case queueFull, timedOut, cancelled, closed, couldNotOpen
    }

    /// What the pool has to do.
    enum Action: Equatable {
        case grant(connection: Int, waiter: Int)
        case refuse(waiter: Int, Refusal)
        case open(connection: Int)
        /// Close a connection that nobody holds.
        case discard(connection: Int)
        /// Take a connection away from its holder.
        case revoke(connection: Int)
        /// Nothing is open any more, and the pool is closed.
        case finished
    }

    private struct Waiter: Equatable {
        let id: Int
        let deadline: Duration
    }

    private struct IdleConnection: Equatable {
        let id: Int
        let deadline: Duration
    }

    let limits: PoolLimits
    private var waiters: [Waiter] = []
    private var idle: [IdleConnection] = []
    /// When each lease ends.
    private var leases: [Int: Duration] = [:]
    private var opening: Set<Int> = []
    private var lastConnection = 0
    private(set) var isClosed = false

    init(_ limits: PoolLimits) { self.limits = limits }

    var connections: Int { idle.count + leases.count + opening.count }
    var waiting: Int { waiters.count }

    /// The earliest time at which `tick` has something to do.
    var nextDeadline: Duration? {
        [waiters.first?.deadline, idle.first?.deadline, leases.values.min()].compactMap(\.self).min()
    }
}

extension PoolState {
    /// A caller wants a connection.
    mutating func acquire(_ waiter: Int, now: Duration) -> [Action] {
        guard !isClosed else { return [.refuse(waiter: waiter, .closed)] }
        if let connection = idle.popLast() { return [lend(connection.id, to: waiter, now: now)] }
        guard waiters.count < limits.waiters else { return [.refuse(waiter: waiter, .queueFull)] }
        waiters.append(Waiter(id: waiter, deadline: now + limits.acquireTimeout))
        return openAsNeeded()
    }

    /// A caller waits no longer.
    mutating func cancel(_ waiter: Int) -> [Action] {
        guard let place = waiters.firstIndex(where: { $0.id == waiter }) else { return [] }
        waiters.remove(at: place)
        return [.refuse(waiter: waiter, .cancelled)]
    }

    /// A connection that was asked for is there.
    mutating func opened(_ connection: Int, now: Duration) -> [Action] {
        guard opening.remove(connection) != nil else { return [] }
        return offer(connection, now: now)
    }

    /// A connection that was asked for could not be opened: whoever has waited longest learns why.
    mutating func failedToOpen(_ connection: Int) -> [Action] {
        guard opening.remove(connection) != nil else { return [] }
        let refused = waiters.isEmpty ? [] : [Action.refuse(waiter: waiters.removeFirst().id, .couldNotOpen)]
        return refused + openAsNeeded() + finishIfEmpty()
    }

    /// A caller is done with a connection; after its lease expired this changes nothing.
    mutating func release(_ connection: Int, isUsable: Bool, now: Duration) -> [Action] {
        guard leases.removeValue(forKey: connection) != nil else { return [] }
        if isUsable { return offer(connection, now: now) }
        return [.discard(connection: connection)] + openAsNeeded() + finishIfEmpty()
    }

    /// Time has passed: waits, leases and idle connections may be over.
    mutating func tick(now: Duration) -> [Action] {
        let late = waiters.prefix { $0.deadline <= now }
        waiters.removeFirst(late.count)
        let overdue = leases.filter { $0.value <= now }.keys.sorted()
        for connection in overdue { leases[connection] = nil }
        let unused = idle.prefix { $0.deadline <= now }
        idle.removeFirst(unused.count)
        return late.map { .refuse(waiter: $0.id, .timedOut) }
            + overdue.map { .revoke(connection: $0) }
            + unused.map { .discard(connection: $0.id) }
            + openAsNeeded()
            + (overdue.isEmpty ? [] : finishIfEmpty())
    }

    /// Nobody is served any more; connections in use are closed when they come back.
    mutating func close() -> [Action] {
        guard !isClosed else { return [] }
        isClosed = true
        let actions =
            waiters.map { Action.refuse(waiter: $0.id, .closed) } + idle.map { .discard(connection: $0.id) }
        waiters = []
        idle = []
        return actions + finishIfEmpty()
    }
}

extension PoolState {
    private mutating func lend(_ connection: Int, to waiter: Int, now: Duration) -> Action {
        leases[connection] = now + limits.leaseTimeout
        return .grant(connection: connection, waiter: waiter)
    }

    private mutating func offer(_ connection: Int, now: Duration) -> [Action] {
        guard !isClosed else { return [.discard(connection: connection)] + finishIfEmpty() }
        guard !waiters.isEmpty else {
            idle.append(IdleConnection(id: connection, deadline: now + limits.idleLifetime))
            return []
        }
        return [lend(connection, to: waiters.removeFirst().id, now: now)]
    }

    private mutating func openAsNeeded() -> [Action] {
        var actions: [Action] = []
        while opening.count < waiters.count, connections < limits.connections {
            lastConnection += 1
            opening.insert(lastConnection)
            actions.append(.open(connection: lastConnection))
        }
        return actions
    }

    private func finishIfEmpty() -> [Action] { isClosed && connections == 0 ? [.finished] : [] }
}
