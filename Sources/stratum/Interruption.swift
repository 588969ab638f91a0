import Dispatch
import Foundation

/// Turns Ctrl-C and a polite kill into cancellation, so that a command gives back what it holds before it ends.
///
/// A second signal ends the program at once; what was acknowledged is in the database either way.
enum Interruption {
    /// Runs `body`, cancelled at the first SIGINT or SIGTERM.
    static func cancelling(_ body: sending @escaping () async throws -> Void) async throws {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                signal(number, SIG_DFL)
                task.cancel()
            }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        try await task.value
    }
}
