/// Whole numbers in decimal, with white space between them.
enum DigitList {
    /// Numbers of so large an amount need more than any converter's bits.
    private static let largest: Int32 = 1 << 24

    /// Nil for anything but whole numbers, or for a number beyond any converter.
    static func parse(_ text: [UInt8]) -> [Int32]? {
        var numbers: [Int32] = []
        var number: Int32?
        var sign: Int32 = 1
        var signed = false
        for character in text {
            switch character {
            case 48...57:
                let next = (number ?? 0) * 10 + Int32(character - 48)
                guard next <= largest else { return nil }
                number = next
            case 43, 45:
                guard number == nil, !signed else { return nil }
                (signed, sign) = (true, character == 45 ? -1 : 1)
            case 9, 10, 13, 32:
                guard let ended = number else {
                    guard !signed else { return nil }
                    continue
                }
                numbers.append(sign * ended)
                (number, sign, signed) = (nil, 1, false)
            default: return nil
            }
        }
        guard let ended = number else { return signed ? nil : numbers }
        return numbers + [sign * ended]
    }
}
