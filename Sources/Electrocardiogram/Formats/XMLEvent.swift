import Foundation

/// What a scan of an XML document meets, in document order.
enum XMLEvent {
    /// An element begins; the path holds its name last and the root's first.
    case opened(path: [String], attributes: [String: String])
    /// An element ends; the text is its own, in UTF-8, and empty for an element that holds others.
    case closed(path: [String], text: [UInt8])
}

extension XMLScanner {
    typealias Visitor = (XMLEvent, TextPlace) throws(RecordingError) -> Void

    /// Scans a whole document and shows every event as a value, for formats where convenience matters more than speed.
    ///
    /// The place shown with an event is where its element begins; for one that holds others, where it ends.
    static func scan(_ bytes: Data, visit: @escaping Visitor) throws(RecordingError) {
        try scan(bytes, into: EventHandler(bytes, visit))
    }

    private final class EventHandler: XMLHandler {
        private let visit: Visitor
        private var lines: LineCounter

        init(_ bytes: Data, _ visit: @escaping Visitor) {
            self.visit = visit
            lines = LineCounter(bytes)
        }

        func open(_ path: [String], attributes: XMLAttributes, at offset: Int) throws(RecordingError) -> Bool {
            try visit(.opened(path: path, attributes: attributes.values), lines.advance(to: offset))
            return true
        }

        func close(_ path: [String], text: inout [UInt8], at offset: Int) throws(RecordingError) {
            try visit(.closed(path: path, text: text), lines.advance(to: offset))
        }
    }
}
