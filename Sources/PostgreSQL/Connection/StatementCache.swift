/// Which statements of a connection the server keeps parsed: a value that decides, and sends nothing.
///
/// A statement is parsed for keeps when it comes a second time. The one unused for longest gives way to a new one.
struct StatementCache {
    /// What makes two statements the same to the server: their text and their parameters' types, not the values.
    ///
    /// The pieces of the text are compared where they lie. To join them would cost more than all the rest of a look.
    struct Key: Hashable, Sendable {
        private let segments: [SQL.Segment]

        init(_ sql: SQL) { segments = sql.segments }

        static func == (left: Key, right: Key) -> Bool {
            left.segments.elementsEqual(right.segments) { left, right in
                switch (left, right) {
                case (.text(let left), .text(let right)): left == right
                case (.parameter(let left, _), .parameter(let right, _)): left == right
                default: false
                }
            }
        }

        /// The lengths of the pieces tell most statements apart, and are there already.
        func hash(into hasher: inout Hasher) {
            for segment in segments {
                switch segment {
                case .text(let text): hasher.combine(text.utf8.count)
                case .parameter(let type, _): hasher.combine(type)
                }
            }
        }
    }

    /// How a statement is to be run.
    enum Use: Equatable {
        /// Parsed for this once.
        case unnamed
        /// Under the name it is kept by.
        case prepared(name: String)
        /// Parsed under a name first, once the server has dropped others.
        case prepare(name: String, dropping: [String])
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    /// The most statements kept; none where a name would not lead back to the same session.
    let capacity: Int
    private var kept: [Key: Entry] = [:]
    private var seenOnce: [Key: Int] = [:]
    /// Names that the server still has and nobody will use.
    private var unused: [String] = []
    private var uses = 0

    init(capacity: Int) { self.capacity = capacity }

    /// Decides how a statement runs and takes it as done: a preparation that fails must be told by `forget`.
    mutating func use(_ key: Key) -> Use {
        guard capacity > 0 else { return .unnamed }
        uses += 1
        if let place = kept.index(forKey: key) {
            kept.values[place].lastUse = uses
            return .prepared(name: kept.values[place].name)
        }
        guard seenOnce.removeValue(forKey: key) != nil else { return note(key) }
        if kept.count >= capacity { retireOldest() }
        // Names are never used again, so that one the server still has cannot be in the way.
        let entry = Entry(name: "s\(uses)", lastUse: uses)
        kept[key] = entry
        defer { unused = [] }
        return .prepare(name: entry.name, dropping: unused)
    }

    /// The server does not have the statement.
    mutating func forget(_ key: Key) { kept[key] = nil }

    /// The server has the statement, but should not use it any more.
    mutating func retire(_ key: Key) {
        if let entry = kept.removeValue(forKey: key) { unused.append(entry.name) }
    }

    /// The server has dropped everything.
    mutating func forgetAll() {
        kept = [:]
        seenOnce = [:]
        unused = []
    }

    private mutating func note(_ key: Key) -> Use {
        if seenOnce.count >= capacity, let oldest = seenOnce.min(by: { $0.value < $1.value }) {
            seenOnce[oldest.key] = nil
        }
        seenOnce[key] = uses
        return .unnamed
    }

    private mutating func retireOldest() {
        if let oldest = kept.min(by: { $0.value.lastUse < $1.value.lastUse }) { retire(oldest.key) }
    }
}
