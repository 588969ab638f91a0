/// Waiting with an end.
enum Patience {
    /// Asks `condition` every 20 ms until it holds.
    ///
    /// - Throws: `ClusterError.timedOut` after `seconds`, `ClusterError.cancelled` when the task is.
    static func wait(for step: String, seconds: Int, until condition: () -> Bool) async throws(ClusterError) {
        let end = ContinuousClock.now + .seconds(seconds)
        while !condition() {
            guard ContinuousClock.now < end else { throw .timedOut(step: step, seconds: seconds) }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { throw .cancelled }
        }
    }
}
