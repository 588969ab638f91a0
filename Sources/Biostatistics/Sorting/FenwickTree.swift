/// Running totals over places that change one at a time: both adding and summing take O(log n).
///
/// Source: Fenwick, Software: Practice and Experience 24 (1994) 327.
struct FenwickTree<Value: AdditiveArithmetic> {
    private var sums: [Value]
    private var own: [Value]

    /// All places hold zero.
    init(count: Int) {
        sums = Array(repeating: .zero, count: count + 1)
        own = Array(repeating: .zero, count: count)
    }

    /// Adds to a place.
    @inline(__always)
    mutating func add(_ value: Value, at place: Int) {
        own[place] += value
        let count = sums.count
        sums.withUnsafeMutableBufferPointer { sums in
            var index = place + 1
            while index < count {
                sums[index] += value
                index += index & -index
            }
        }
    }

    /// What a place holds.
    @inline(__always)
    subscript(place: Int) -> Value { own[place] }

    /// The sum of all places before this one.
    @inline(__always)
    func sum(before place: Int) -> Value {
        sums.withUnsafeBufferPointer { sums in
            var total = Value.zero
            var index = place
            while index > 0 {
                total += sums[index]
                index &= index - 1
            }
            return total
        }
    }
}
