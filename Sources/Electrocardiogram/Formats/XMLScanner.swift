import CExpat
import Foundation

/// What a scan of an XML document meets, in document order.
enum XMLEvent {
    /// An element begins; the path holds its name last and the root's first.
    case opened(path: [String], attributes: [String: String])
    /// An element ends; the text is its own, in UTF-8, and empty for an element that holds others.
    case closed(path: [String], text: [UInt8])
}

/// Reads an XML document once, front to back and within bounds, and shows every element to a visitor.
///
/// Declarations of entities stop the scan, external ones are never fetched. Encodings are those expat knows:
/// UTF-8, UTF-16, ISO-8859-1 and US-ASCII.
final class XMLScanner {
    typealias Visitor = (XMLEvent, TextPlace) throws(RecordingError) -> Void

    static let maximumDepth = 32
    static let maximumTextBytes = 4 << 20
    static let maximumElements = 100_000
    /// Of one element.
    static let maximumAttributes = 64

    private let parser: XML_Parser
    private let visit: Visitor
    private var path: [String] = []
    private var text: [UInt8] = []
    private var elements = 0
    private var opened = TextPlace(line: 1, column: 1)
    private var failure: RecordingError?

    /// Scans a whole document of at most ``RecordingReader/maximumBytes``.
    ///
    /// The place shown with an event is where its element begins; for one that holds others, where it ends.
    static func scan(_ bytes: Data, visit: @escaping Visitor) throws(RecordingError) {
        guard let parser = XML_ParserCreate(nil) else {
            throw .unusable(what: "the XML parser", reason: "found no memory", place: nil)
        }
        defer { XML_ParserFree(parser) }
        try XMLScanner(parser, visit).run(bytes)
    }

    private init(_ parser: XML_Parser, _ visit: @escaping Visitor) {
        self.parser = parser
        self.visit = visit
    }

    private func run(_ bytes: Data) throws(RecordingError) {
        setHandlers()
        let status = withExtendedLifetime(self) {
            bytes.withUnsafeBytes { buffer in
                XML_Parse(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
            }
        }
        if let failure { throw failure }
        guard status != XML_STATUS_OK else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown"
        throw .malformedXML(reason: reason, place: place)
    }

    private func setHandlers() {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in XMLScanner.from(context)?.open(name, attributes) },
            { context, _ in XMLScanner.from(context)?.close() }
        )
        XML_SetCharacterDataHandler(parser) { context, characters, count in
            XMLScanner.from(context)?.append(UnsafeBufferPointer(start: characters, count: Int(count)))
        }
        XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in
            XMLScanner.from(context)?.refuseEntity()
        }
        XML_SetSkippedEntityHandler(parser) { context, _, _ in XMLScanner.from(context)?.refuseEntity() }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> XMLScanner? {
        context.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
    }

    private func open(
        _ name: UnsafePointer<CChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        attempt { () throws(RecordingError) in
            guard path.count < Self.maximumDepth else {
                throw .limitExceeded(what: "nesting of elements", limit: Self.maximumDepth, place: place)
            }
            elements += 1
            guard elements <= Self.maximumElements else {
                throw .limitExceeded(what: "the number of elements", limit: Self.maximumElements, place: place)
            }
            path.append(name.map { String(cString: $0) } ?? "")
            text.removeAll(keepingCapacity: true)
            opened = place
            try visit(.opened(path: path, attributes: try values(attributes)), opened)
        }
    }

    /// The parser's list holds names and values in turn and ends with nothing.
    private func values(
        _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) throws(RecordingError) -> [String: String] {
        guard let list, list[0] != nil else { return [:] }
        var values: [String: String] = [:]
        var index = 0
        while let name = list[index], let value = list[index + 1] {
            guard values.count < Self.maximumAttributes else {
                throw .limitExceeded(what: "the attributes of one element", limit: Self.maximumAttributes, place: place)
            }
            values[String(cString: name)] = String(cString: value)
            index += 2
        }
        return values
    }

    private func close() {
        attempt { () throws(RecordingError) in
            try visit(.closed(path: path, text: text), opened)
            path.removeLast()
            text.removeAll(keepingCapacity: true)
            opened = place
        }
    }

    private func append(_ characters: UnsafeBufferPointer<CChar>) {
        attempt { () throws(RecordingError) in
            guard text.count + characters.count <= Self.maximumTextBytes else {
                throw .limitExceeded(what: "the text of one element", limit: Self.maximumTextBytes, place: opened)
            }
            characters.withMemoryRebound(to: UInt8.self) { text.append(contentsOf: $0) }
        }
    }

    private func refuseEntity() {
        attempt { () throws(RecordingError) in throw .entity(place: place) }
    }

    /// Runs one step unless an earlier one failed; a failure stops the parser, which may still deliver a few events.
    private func attempt(_ step: () throws(RecordingError) -> Void) {
        guard failure == nil else { return }
        do {
            try step()
        } catch {
            failure = error
            XML_StopParser(parser, XML_Bool(XML_FALSE))
        }
    }

    private var place: TextPlace {
        TextPlace(line: Int(XML_GetCurrentLineNumber(parser)), column: Int(XML_GetCurrentColumnNumber(parser)) + 1)
    }
}
