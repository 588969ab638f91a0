import PostgreSQL
import TrialStore

/// Wakes a worker when recordings are queued, where the server can say so; else time alone does.
final class Alarm: Sendable {
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let listener: Task<Void, Never>

    init(_ pool: Pool) {
        let (rings, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        (self.rings, self.bell) = (rings, bell)
        listener = Task {
            while !Task.isCancelled {
                do {
                    for try await _ in try await pool.listen(to: [ScoringQueue.channel]) { bell.yield() }
                } catch let error as PostgresError {
                    // A pooler passes no notifications on, now or later.
                    guard error.code != .misuse else { return }
                } catch {
                    return
                }
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    /// Returns when recordings were queued since the last call, or after so many seconds.
    func wait(atMost seconds: Double) async {
        let timer = Task { [bell] in
            try? await Task.sleep(for: .seconds(seconds))
            if !Task.isCancelled { bell.yield() }
        }
        defer { timer.cancel() }
        for await _ in rings { return }
    }

    func stop() { listener.cancel() }
}
