/// Damaged copies of a good file: the same seed gives the same copies.
package struct Mutations: Sequence, IteratorProtocol {
    private let original: [UInt8]
    private var state: UInt64
    private var left: Int

    /// - Parameters:
    ///   - original: a file that reads well; not empty.
    ///   - count: how many copies.
    ///   - seed: decides all of them.
    package init(of original: [UInt8], count: Int, seed: UInt64) {
        self.original = original
        state = seed
        left = count
    }

    /// A copy with one to four wounds.
    package mutating func next() -> [UInt8]? {
        guard left > 0 else { return nil }
        left -= 1
        var bytes = original
        for _ in 0...random(4) where !bytes.isEmpty { wound(&bytes) }
        return bytes
    }

    private mutating func wound(_ bytes: inout [UInt8]) {
        let place = random(bytes.count)
        let end = Swift.min(bytes.count, place + 1 + random(40))
        switch random(8) {
        case 0: bytes[place] ^= 1 << UInt8(random(8))
        case 1: bytes[place] = UInt8(random(256))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random(bytes.count))
        case 4: bytes.insert(contentsOf: (0..<random(20)).map { _ in UInt8(random(256)) }, at: place)
        case 5: bytes.removeSubrange(place...)
        case 6: bytes.insert(contentsOf: Self.words[random(Self.words.count)].utf8, at: place)
        default: replaceNumber(near: place, in: &bytes)
        }
    }

    /// Puts an extreme in place of the next number.
    private mutating func replaceNumber(near place: Int, in bytes: inout [UInt8]) {
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        bytes.replaceSubrange(start..<end, with: Self.numbers[random(Self.numbers.count)].utf8)
    }

    private static let numbers = [
        "-1", "0", "-9223372036854775808", "9223372036854775807", "18446744073709551615", "1e400", "-1e-400", "NaN",
        "inf", "0x7fffffff", "1,5", "٣", "",
    ]

    private static let words = [
        "\u{0}", "\u{FEFF}", "\u{202E}", "<", "</", "&a;", "]]>", "\"", "\r", "\n", ",", ";", "\t", ": ", "- ", "{",
        "[",
        "&x ", "*x ", "'", "\u{FF}\u{FE}", "<!ENTITY a \"b\">",
    ]

    /// A number from 0 to below `bound`; SplitMix64, reduced.
    private mutating func random(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((bits ^ (bits >> 31)) % UInt64(bound))
    }
}
