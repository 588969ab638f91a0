/// Bits that order as the doubles do from which they are made: −∞ first, +∞ last, both zeros equal.
enum OrderedKey {
    /// The key of a number that is not NaN.
    static func of(_ value: Double) -> UInt64 {
        // Adding zero turns the negative zero, whose bits differ, into the positive one.
        let bits = (value + 0).bitPattern
        let sign = UInt64(bitPattern: Int64(bitPattern: bits) >> 63)
        return bits ^ (sign | 1 << 63)
    }

    /// The number of a key.
    static func value(of key: UInt64) -> Double {
        Double(bitPattern: key >> 63 == 1 ? key ^ (1 << 63) : ~key)
    }
}

/// What the radix sort orders.
protocol RadixKeyed: BitwiseCopyable {
    var key: UInt64 { get }
}

extension UInt64: RadixKeyed {
    var key: UInt64 { self }
}

/// A row of a table under the key of its score, with its label, which else would have to be fetched from anywhere.
struct KeyedRow: RadixKeyed {
    let key: UInt64
    private let packed: UInt32

    /// Rows lie below 2³¹.
    init(key: UInt64, row: Int, isCase: Bool) {
        self.key = key
        packed = UInt32(truncatingIfNeeded: row) &<< 1 | (isCase ? 1 : 0)
    }

    var row: Int { Int(packed &>> 1) }
    var isCase: Bool { packed & 1 == 1 }
}
