/// Numbers as spreadsheets and programs write them, with a point and without separators of thousands.
enum RecordingCSVNumber {
    /// A finite number; nil for anything else, which includes `NaN` and an empty field.
    static func parse(_ field: ArraySlice<UInt8>) -> Double? {
        var text = field.drop { $0 == 0x20 }
        while text.last == 0x20 { text = text.dropLast() }
        return whole(text) ?? decimal(text)
    }

    /// Most samples are whole numbers of few digits.
    private static func whole(_ text: ArraySlice<UInt8>) -> Double? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text
        guard (1...9).contains(digits.count) else { return nil }
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return Double(isNegative ? -number : number)
    }

    private static func decimal(_ text: ArraySlice<UInt8>) -> Double? {
        guard text.count <= 64, text.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
            let number = Double(String(decoding: text, as: UTF8.self)), number.isFinite
        else { return nil }
        return number
    }
}
