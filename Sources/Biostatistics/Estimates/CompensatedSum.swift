/// A sum that keeps what rounding takes away, so that large values with small differences lose nothing.
///
/// Source: Neumaier, Z Angew Math Mech 54 (1974) 39.
struct CompensatedSum {
    private var sum = 0.0
    private var correction = 0.0

    /// The sum so far.
    var value: Double { sum + correction }

    mutating func add(_ value: Double) {
        let next = sum + value
        if next.isFinite {
            correction += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
        }
        sum = next
    }

    /// The sum of a sequence.
    static func of(_ values: some Sequence<Double>) -> Double {
        var sum = CompensatedSum()
        for value in values { sum.add(value) }
        return sum.value
    }
}
