/// Sorting in linear time, which is what the survival and rank methods spend most of their time on.
///
/// Least significant digit first, 11 bits at a time; digits in which all keys agree (whole days, small ranks) cost
/// one look. Stable. The memory is twice that of what is sorted.
enum RadixSort {
    private static let digitBits = 11
    private static let digits = 6
    private static let radix = 1 << digitBits
    /// Below this the tables of counts cost more than comparing.
    private static let smallest = 512

    /// Bits whose order as whole numbers is the order of the values; −0 counts as 0. The value is not NaN.
    @inline(__always)
    static func orderedBits(_ value: Double) -> UInt64 {
        let bits = (value + 0).bitPattern
        return bits ^ (bits >> 63 == 0 ? 1 << 63 : .max)
    }

    /// The value that has these ordered bits.
    @inline(__always)
    static func value(ofOrderedBits bits: UInt64) -> Double {
        Double(bitPattern: bits ^ (bits >> 63 == 1 ? 1 << 63 : .max))
    }

    /// Sorts keys in ascending order.
    static func sort(_ keys: inout [UInt64]) {
        guard keys.count >= smallest else { return keys.sort() }
        var unused: [UInt32] = []
        sort(&keys, &unused, carries: false)
    }

    /// Sorts keys in ascending order and moves a value along with each; equal keys keep their order.
    static func sort(_ keys: inout [UInt64], carrying values: inout [UInt32]) {
        precondition(keys.count == values.count, "one value a key")
        guard keys.count >= smallest else { return sortFew(&keys, carrying: &values) }
        sort(&keys, &values, carries: true)
    }

    /// The places of the values in ascending order; equal values keep their order.
    static func order(of values: [Double]) -> [UInt32] {
        var keys = values.map(orderedBits)
        var places = Array(0..<UInt32(values.count))
        sort(&keys, carrying: &places)
        return places
    }

    private static func sortFew(_ keys: inout [UInt64], carrying values: inout [UInt32]) {
        let places = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
        (keys, values) = (places.map { keys[$0] }, places.map { values[$0] })
    }

    private static func sort(_ keys: inout [UInt64], _ values: inout [UInt32], carries: Bool) {
        let counts = histograms(keys)
        var otherKeys = [UInt64](repeating: 0, count: keys.count)
        var otherValues = [UInt32](repeating: 0, count: values.count)
        for digit in 0..<digits {
            let row = counts[(digit * radix)..<((digit + 1) * radix)]
            if row.contains(keys.count) { continue }
            var next = starts(row)
            let shift = UInt64(digit * digitBits)
            if carries {
                scatter(keys, values, into: &otherKeys, &otherValues, &next, shift: shift)
                swap(&values, &otherValues)
            } else {
                scatter(keys, into: &otherKeys, &next, shift: shift)
            }
            swap(&keys, &otherKeys)
        }
    }

    /// How often each value of each digit occurs, digit by digit.
    private static func histograms(_ keys: [UInt64]) -> [Int] {
        var counts = [Int](repeating: 0, count: digits * radix)
        counts.withUnsafeMutableBufferPointer { counts in
            for key in keys {
                for digit in 0..<digits {
                    counts[digit * radix + Self.digit(of: key, shift: UInt64(digit * digitBits))] += 1
                }
            }
        }
        return counts
    }

    /// Where the first key of each digit value goes.
    private static func starts(_ counts: ArraySlice<Int>) -> [Int] {
        var next = 0
        return counts.map { count in
            defer { next += count }
            return next
        }
    }

    @inline(__always)
    private static func digit(of key: UInt64, shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (key >> shift) & UInt64(radix - 1))
    }

    private static func scatter(
        _ keys: [UInt64],
        into target: UnsafeMutablePointer<UInt64>,
        _ next: UnsafeMutablePointer<Int>,
        shift: UInt64
    ) {
        for key in keys {
            let digit = digit(of: key, shift: shift)
            target[next[digit]] = key
            next[digit] += 1
        }
    }

    private static func scatter(
        _ keys: [UInt64],
        _ values: [UInt32],
        into target: UnsafeMutablePointer<UInt64>,
        _ targetValues: UnsafeMutablePointer<UInt32>,
        _ next: UnsafeMutablePointer<Int>,
        shift: UInt64
    ) {
        for (key, value) in zip(keys, values) {
            let digit = digit(of: key, shift: shift)
            target[next[digit]] = key
            targetValues[next[digit]] = value
            next[digit] += 1
        }
    }
}
