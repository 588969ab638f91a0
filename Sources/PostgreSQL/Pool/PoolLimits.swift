/// The bounds of a pool.
public struct PoolLimits: Sendable, Equatable {
    /// The most connections open at a time.
    public var connections: Int
    /// The most callers that wait for one; the next is refused at once.
    public var waiters: Int
    /// The longest that a caller waits.
    public var acquireTimeout: Duration
    /// The longest that a caller keeps a connection; then it is cancelled and closed.
    public var leaseTimeout: Duration
    /// How long an unused connection stays open.
    public var idleLifetime: Duration

    /// Bounds that suit one process; numbers below 1 count as 1.
    public init(
        connections: Int = 8,
        waiters: Int = 1_024,
        acquireTimeout: Duration = .seconds(30),
        leaseTimeout: Duration = .seconds(600),
        idleLifetime: Duration = .seconds(300)
    ) {
        self.connections = max(1, connections)
        self.waiters = max(1, waiters)
        self.acquireTimeout = acquireTimeout
        self.leaseTimeout = leaseTimeout
        self.idleLifetime = idleLifetime
    }
}
