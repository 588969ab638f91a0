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

/// A row of a table under the key of its score.
struct KeyedRow: RadixKeyed {
    let key: UInt64
    let row: UInt32
}
