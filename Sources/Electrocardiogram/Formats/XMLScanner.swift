import CExpat
import Foundation

/// What takes in the elements of a document as a scan meets them.
///
/// The path holds an element's name last and the root's first.
protocol XMLHandler: AnyObject {
    /// An element begins.
    func open(_ path: [String], attributes: XMLAttributes, at place: SourcePlace) throws(RecordingError)

    /// An element ends; the text is its own, in UTF-8, and empty for one that holds others. It may be taken away.
    ///
    /// The place is where the element begins; for one that holds others, where it ends.
    func close(_ path: [String], text: inout [UInt8], at place: SourcePlace) throws(RecordingError)
}

/// Reads an XML document once, front to back and within bounds, and shows every element to a handler.
///
/// Declarations of entities stop the scan, external ones are never fetched. Encodings are UTF-8, UTF-16, ISO-8859-1,
/// US-ASCII and windows-1252.
final class XMLScanner {
    static let maximumDepth = 32
    static let maximumTextBytes = 4 << 20
    static let maximumElements = 100_000
    /// Of one element.
    static let maximumAttributes = 64

    private let parser: XML_Parser
    private let handler: any XMLHandler
    private let bytes: Data
    /// How many bytes in front of the document the parser never sees.
    private let skipped: Int
    private var path: [String] = []
    private var text: [UInt8] = []
    private var elements = 0
    private var opened: SourcePlace
    private var failure: RecordingError?

    /// Scans a whole document of at most ``RecordingReader/maximumBytes``.
    static func scan(_ bytes: Data, into handler: any XMLHandler) throws(RecordingError) {
        guard let parser = XML_ParserCreate(XMLEncoding.override(for: bytes)) else {
            throw .unusable(what: "the XML parser", reason: "found no memory", place: nil)
        }
        defer { XML_ParserFree(parser) }
        try XMLScanner(parser, bytes, handler).run()
    }

    private init(_ parser: XML_Parser, _ bytes: Data, _ handler: any XMLHandler) {
        self.parser = parser
        self.bytes = bytes
        self.handler = handler
        skipped = XMLEncoding.blanksBeforeDeclaration(bytes)
        opened = SourcePlace(bytes: bytes, offset: 0)
    }

    private func run() throws(RecordingError) {
        setHandlers()
        let status = withExtendedLifetime(self) {
            bytes.dropFirst(skipped).withUnsafeBytes { buffer in
                XML_Parse(parser, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), 1)
            }
        }
        if let failure { throw failure }
        guard status != XML_STATUS_OK else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown"
        throw .malformedXML(reason: reason, place: place.text)
    }

    private func setHandlers() {
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in XMLScanner.from(context)?.open(name, attributes) },
            { context, _ in XMLScanner.from(context)?.close() }
        )
        XML_SetCharacterDataHandler(parser) { context, characters, count in
            XMLScanner.from(context)?.append(UnsafeRawBufferPointer(start: characters, count: Int(count)))
        }
        XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in
            XMLScanner.from(context)?.refuseEntity()
        }
        XML_SetSkippedEntityHandler(parser) { context, _, _ in XMLScanner.from(context)?.refuseEntity() }
        XML_SetUnknownEncodingHandler(parser, { _, name, map in XMLEncoding.describe(name, map) }, nil)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> XMLScanner? {
        context.map { Unmanaged<XMLScanner>.fromOpaque($0).takeUnretainedValue() }
    }

    private func open(_ name: UnsafePointer<CChar>?, _ list: XMLAttributes.List?) {
        attempt { () throws(RecordingError) in
            guard path.count < Self.maximumDepth else {
                throw .limitExceeded(what: "nesting of elements", limit: Self.maximumDepth, place: place.text)
            }
            elements += 1
            guard elements <= Self.maximumElements else {
                throw .limitExceeded(what: "the number of elements", limit: Self.maximumElements, place: place.text)
            }
            let attributes = XMLAttributes(list: list)
            guard attributes.isWithin(Self.maximumAttributes) else {
                let what = "the attributes of one element"
                throw .limitExceeded(what: what, limit: Self.maximumAttributes, place: place.text)
            }
            path.append(name.map { String(cString: $0) } ?? "")
            text.removeAll(keepingCapacity: true)
            opened = place
            try handler.open(path, attributes: attributes, at: opened)
        }
    }

    private func close() {
        attempt { () throws(RecordingError) in
            try handler.close(path, text: &text, at: opened)
            path.removeLast()
            text.removeAll(keepingCapacity: true)
            opened = place
        }
    }

    private func append(_ characters: UnsafeRawBufferPointer) {
        attempt { () throws(RecordingError) in
            guard text.count + characters.count <= Self.maximumTextBytes else {
                let what = "the text of one element"
                throw .limitExceeded(what: what, limit: Self.maximumTextBytes, place: opened.text)
            }
            text.append(contentsOf: characters)
        }
    }

    private func refuseEntity() {
        attempt { () throws(RecordingError) in throw .entity(place: place.text) }
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

    /// Where the parser is.
    private var place: SourcePlace {
        SourcePlace(bytes: bytes, offset: skipped + max(0, Int(XML_GetCurrentByteIndex(parser))))
    }
}
