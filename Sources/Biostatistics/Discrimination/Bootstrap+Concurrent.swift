import Dispatch

extension Bootstrap {
    /// Replicates run by one thread between two looks at what is left.
    private static let batch = 32

    /// The value of every replicate in order, found on all processors; `workspace` is made once a batch of replicates.
    ///
    /// Every replicate has a generator of its own, so that nothing depends on how many threads there are.
    func runConcurrently<Workspace, Value: Sendable>(
        workspace: @Sendable () -> Workspace,
        _ replicate: @Sendable (inout Xoshiro256StarStar, inout Workspace) -> Value
    ) -> [Value] {
        [Value](unsafeUninitializedCapacity: replicates) { values, initialized in
            nonisolated(unsafe) let start = values.baseAddress
            DispatchQueue.concurrentPerform(iterations: (replicates + Self.batch - 1) / Self.batch) { number in
                var space = workspace()
                for r in number * Self.batch..<min(replicates, (number + 1) * Self.batch) {
                    var generator = generator(r)
                    start?.advanced(by: r).initialize(to: replicate(&generator, &space))
                }
            }
            initialized = replicates
        }
    }
}
