/// What has arrived and not been asked for yet, bounded: a value.
///
/// When it is full, what arrives is lost and the reader is told so once, after what was kept.
struct NotificationBuffer {
    private let capacity: Int
    private var kept: [Notifications.Element] = []
    private var next = 0
    private var hasMissed = false

    init(capacity: Int) { self.capacity = capacity }

    mutating func push(_ notification: Notification) {
        guard !hasMissed, kept.count - next < capacity else { return hasMissed = true }
        kept.append(.notification(notification))
    }

    mutating func pop() -> Notifications.Element? {
        guard next < kept.count else {
            defer { hasMissed = false }
            return hasMissed ? .someMissed : nil
        }
        defer { compact() }
        next += 1
        return kept[next - 1]
    }

    private mutating func compact() {
        guard next == kept.count || next >= capacity else { return }
        kept.removeFirst(next)
        next = 0
    }
}
