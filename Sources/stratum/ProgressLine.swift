import Foundation
import Synchronization

/// One line on standard error that tells how far a long step is; silent where standard error is not a terminal.
///
/// Shows count, share, rate and time left, at most ten times a second. May be updated from any task.
final class ProgressLine: Sendable {
    private struct State {
        var shown: ContinuousClock.Instant?
        var isOpen = false
    }

    private let title: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(_ title: String, isShown: Bool = isatty(STDERR_FILENO) == 1) {
        self.title = title
        self.isShown = isShown
    }

    /// - Parameters:
    ///   - done: Units finished.
    ///   - total: Units in all.
    func update(_ done: Int, of total: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            let isDue = state.shown.map { now - $0 >= .milliseconds(100) } ?? true
            guard isDue || done == total else { return }
            (state.shown, state.isOpen) = (now, true)
            let seconds = (now - start) / .seconds(1)
            write("\r\u{1B}[K" + ProgressLine.text(title, done: done, of: total, after: seconds))
        }
    }

    /// The same where nobody knows how many there are.
    func update(_ done: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        state.withLock { state in
            guard state.shown.map({ now - $0 >= .milliseconds(100) }) ?? true else { return }
            (state.shown, state.isOpen) = (now, true)
            let seconds = (now - start) / .seconds(1)
            let rate = seconds > 0 ? ", \(Int(Double(done) / seconds))/s" : ""
            write("\r\u{1B}[K\(title) \(done)\(rate)")
        }
    }

    /// Clears the line, so that what follows starts on an empty one.
    func finish() {
        state.withLock { state in
            if state.isOpen { write("\r\u{1B}[K") }
            state.isOpen = false
        }
    }

    /// Such as `Importing 240/600 (40 %), 412/s, 0:01 left`.
    static func text(_ title: String, done: Int, of total: Int, after seconds: Double) -> String {
        let share = total > 0 ? 100 * done / total : 100
        let start = "\(title) \(done)/\(total) (\(share) %)"
        guard done > 0, seconds > 0 else { return start }
        let rate = Double(done) / seconds
        let left = Int((Double(max(0, total - done)) / rate).rounded(.up))
        let printedRate = rate < 10 ? String(format: "%.1f", rate) : String(Int(rate))
        return start + ", \(printedRate)/s, " + String(format: "%d:%02d left", left / 60, left % 60)
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
