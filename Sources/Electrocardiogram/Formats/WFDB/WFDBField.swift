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

    /// A whole number in decimal digits; nil for anything else.
    static func integer(_ text: Substring) -> Int? {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        guard (1...18).contains(digits.count), digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int(text)
    }

    /// A finite decimal number; nil for anything else, such as the hexadecimal ones that `Double` would take.
    static func number(_ text: Substring) -> Double? {
        guard text.count <= 40, text.allSatisfy({ "0123456789+-.eE".contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
