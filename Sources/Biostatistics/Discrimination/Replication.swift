import Dispatch

/// Runs replicates, each with a generator of its own, on all processors.
///
/// Replicate r draws from `Xoshiro256StarStar(seed: SplitMix64.replicateSeed(seed, replicate: r))`, so that nothing
/// depends on how many threads there are or which of them runs it.
enum Replication {
    /// Replicates run by one thread between two looks at what is left.
    private static let batch = 32

    /// The value of every replicate in order; `workspace` is made once a batch and handed on within it.
    static func run<Workspace, Value: Sendable>(
        _ count: Int,
        seed: UInt64,
        workspace: @Sendable () -> Workspace,
        replicate: @Sendable (inout Xoshiro256StarStar, inout Workspace) -> Value
    ) -> [Value] {
        precondition(count >= 0, "the number of replicates must not be negative")
        return [Value](unsafeUninitializedCapacity: count) { values, initialized in
            // Every replicate writes into a place of its own.
            nonisolated(unsafe) let start = values.baseAddress
            DispatchQueue.concurrentPerform(iterations: (count + batch - 1) / batch) { number in
                var space = workspace()
                for r in number * batch..<min(count, (number + 1) * batch) {
                    let own = SplitMix64.replicateSeed(seed, replicate: UInt64(r))
                    var generator = Xoshiro256StarStar(seed: own)
                    start?.advanced(by: r).initialize(to: replicate(&generator, &space))
                }
            }
            initialized = count
        }
    }
}
