extension Double {
    /// A number as people write it, `-1.5e3`, or infinity as a word; nil for anything else, `0x1F` and `nan` among it.
    init?(decimal text: String) {
        let isDecimal = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"),
                UInt8(ascii: "+"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isDecimal else {
            self.init(infinity: text)
            return
        }
        guard let value = Double(text), value.isFinite else { return nil }
        self = value
    }

    /// Infinity by its name, as R, Python and JSON write it.
    init?(infinity text: String) {
        guard text.utf8.count <= 9 else { return nil }
        switch text.lowercased() {
        case "infinity", "+infinity", "inf", "+inf": self = .infinity
        case "-infinity", "-inf": self = -.infinity
        default: return nil
        }
    }

    /// The number as people write it: 3, not 3.0.
    var plain: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
