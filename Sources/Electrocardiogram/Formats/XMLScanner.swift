import CExpat
import Foundation

/// What takes in the elements of a document as a scan meets them.
///
/// The path holds an element's name last and the root's first.
protocol XMLHandler: AnyObject {
    /// An element begins, at an offset from the file's beginning.
    ///
    /// - Returns: Whether what it holds, elements and text, is of interest.
    func open(_ path: [String], attributes: XMLAttributes, at offset: Int) throws(RecordingError) -> Bool

    /// An element ends; the text is its own, in UTF-8, and empty for one that holds others. It may be taken away.
    ///
    /// The offset is where the element begins; for one that holds others, where the last of these ends.
    func close(_ path: [String], text: inout [UInt8], at offset: Int) throws(RecordingError)
}

/// Reads an XML document once, front to back and within bounds, and shows every element to a handler.
///
/// Declarations of entities stop the scan, external ones are never fetched. Encodings are UTF-8, UTF-16, ISO-8859-1,
/// US-ASCII and windows-1252.
struct XMLScanner {
    static let maximumDepth = 32
    static let maximumTextBytes = 4 << 20
    static let maximumElements = 100_000
    /// Of one element.
    static let maximumAttributes = 64

    private let parser: XML_Parser
    private let handler: any XMLHandler
    private let bytes: Data
    /// How many bytes so far the parser has not seen.
    private var unseen: Int
    private var path: [String] = []
    private var text: [UInt8] = []
    private var elements = 0
    private var opened = 0
    /// How deep below the last element of the path the scan is, where nobody is interested; nil where somebody is.
    private var ignored: Int?
    private var failure: RecordingError?

    /// Scans a whole document of at most ``RecordingReader/maximumBytes``.
    ///
    /// The base64 in elements named `bulk` reaches the handler faster, and as it stands in the file.
    static func scan(_ bytes: Data, bulk: String? = nil, into handler: any XMLHandler) throws(RecordingError) {
        let encoding = XMLEncoding.override(for: bytes)
        guard let parser = XML_ParserCreate(encoding) else {
            throw .unusable(what: "the XML parser", reason: "found no memory", place: nil)
        }
        defer { XML_ParserFree(parser) }
        var scanner = XMLScanner(parser, bytes, handler)
        // A pointer and not an object: the parser calls back for every few bytes, and the checks that guard an
        // object's properties would cost more than the parsing.
        let bulk = encoding == nil ? nil : bulk.map(XMLBulk.init)
        let isWhole = withUnsafeMutablePointer(to: &scanner) { scanner in
            setHandlers(parser, scanner)
            return bytes.withUnsafeBytes { feed(scanner, $0, bulk) }
        }
        if let failure = scanner.failure { throw failure }
        guard !isWhole else { return }
        let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "unknown"
        throw .malformedXML(reason: reason, place: scanner.place)
    }

    private init(_ parser: XML_Parser, _ bytes: Data, _ handler: any XMLHandler) {
        self.parser = parser
        self.bytes = bytes
        self.handler = handler
        unseen = XMLEncoding.blanksBeforeDeclaration(bytes)
    }

    /// Whether the document was well formed to its end.
    private static func feed(
        _ scanner: UnsafeMutablePointer<XMLScanner>,
        _ buffer: UnsafeRawBufferPointer,
        _ bulk: XMLBulk?
    ) -> Bool {
        var position = scanner.pointee.unseen
        while let bulk, let text = bulk.next(in: buffer, from: position) {
            guard parse(scanner, buffer[position..<text.lowerBound], isFinal: false) else { return false }
            step(scanner) { scanner throws(RecordingError) in
                // In a processing instruction no element has begun at this tag.
                guard scanner.opened == text.lowerBound - bulk.tagLength else { return }
                try scanner.append(UnsafeRawBufferPointer(rebasing: buffer[text]))
            }
            scanner.pointee.unseen += text.count
            position = text.upperBound
        }
        return parse(scanner, buffer[position...], isFinal: true)
    }

