import Foundation

/// An element of an XML document with what it holds, names without their namespace prefixes.
///
/// For formats in which the meaning of a value lies in the elements around it; the scanner's bounds apply.
struct MarkupElement {
    let name: String
    let attributes: [String: String]
    /// Where the element begins.
    let place: TextPlace
    /// The text as UTF-8; without meaning for an element that holds others.
    private(set) var text: [UInt8] = []
    private(set) var children: [MarkupElement] = []

    /// Of everything but samples; also of an identity, which goes through encryption.
    static let maximumFieldBytes = 16 << 10

    /// The root of a document, which has to be called `root`.
    ///
    /// Elements whose names are `bulky` may hold more text than ``maximumFieldBytes``, such as samples.
    static func document(_ bytes: Data, root: String, bulky: Set<String>) throws(RecordingError) -> MarkupElement {
        var open: [MarkupElement] = []
        var document: MarkupElement?
        try XMLScanner.scan(bytes) { event, place throws(RecordingError) in
            switch event {
            case .opened(let path, let attributes):
                let element = try MarkupElement(path.last ?? "", attributes, place)
                guard !open.isEmpty || element.name == root else { throw .unrecognised }
                open.append(element)
            case .closed(_, let text):
                guard var element = open.popLast() else { return }
                try bound(text.count <= maximumFieldBytes || bulky.contains(element.name), element.place)
                element.text = text
                if open.isEmpty { document = element } else { open[open.count - 1].children.append(element) }
            }
        }
        guard let document else { throw .unrecognised }
        return document
    }

    private init(_ name: String, _ attributes: [String: String], _ place: TextPlace) throws(RecordingError) {
        var values: [String: String] = [:]
        for (key, value) in attributes {
            try Self.bound(value.utf8.count <= Self.maximumFieldBytes, place)
            values[Self.local(key)] = value
        }
        self.name = Self.local(name)
        self.attributes = values
        self.place = place
    }

    /// The first element of a chain of children, one name a level.
    func first(_ names: String...) -> MarkupElement? {
        names.reduce(self as MarkupElement?) { element, name in element?.children.first { $0.name == name } }
    }

    /// Every element that a chain of names leads to, in document order.
    func all(_ names: String...) -> [MarkupElement] {
        names.reduce([self]) { elements, name in elements.flatMap { $0.children.filter { $0.name == name } } }
    }

    /// An attribute without white space around it; nil when it is missing or blank.
    subscript(attribute: String) -> String? {
        Self.filled(attributes[attribute] ?? "")
    }

    /// The text without white space around it; nil when it is blank.
    var string: String? { Self.filled(String(decoding: text, as: UTF8.self)) }

    /// The text of a field to fill in; nil also for dashes, which stand for one that nobody filled in.
    var entry: String? { string.flatMap { text in text.allSatisfy { $0 == "-" } ? nil : text } }

    private static func filled(_ text: String) -> String? {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    private static func local(_ name: String) -> String {
        name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private static func bound(_ within: Bool, _ place: TextPlace) throws(RecordingError) {
        guard within else {
            throw .limitExceeded(what: "the text of one field", limit: maximumFieldBytes, place: place)
        }
    }
}
