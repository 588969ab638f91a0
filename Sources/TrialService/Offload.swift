import Foundation

/// Runs long arithmetic on threads of its own, one a core, so that the cooperative pool stays free to answer.
enum Offload {
    static func run<T: Sendable>(_ work: @Sendable @escaping () throws -> T) async throws -> T {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            threads.addOperation { continuation.resume(with: Result(catching: work)) }
        }
    }

    private static let threads: OperationQueue = {
        let queue = OperationQueue()
        queue.name = "stratum.offload"
        queue.maxConcurrentOperationCount = ProcessInfo.processInfo.activeProcessorCount
        return queue
    }()
}