    private static func parse(
        _ scanner: UnsafeMutablePointer<XMLScanner>,
        _ part: Slice<UnsafeRawBufferPointer>,
        isFinal: Bool
    ) -> Bool {
        let part = UnsafeRawBufferPointer(rebasing: part)
        let start = part.baseAddress?.assumingMemoryBound(to: CChar.self)
        return XML_Parse(scanner.pointee.parser, start, Int32(part.count), isFinal ? 1 : 0) == XML_STATUS_OK
    }

    private static func setHandlers(_ parser: XML_Parser, _ scanner: UnsafeMutablePointer<XMLScanner>) {
        XML_SetUserData(parser, scanner)
        XML_SetElementHandler(
            parser,
            { context, name, list in
                XMLScanner.step(context) { scanner throws(RecordingError) in try scanner.open(name, list) }
            },
            { context, _ in XMLScanner.step(context) { scanner throws(RecordingError) in try scanner.close() } }
        )
        XML_SetCharacterDataHandler(parser) { context, start, count in
            let characters = UnsafeRawBufferPointer(start: start, count: Int(count))
            XMLScanner.step(context) { scanner throws(RecordingError) in try scanner.append(characters) }
        }
        XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in XMLScanner.refuseEntity(context) }
        XML_SetSkippedEntityHandler(parser) { context, _, _ in XMLScanner.refuseEntity(context) }
        XML_SetUnknownEncodingHandler(parser, { _, name, map in XMLEncoding.describe(name, map) }, nil)
    }

    /// Runs one step unless an earlier one failed; a failure stops the parser, which may still deliver a few events.
    private static func step(
        _ context: UnsafeMutableRawPointer?,
        _ body: (inout XMLScanner) throws(RecordingError) -> Void
    ) {
        guard let scanner = context?.assumingMemoryBound(to: XMLScanner.self), scanner.pointee.failure == nil else {
            return
        }
        do {
            try body(&scanner.pointee)
        } catch {
            scanner.pointee.failure = error
            XML_StopParser(scanner.pointee.parser, XML_Bool(XML_FALSE))
        }
    }

    private static func refuseEntity(_ context: UnsafeMutableRawPointer?) {
        step(context) { scanner throws(RecordingError) in throw .entity(place: scanner.place) }
    }

    private mutating func open(_ name: UnsafePointer<CChar>?, _ list: XMLAttributes.List?) throws(RecordingError) {
        guard path.count + (ignored ?? 0) < Self.maximumDepth else {
            throw .limitExceeded(what: "nesting of elements", limit: Self.maximumDepth, place: place)
        }
        elements += 1
        guard elements <= Self.maximumElements else {
            throw .limitExceeded(what: "the number of elements", limit: Self.maximumElements, place: place)
        }
        let attributes = XMLAttributes(list: list)
        guard attributes.isWithin(Self.maximumAttributes) else {
            let what = "the attributes of one element"
            throw .limitExceeded(what: what, limit: Self.maximumAttributes, place: place)
        }
        if let depth = ignored {
            ignored = depth + 1
            return
        }
        path.append(name.map { String(cString: $0) } ?? "")
        text.removeAll(keepingCapacity: true)
        opened = offset
        if try !handler.open(path, attributes: attributes, at: opened) { ignored = 0 }
    }

    private mutating func close() throws(RecordingError) {
        if let depth = ignored {
            ignored = depth > 0 ? depth - 1 : nil
            guard depth == 0 else { return }
        }
        try handler.close(path, text: &text, at: opened)
        path.removeLast()
        text.removeAll(keepingCapacity: true)
        opened = offset
    }

    private mutating func append(_ characters: UnsafeRawBufferPointer) throws(RecordingError) {
        guard ignored == nil else { return }
        guard text.count + characters.count <= Self.maximumTextBytes else {
            let place = SourcePlace(bytes: bytes, offset: opened).text
            throw .limitExceeded(what: "the text of one element", limit: Self.maximumTextBytes, place: place)
        }
        text.append(contentsOf: characters)
    }

    /// Where the parser is, from the file's beginning.
    private var offset: Int { unseen + max(0, Int(XML_GetCurrentByteIndex(parser))) }

    private var place: TextPlace { SourcePlace(bytes: bytes, offset: offset).text }
}
