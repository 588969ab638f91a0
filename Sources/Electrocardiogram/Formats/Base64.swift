/// Base64 as RFC 4648 has it, with white space between the characters allowed and nothing else.
enum Base64 {
    /// Decodes ASCII text; nil for a foreign character, a wrong length or misplaced padding.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        var decoder = Decoder()
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 3) { bytes, count in
            text.withUnsafeBufferPointer { text in
                values.withUnsafeBufferPointer { values in decoder.run(text, values, into: bytes) }
            }
            count = decoder.count
        }
        return decoder.isValid ? bytes : nil
    }

    private struct Decoder {
        private(set) var count = 0
        private(set) var isValid = true
        private var bits: UInt32 = 0
        private var characters = 0
        private var padding = 0

        mutating func run(
            _ text: UnsafeBufferPointer<UInt8>,
            _ values: UnsafeBufferPointer<UInt8>,
            into bytes: UnsafeMutableBufferPointer<UInt8>
        ) {
            var index = 0
            while index < text.count {
                if characters == 0, padding == 0, index + 4 <= text.count {
                    let first = values[Int(text[index])]
                    let second = values[Int(text[index + 1])]
                    let third = values[Int(text[index + 2])]
                    let fourth = values[Int(text[index + 3])]
                    if (first | second | third | fourth) < 64 {
                        bytes[count] = first << 2 | second >> 4
                        bytes[count + 1] = second << 4 | third >> 2
                        bytes[count + 2] = third << 6 | fourth
                        count += 3
                        index += 4
                        continue
                    }
                }
                take(values[Int(text[index])], into: bytes)
                index += 1
            }
            finish(into: bytes)
        }

        /// One character at a time, where white space or padding stands among four.
        private mutating func take(_ value: UInt8, into bytes: UnsafeMutableBufferPointer<UInt8>) {
            if value == space { return }
            if value == pad {
                padding += 1
                return
            }
            guard value < 64, padding == 0 else {
                isValid = false
                return
            }
            bits = bits << 6 | UInt32(value)
            characters += 1
            guard characters == 4 else { return }
            put([16, 8, 0], into: bytes)
            characters = 0
        }

        private mutating func finish(into bytes: UnsafeMutableBufferPointer<UInt8>) {
            switch (characters, padding) {
            case (0, 0): break
            case (2, 2): put([4], into: bytes)
            case (3, 1): put([10, 2], into: bytes)
            default: isValid = false
            }
        }

        private mutating func put(_ shifts: [UInt32], into bytes: UnsafeMutableBufferPointer<UInt8>) {
            for shift in shifts {
                bytes[count] = UInt8(truncatingIfNeeded: bits >> shift)
                count += 1
            }
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
