/// Reads JSON strictly (RFC 8259) and says where it is broken: people write these files by hand.
///
/// A key that stands twice in an object is refused: which of the two counts would depend on the reader. Takes memory in
/// proportion to the input, and nesting to a bounded depth.
struct JSONParser {
    private static let deepest = 256

    /// What the byte after a backslash stands for.
    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // The mark that some editors put before UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// The document as one value.
    mutating func document() throws(MethodInputError) -> JSONValue {
        skipBlanks()
        guard position < bytes.count else {
            throw MethodInputError(path: "", problem: "is empty, where JSON is wanted")
        }
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw problem("goes on after the end of the value") }
        return value
    }

    private mutating func value(depth: Int) throws(MethodInputError) -> JSONValue {
        guard depth < Self.deepest else { throw problem("is nested deeper than \(Self.deepest) levels") }
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return .number(try number())
        default: return try word(isDocument: depth == 0)
        }
    }

    private mutating func object(depth: Int) throws(MethodInputError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipBlanks()
        if take("}") { return .object(members) }
        while true {
            guard next == UInt8(ascii: "\"") else { throw problem("must be a name in quotes or a closing }") }
            let start = position
            let key = try string()
            guard members[key] == nil else {
                throw problem("has the key \(key.prefix(64)) a second time: keep one", at: start)
            }
            skipBlanks()
            guard take(":") else { throw problem("must be a colon after the name \(key.prefix(64))") }
            skipBlanks()
            members[key] = try value(depth: depth + 1)
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw problem("must be a comma or a closing }") }
            skipBlanks()
        }
    }

    private mutating func array(depth: Int) throws(MethodInputError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array(elements) }
        while true {
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            if take("]") { return .array(elements) }
            guard take(",") else { throw problem("must be a comma or a closing ]") }
            skipBlanks()
        }
    }

    private mutating func word(isDocument: Bool) throws(MethodInputError) -> JSONValue {
        for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
        where bytes[position...].starts(with: word.utf8) {
            position += word.utf8.count
            return value
        }
        let advice = isDocument ? "; a table's name ends in .csv" : ""
        throw problem("must be a number, a text in quotes, true, false, null, a list or an object\(advice)")
    }

    // MARK: numbers and texts

    private mutating func number() throws(MethodInputError) -> Double {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            _ = take("+") || take("-")
            try digits()
        }
        guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
            throw problem("is a number beyond what can be computed with", at: start)
        }
        return number
    }

    private mutating func digits() throws(MethodInputError) {
        let start = position
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw problem("must be a digit") }
    }

    private mutating func string() throws(MethodInputError) -> String {
        let start = position
        position += 1
        var content: [UInt8] = []
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem("is a control character inside a text; or a quote is missing") }
            position += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
        }
        guard take("\"") else { throw problem("opens a quote that is never closed", at: start) }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw problem("is not UTF-8 text: save the file as UTF-8", at: start)
        }
        return text
    }

    /// What follows a backslash.
    private mutating func escape(into content: inout [UInt8]) throws(MethodInputError) {
        guard let byte = next else { throw problem("must be the rest of a text") }
        if let control = Self.escapes[byte] {
            position += 1
            content.append(control)
            return
        }
        let start = position
        guard take("u") else { throw problem("is no escape: write \\\\ for a backslash") }
        var code = try fourHexDigits()
        if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
            let low = try fourHexDigits()
            guard (0xDC00..<0xE000).contains(low) else { throw problem("is half a character", at: start) }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw problem("is half a character", at: start) }
        content += Array(String(Character(scalar)).utf8)
    }

    private mutating func fourHexDigits() throws(MethodInputError) -> UInt32 {
        let digits = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
        guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: 16) else {
            throw problem("must be four hexadecimal digits")
        }
        position += 4
        return code
    }

    // MARK: bytes and places

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// What is wrong at a byte, by line and column from 1, or at the end of the input.
    private func problem(_ text: String, at byte: Int? = nil) -> MethodInputError {
        let before = bytes[..<(byte ?? position)]
        let line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: before[start...], as: UTF8.self).unicodeScalars.count + 1
        let isAtEnd = byte == nil && position >= bytes.count
        let what = isAtEnd ? "ends too early: it \(text)" : text
        return MethodInputError(path: "line \(line), column \(column)", problem: what)
    }
}
