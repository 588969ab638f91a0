public import Foundation

/// The server's `numeric`: digits to base 10,000, the first one's power, a sign and the digits shown after the point.
private struct NumericDigits {
    static let negative: UInt16 = 0x4000

    var weight = 0
    var isNegative = false
    var scale = 0
    var digits: [Int16] = []
}

extension Decimal: PostgresCodable {
    /// `numeric`.
    public static var postgresType: PostgresType { .numeric }

    /// Digits to base 10,000; a value that is not a number is refused.
    public func encode(into buffer: inout [UInt8]) throws(PostgresError) {
        guard isFinite else { throw PostgresError(.misuse, "a numeric must be a number") }
        let numeric = NumericDigits(self)
        buffer.append(bigEndian: Int16(numeric.digits.count))
        buffer.append(bigEndian: Int16(numeric.weight))
        buffer.append(bigEndian: numeric.isNegative ? NumericDigits.negative : 0)
        buffer.append(bigEndian: Int16(numeric.scale))
        for digit in numeric.digits { buffer.append(bigEndian: digit) }
    }

    /// Reads `numeric`; NaN, the infinities and more than 38 significant digits are refused, never rounded.
    public static func decode(_ bytes: UnsafeRawBufferPointer, type: PostgresType) throws(PostgresError) -> Decimal {
        guard type == .numeric else { throw .mismatch(type, for: Decimal.self) }
        return try NumericDigits(bytes).decimal()
    }
}

extension NumericDigits {
    /// Splits the plain decimal notation into groups of four on both sides of the point.
    init(_ decimal: Decimal) {
        isNegative = decimal < 0
        let parts = decimal.magnitude.description.split(separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map(String.init) ?? ""
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        scale = fraction.count
        let padded =
            String(repeating: "0", count: (4 - whole.count % 4) % 4) + whole
            + fraction + String(repeating: "0", count: (4 - fraction.count % 4) % 4)
        let groups = Self.groups(padded)
        let leading = groups.prefix { $0 == 0 }.count
        weight = (whole.count + 3) / 4 - 1 - leading
        digits = groups.dropFirst(leading).reversed().drop { $0 == 0 }.reversed()
        if digits.isEmpty { weight = 0 }
    }

    private static func groups(_ text: String) -> [Int16] {
        let ascii = text.utf8.map { Int16($0) - 48 }
        return stride(from: 0, to: ascii.count, by: 4).map { start in
            ascii[start..<start + 4].reduce(0) { 10 * $0 + $1 }
        }
    }

    init(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        var reader = ByteReader(bytes)
        let count = Int(try reader.integer(UInt16.self))
        weight = Int(try reader.integer(Int16.self))
        let sign = try reader.integer(UInt16.self)
        scale = Int(try reader.integer(UInt16.self))
        guard sign == 0 || sign == Self.negative else { throw .malformed("a numeric is not a number") }
        isNegative = sign == Self.negative
        for _ in 0..<count {
            let digit = try reader.integer(Int16.self)
            guard (0..<10_000).contains(digit) else { throw .malformed("a numeric has a digit beyond its base") }
            digits.append(digit)
        }
        try reader.finish()
    }

    func decimal() throws(PostgresError) -> Decimal {
        var text = digits.map { String(Int($0) + 10_000).dropFirst() }.joined()
        var exponent = 4 * (weight - digits.count + 1)
        while text.last == "0" {
            text.removeLast()
            exponent += 1
        }
        text = String(text.drop { $0 == "0" })
        guard !text.isEmpty else { return 0 }
        guard text.count <= 38, (-127...127).contains(exponent),
            let significand = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { throw .malformed("a numeric has more digits than Decimal; round it in the statement") }
        return Decimal(sign: isNegative ? .minus : .plus, exponent: exponent, significand: significand)
    }
}
