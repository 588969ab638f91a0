/// A message that some session sent with NOTIFY and committed.
public struct Notification: Sendable, Equatable {
    /// The channel it was sent on.
    public let channel: String
    /// Its text, empty when none was given.
    public let payload: String
}

/// The notifications of some channels, from a session of their own.
///
/// They say that something happened, and are no record of it: whoever begins to listen, is told that some were missed, or begins
/// again after an error, looks at the tables first. The sequence ends only with an error, when the connection breaks; listening
/// again is the reader's to do, because only the reader knows what to look at.
public struct Notifications: AsyncSequence, Sendable {
    /// What a reader gets.
    public enum Element: Sendable, Equatable {
        /// One notification.
        case notification(Notification)
        /// The reader was slow, and one or more after the last were dropped.
        case someMissed
    }

    /// The most notifications kept for a slow reader.
    public static let capacity = 1_024

    /// The client's error.
    public typealias Failure = PostgresError

    private let listener: Listener

    /// Opens a session that listens; it is closed when nobody holds the sequence or its iterator any more.
    ///
    /// - Parameters:
    ///   - channels: the channels' names.
    ///   - configuration: the server itself: a pooler in transaction mode would lose what it is sent.
    /// - Returns: what arrives from now on.
    /// - Throws: `.connection` when no session can be opened, `.misuse` when a pooler stands between.
    public static func listen(
        to channels: [String],
        _ configuration: ConnectionConfiguration
    ) async throws(PostgresError) -> Notifications {
        let executor = ConnectionExecutor()
        let opened = await executor.run { Listener.open(configuration, channels) }
        return Notifications(listener: try opened.get())
    }

    private init(listener: Listener) { self.listener = listener }

    /// Reads what arrives; two iterators share it out between themselves.
    public func makeAsyncIterator() -> Iterator { Iterator(listener: listener) }

    /// Waits for one notification after the other.
    public struct Iterator: AsyncIteratorProtocol {
        private let listener: Listener
        private var signals: AsyncStream<Void>.Iterator

        fileprivate init(listener: Listener) {
            self.listener = listener
            signals = listener.signals.makeAsyncIterator()
        }

        /// The next notification; nil when the task is cancelled.
        ///
        /// - Throws: `.connection` when the connection broke.
        public mutating func next() async throws(PostgresError) -> Element? {
            while true {
                if let element = listener.pop() { return element }
                if let failure = listener.failure { throw failure }
                guard await signals.next() != nil else { return nil }
            }
        }
    }
}
