/// When a transaction that failed may run again, and how long to wait first.
struct RetryPolicy: Sendable, Equatable {
    /// How often the body may run in all.
    let attempts: Int

    /// A serialization failure and a deadlock: the server undid the work and asks to repeat it.
    private static let repeatable: Set<String> = ["40001", "40P01"]
    private static let firstDelay = Duration.milliseconds(5)
    private static let longestDelay = Duration.seconds(1)

    /// The wait before the next attempt.
    ///
    /// - Parameters:
    ///   - attempt: the attempts made, from 1.
    ///   - sqlState: how the last one failed.
    ///   - jitter: a random number in 0 ..< 1, so that rivals do not meet again.
    /// - Returns: the wait, or nil when there is no next attempt.
    func delay(after attempt: Int, failedWith sqlState: String?, jitter: Double) -> Duration? {
        guard attempt < attempts, let sqlState, Self.repeatable.contains(sqlState) else { return nil }
        let doubled = Self.firstDelay * (1 << min(attempt - 1, 10))
        return min(doubled, Self.longestDelay) * (0.5 + jitter / 2)
    }
}
