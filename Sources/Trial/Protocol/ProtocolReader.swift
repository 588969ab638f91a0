import Yams

/// Walks the tree of a protocol and collects every fault on the way.
///
/// A function that returns nil has recorded why.
struct ProtocolReader {
    /// A mapping of the tree whose keys have been checked.
    struct Section {
        let path: String
        let node: Node
        let entries: [String: Node]

        func path(of key: String) -> String { path.isEmpty ? key : path + "." + key }
    }

    /// A node and where it stands.
    struct Item {
        let node: Node
        let path: String
    }

    private(set) var faults: [ProtocolErrors.Fault] = []

    /// Beyond this many a person starts again from a shipped protocol.
    private static let maximumFaults = 100

    private var isFull: Bool { faults.count > Self.maximumFaults }

    mutating func fail(_ node: Node, _ path: String, _ message: String) {
        guard !isFull else { return }
        let message = faults.count < Self.maximumFaults ? message : "more faults follow: mend these first"
        let fault = ProtocolErrors.Fault(
            line: node.mark?.line ?? 1,
            column: node.mark?.column ?? 1,
            path: path,
            message: message
        )
        faults.append(fault)
    }

    mutating func fail(_ key: String, in section: Section, _ message: String) {
        fail(section.entries[key] ?? section.node, section.path(of: key), message)
    }

    /// A mapping with no other keys than these.
    mutating func section(_ item: Item, keys: [String]) -> Section? {
        guard let entries = entries(of: item) else { return nil }
        let names = item.node.mapping?.keys.compactMap(\.self) ?? []
        for name in names where !isFull {
            guard let key = name.scalar?.string, !keys.contains(key), !DuplicateKeys.isStandIn(key) else { continue }
            let nearest = Spelling.nearest(to: key, among: keys)
            let advice = nearest.map { "did you mean `\($0)`?" } ?? "known keys: \(keys.joined(separator: ", "))"
            let shown = String(key.prefix(64))
            fail(name, item.path.isEmpty ? shown : item.path + "." + shown, "unknown key; \(advice)")
        }
        return Section(path: item.path, node: item.node, entries: entries)
    }

    /// A mapping under a key of another.
    mutating func section(_ key: String, in parent: Section, keys: [String]) -> Section? {
        item(key, in: parent).flatMap { section($0, keys: keys) }
    }

    /// The pairs of a mapping whose keys are data, in the order of the text.
    mutating func pairs(_ key: String, in parent: Section) -> [(key: String, item: Item)]? {
        guard let item = item(key, in: parent), entries(of: item) != nil, let mapping = item.node.mapping else {
            return nil
        }
        return mapping.compactMap { key, value in
            key.scalar.map { ($0.string, Item(node: value, path: item.path + "." + $0.string)) }
        }
    }

    /// The elements of a list with a number of elements in the range.
    mutating func list(_ key: String, in section: Section, count: ClosedRange<Int> = 1...200) -> [Item]? {
        guard let item = item(key, in: section) else { return nil }
        guard let sequence = item.node.sequence else {
            fail(item.node, item.path, "must be a list")
            return nil
        }
        guard count.contains(sequence.count) else {
            fail(item.node, item.path, "must have \(count.lowerBound) to \(count.upperBound) elements")
            return nil
        }
        return sequence.enumerated().map { Item(node: $1, path: "\(item.path)[\($0)]") }
    }

    /// What stands under a required key.
    mutating func item(_ key: String, in section: Section) -> Item? {
        guard let node = section.entries[key] else {
            fail(section.node, section.path(of: key), "is missing: add it")
            return nil
        }
        return Item(node: node, path: section.path(of: key))
    }

    private mutating func entries(of item: Item) -> [String: Node]? {
        guard let mapping = item.node.mapping else {
            fail(item.node, item.path, "must be a mapping of keys to values")
            return nil
        }
        var entries: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                fail(key, item.path, "a key must be a word")
                continue
            }
            entries[name] = value
        }
        return entries
    }
}
