/// Numbers as text: rounded only here, half away from zero on the shortest decimal text, and never "-0.0".
///
/// What is not a number prints as `NE`, infinity as `∞`. Decimals lie in 0...15.
public enum DisplayFormat {
    /// What stands where there is no estimate.
    public static let notEstimable = "NE"

    /// A number, such as 12.345 at two decimals: "12.35".
    public static func number(_ value: Double, decimals: Int) -> String { text(value, scale: 0, decimals: decimals) }

    /// A proportion in percent without the sign, such as 0.2825 at one decimal: "28.3".
    public static func percent(_ proportion: Double, decimals: Int = 1) -> String {
        text(proportion, scale: 2, decimals: decimals)
    }

    /// A p-value: three decimals, "<0.001" below 0.001, ">0.999" above 0.999.
    ///
    /// A p shown as 0.050 may lie below 0.05: take significance from the number, never from this text.
    public static func pValue(_ p: Double) -> String {
        if p < 0.001 { return "<0.001" }
        if p > 0.999 { return ">0.999" }
        return number(p, decimals: 3)
    }

    /// Events over total with the percentage, such as "9/47 (19.1%)"; "0/0 (NE)" without observations.
    public static func countPercent(_ proportion: Proportion, decimals: Int = 1) -> String {
        let percentage = proportion.estimate.map { percent($0, decimals: decimals) + "%" } ?? notEstimable
        return "\(proportion.events)/\(proportion.total) (\(percentage))"
    }

    private static func text(_ value: Double, scale: Int, decimals: Int) -> String {
        precondition((0...15).contains(decimals), "decimals must lie in 0...15")
        if value.isNaN { return notEstimable }
        if value.isInfinite { return value < 0 ? "-∞" : "∞" }
        let digits = DecimalDigits(value.magnitude, scale: scale).rounded(decimals: decimals)
        let sign = value < 0 && digits.contains { $0 != 0 } ? "-" : ""
        let whole = digits.dropLast(decimals).map(String.init).joined()
        let fraction = digits.suffix(decimals).map(String.init).joined()
        return sign + whole + (decimals > 0 ? "." + fraction : "")
    }
}

/// The shortest decimal digits that give a double back, and where the point lies.
private struct DecimalDigits {
    /// From the first significant digit on.
    private let digits: [Int]
    /// How many digits stand before the point; negative for leading zeros after it.
    private let whole: Int

    /// The digits of a finite value at least 0, times ten to the power of the scale.
    init(_ value: Double, scale: Int) {
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let all = mantissa.joined().compactMap(\.wholeNumberValue)
        digits = Array(all.drop { $0 == 0 })
        whole = mantissa[0].count + exponent + scale - (all.count - digits.count)
    }

    /// All digits at a number of decimals, at least one of them before the point.
    func rounded(decimals: Int) -> [Int] {
        let padding = max(0, 1 - whole)
        let end = padding + whole + decimals
        let all = Array(repeating: 0, count: padding) + digits
        let kept = Array(all.prefix(end)) + Array(repeating: 0, count: max(0, end - all.count))
        return end < all.count && all[end] >= 5 ? Self.incremented(kept) : kept
    }

    private static func incremented(_ digits: [Int]) -> [Int] {
        var digits = digits
        for place in digits.indices.reversed() {
            guard digits[place] == 9 else {
                digits[place] += 1
                return digits
            }
            digits[place] = 0
        }
        return [1] + digits
    }
}
