import Foundation

/// Reads decimal numbers out of bytes, to the nearest double.
package enum DecimalNumber {
    /// The number that the bytes spell, blanks around it aside; nil where they spell none.
    ///
    /// Digits with at most one point, a sign, an exponent: neither `inf` nor `nan`, hexadecimal or a decimal comma.
    package static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var (start, end) = (0, text.count)
        while start < end, isBlank(text[start]) { start += 1 }
        while start < end, isBlank(text[end - 1]) { end -= 1 }
        let body = UnsafeBufferPointer(rebasing: text[start..<end])
        guard let scan = Scan(body) else { return nil }
        return scan.exact ?? nearest(body)
    }

    /// What the bytes hold where they are a number.
    private struct Scan {
        /// Digits as one whole number, right where there are at most 19 of them.
        private var digits: UInt64 = 0
        private var count = 0
        private var exponent = 0
        private var isNegative = false

        init?(_ text: UnsafeBufferPointer<UInt8>) {
            var place = 0
            if place < text.count, text[place] == UInt8(ascii: "-") || text[place] == UInt8(ascii: "+") {
                isNegative = text[place] == UInt8(ascii: "-")
                place += 1
            }
            let first = place
            var point: Int?
            while place < text.count {
                let digit = text[place] &- UInt8(ascii: "0")
                if digit < 10 {
                    // Leading zeros are no digits of the number.
                    if count > 0 || digit > 0 { count += 1 }
                    digits = digits &* 10 &+ UInt64(digit)
                } else if text[place] == UInt8(ascii: "."), point == nil {
                    point = place
                } else {
                    break
                }
                place += 1
            }
            guard place - first > (point == nil ? 0 : 1) else { return nil }
            exponent = point.map { $0 + 1 - place } ?? 0
            guard place < text.count else { return }
            guard let power = Self.power(text, after: place) else { return nil }
            exponent += power
        }

        /// The exponent behind an e that ends the text.
        private static func power(_ text: UnsafeBufferPointer<UInt8>, after start: Int) -> Int? {
            guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
            let isNegative = start + 1 < text.count && text[start + 1] == UInt8(ascii: "-")
            let hasSign = isNegative || start + 1 < text.count && text[start + 1] == UInt8(ascii: "+")
            let digits = text[(start + (hasSign ? 2 : 1))...]
            guard (1...6).contains(digits.count) else { return nil }
            var power = 0
            for byte in digits {
                guard byte &- UInt8(ascii: "0") < 10 else { return nil }
                power = 10 * power + Int(byte - UInt8(ascii: "0"))
            }
            return isNegative ? -power : power
        }

        /// The value where a single rounding gives it: digits and power of ten are both doubles.
        ///
        /// Source: Clinger, PLDI 1990.
        var exact: Double? {
            guard count <= 19, digits <= 1 << 53, abs(exponent) <= 22 else { return nil }
            let power = Self.powers[abs(exponent)]
            let value = exponent < 0 ? Double(digits) / power : Double(digits) * power
            return isNegative ? -value : value
        }

        private static let powers: [Double] = (0..<22).reduce(into: [1]) { powers, _ in
            powers.append(powers[powers.count - 1] * 10)
        }
    }

    /// What the C library makes of text that is known to be a number.
    private static func nearest(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count <= 512 else { return nil }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            for (place, byte) in text.enumerated() { buffer[place] = CChar(bitPattern: byte) }
            buffer[text.count] = 0
            guard let start = buffer.baseAddress else { return nil }
            let value = strtod(start, nil)
            return value.isFinite ? value : nil
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
