import Foundation

/// Reads the header's JSON strictly: objects of the expected keys only, so that no duplicate goes unseen.
///
/// A general JSON decoder keeps one of two equal keys without a word.
struct SafeTensorsHeaderParser {
    private let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Every tensor of the header, in its order.
    mutating func entries() throws -> [SafeTensorsHeader.Entry] {
        var entries: [SafeTensorsHeader.Entry] = []
        var names: Set<String> = []
        try object { parser, name in
            guard names.insert(name).inserted else { throw RiskModelError.duplicateTensor(name) }
            if name == "__metadata__" {
                try parser.metadata()
            } else {
                entries.append(try parser.entry(named: name))
            }
        }
        skipSpace()
        guard position == bytes.count else { throw malformed("text after the closing brace") }
        return entries
    }

    private mutating func metadata() throws {
        try object { parser, _ in _ = try parser.string() }
    }

    private mutating func entry(named name: String) throws -> SafeTensorsHeader.Entry {
        var type: String?
        var shape: [Int]?
        var offsets: [Int]?
        try object { parser, key in
            switch key {
            case "dtype" where type == nil: type = try parser.string()
            case "shape" where shape == nil: shape = try parser.integers()
            case "data_offsets" where offsets == nil: offsets = try parser.integers()
            default: throw parser.malformed("key \(key) of tensor \(name) is unknown or repeated")
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw malformed("tensor \(name) lacks dtype, shape or two data_offsets")
        }
        return .init(name: name, type: type, shape: shape, start: offsets[0], end: offsets[1])
    }

    /// Reads an object and hands each key to `body`, which reads the value.
    private mutating func object(_ body: (inout Self, String) throws -> Void) throws {
        try expect("{")
        if take("}") { return }
        repeat {
            let key = try string()
            try expect(":")
            try body(&self, key)
        } while take(",")
        try expect("}")
    }

    private mutating func integers() throws -> [Int] {
        try expect("[")
        if take("]") { return [] }
        var numbers: [Int] = []
        repeat {
            guard numbers.count < SafeTensorsHeader.rankLimit else { throw malformed("too many numbers in a list") }
            numbers.append(try integer())
        } while take(",")
        try expect("]")
        return numbers
    }

    private mutating func integer() throws -> Int {
        skipSpace()
        let digits = bytes[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else { throw malformed("expected a count") }
        position += digits.count
        return number
    }

    private mutating func string() throws -> String {
        try expect("\"")
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw malformed("unterminated string") }
        position += 1
        let quoted = Data(bytes[(start - 1)..<position])
        guard let text = try? JSONDecoder().decode(String.self, from: quoted) else { throw malformed("invalid string") }
        return text
    }

    private mutating func expect(_ symbol: Unicode.Scalar) throws {
        guard take(symbol) else { throw malformed("expected \(symbol)") }
    }

    private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: symbol) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private func malformed(_ reason: String) -> RiskModelError {
        .malformedHeader(reason: reason, offset: 8 + min(position, bytes.count))
    }
}
