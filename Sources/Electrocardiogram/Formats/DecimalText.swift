/// Numbers as text formats write them, read strictly.
enum DecimalText {
    /// A whole number in decimal digits; nil for anything else.
    static func integer(_ text: Substring) -> Int? {
        let digits = text.first == "-" || text.first == "+" ? text.dropFirst() : text
        guard (1...18).contains(digits.count), digits.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Int(text)
    }

    /// A finite decimal number; nil for anything else, such as the hexadecimal ones that `Double` would take.
    static func number(_ text: Substring) -> Double? {
        guard text.count <= 40, text.allSatisfy({ "0123456789+-.eE".contains($0) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
