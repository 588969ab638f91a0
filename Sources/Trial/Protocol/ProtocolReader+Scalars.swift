import Yams

extension ProtocolReader {
    /// Text of 1–2000 characters, blanks at the ends removed.
    mutating func text(_ key: String, in section: Section) -> String? {
        item(key, in: section).flatMap { text($0) }
    }

    mutating func text(_ item: Item) -> String? {
        guard let text = item.node.scalar?.string.trimmed, !text.isEmpty else {
            fail(item.node, item.path, "must be text")
            return nil
        }
        guard !text.unicodeScalars.contains(where: \.movesCursor) else {
            fail(item.node, item.path, "must not hold control characters: delete them")
            return nil
        }
        guard text.unicodeScalars.count <= 2_000 else {
            fail(item.node, item.path, "must have at most 2000 characters")
            return nil
        }
        return text
    }

    /// An id of small letters, digits and hyphens.
    mutating func slug(_ key: String, in section: Section) -> String? {
        item(key, in: section).flatMap { slug($0) }
    }

    mutating func slug(_ item: Item) -> String? {
        guard let text = text(item) else { return nil }
        guard text.isSlug else {
            fail(item.node, item.path, "must be 1–64 small letters, digits and hyphens, beginning with a letter")
            return nil
        }
        return text
    }

    mutating func integer(_ key: String, in section: Section, _ range: ClosedRange<Int>) -> Int? {
        guard let item = item(key, in: section) else { return nil }
        guard let value = item.node.scalar.flatMap({ Int($0.string) }), range.contains(value) else {
            fail(item.node, item.path, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    mutating func number(_ key: String, in section: Section, _ range: ClosedRange<Double>) -> Double? {
        item(key, in: section).flatMap { number($0, range) }
    }

    mutating func number(_ item: Item, _ range: ClosedRange<Double>) -> Double? {
        guard let value = item.node.scalar.flatMap({ Double($0.string) }), range.contains(value) else {
            fail(item.node, item.path, "must be a number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    mutating func flag(_ key: String, in section: Section) -> Bool? {
        guard let item = item(key, in: section) else { return nil }
        switch item.node.scalar?.string {
        case "true": return true
        case "false": return false
        default:
            fail(item.node, item.path, "must be true or false")
            return nil
        }
    }

    /// One of the words of an enumeration.
    mutating func choice<Word: RawRepresentable & CaseIterable>(
        _ key: String,
        in section: Section,
        of type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        item(key, in: section).flatMap { choice($0, of: type) }
    }

    mutating func choice<Word: RawRepresentable & CaseIterable>(
        _ item: Item,
        of type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        if let word = item.node.scalar.flatMap({ Word(rawValue: $0.string) }) { return word }
        let words = Word.allCases.map(\.rawValue)
        fail(item.node, item.path, "must be one of: \(words.joined(separator: ", "))" + suggestion(item, among: words))
        return nil
    }

    /// A list of different words of an enumeration.
    mutating func choices<Word: RawRepresentable & CaseIterable & Hashable>(
        _ key: String,
        in section: Section,
        count: ClosedRange<Int> = 1...200,
        of type: Word.Type = Word.self
    ) -> Set<Word>? where Word.RawValue == String {
        guard let items = list(key, in: section, count: count) else { return nil }
        var words: Set<Word> = []
        for item in items {
            guard let word = choice(item, of: type) else { continue }
            if !words.insert(word).inserted { fail(item.node, item.path, "is listed twice") }
        }
        return words
    }

    /// Refuses the second of two equal ids.
    mutating func refuseRepeats(_ ids: [(id: String, item: Item)]) {
        var seen: Set<String> = []
        for (id, item) in ids where !seen.insert(id).inserted {
            fail(item.node, item.path, "`\(id)` is declared twice")
        }
    }

    func suggestion(_ item: Item, among words: [String]) -> String {
        guard let text = item.node.scalar?.string, let nearest = Spelling.nearest(to: text, among: words) else {
            return ""
        }
        return "; did you mean `\(nearest)`?"
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension Unicode.Scalar {
    /// Whether a terminal would act on it instead of showing it.
    fileprivate var movesCursor: Bool {
        [.control, .format].contains(properties.generalCategory) && self != "\n" && self != "\t"
    }
}
