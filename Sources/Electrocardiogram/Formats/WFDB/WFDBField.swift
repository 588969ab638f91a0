/// One field of a header line, taken apart from left to right.
struct WFDBField {
    private var rest: Substring

    init(_ text: Substring) {
        rest = text
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The characters before the first of some others, or all.
    mutating func take(until stops: String = "") -> Substring {
        let taken = rest.prefix { !stops.contains($0) }
        rest = rest[taken.endIndex...]
        return taken
    }

    /// Steps over a character if it is the next.
    mutating func skip(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest = rest.dropFirst()
        return true
    }
}
