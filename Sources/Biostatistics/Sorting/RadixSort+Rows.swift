/// A number that is carried along with a key.
struct KeyedNumber: RadixKeyed {
    let key: UInt64
    let number: UInt32
}

extension RadixSort {
    /// Sorts keys in ascending order and moves a number along with each; numbers of equal keys come in any order.
    static func sort(_ keys: inout [UInt64], carrying numbers: inout [UInt32]) {
        precondition(keys.count == numbers.count, "one number a key")
        var rows = zip(keys, numbers).map { KeyedNumber(key: $0, number: $1) }
        sort(&rows)
        keys = rows.map(\.key)
        numbers = rows.map(\.number)
    }

    /// The places of the values in ascending order; those of equal values come in any order.
    ///
    /// No value is NaN.
    static func order(of values: [Double]) -> [Int] {
        var rows = zip(values, 0...).map { KeyedNumber(key: OrderedKey.of($0), number: UInt32($1)) }
        sort(&rows)
        return rows.map { Int($0.number) }
    }
}
