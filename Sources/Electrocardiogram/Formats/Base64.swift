/// Base64 as RFC 4648 has it, with white space between the characters allowed and nothing else.
enum Base64 {
    /// Decodes ASCII text; nil for a foreign character, a wrong length or misplaced padding.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var characters = 0
        var padding = 0
        for character in text {
            let value = values[Int(character)]
            if value == space { continue }
            if value == pad {
                padding += 1
                continue
            }
            guard value < 64, padding == 0 else { return nil }
            bits = bits << 6 | UInt32(value)
            characters += 1
            guard characters % 4 == 0 else { continue }
            bytes.append(contentsOf: [UInt8(bits >> 16 & 255), UInt8(bits >> 8 & 255), UInt8(bits & 255)])
        }
        return finish(bytes, bits: bits, left: characters % 4, padding: padding)
    }

    private static func finish(_ bytes: [UInt8], bits: UInt32, left: Int, padding: Int) -> [UInt8]? {
        switch (left, padding) {
        case (0, 0): bytes
        case (2, 2): bytes + [UInt8(bits >> 4 & 255)]
        case (3, 1): bytes + [UInt8(bits >> 10 & 255), UInt8(bits >> 2 & 255)]
        default: nil
        }
    }

    private static let space: UInt8 = 64
    private static let pad: UInt8 = 65
    private static let foreign: UInt8 = 255

    /// What each byte stands for: 0–63, white space, padding or nothing.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: foreign, count: 256)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        for character in " \t\r\n".utf8 { values[Int(character)] = space }
        values[Int(UInt8(ascii: "="))] = pad
        return values
    }()
}
