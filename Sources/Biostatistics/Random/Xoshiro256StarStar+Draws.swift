/// Draws whose result is specified here and not by the standard library, so that they can be repeated for ever.
extension Xoshiro256StarStar {
    /// A double in [0, 1): the upper 53 bits of one output times 2⁻⁵³.
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A whole number in 0..<bound, each equally likely: the upper half of the 128-bit product of an output and the bound.
    ///
    /// An output in the incomplete last block is drawn again (chance below bound / 2⁶⁴). The bound is at least 1.
    /// Source: Lemire, ACM Trans Model Comput Simul 29 (2019) 3.
    public mutating func index(below bound: Int) -> Int {
        precondition(bound > 0, "the bound must be at least 1")
        let bound = UInt64(bound)
        while true {
            let product = bound.multipliedFullWidth(by: next())
            if product.low >= bound || product.low >= (0 &- bound) % bound { return Int(product.high) }
        }
    }

    /// A standard normal deviate: Wichura's quantile of the midpoint of one of 2⁵³ equal cells.
    public mutating func normal() -> Double {
        NormalDistribution.rationalQuantile((Double(next() >> 11) + 0.5) * 0x1p-53)
    }

    /// The elements in random order: Fisher–Yates from the last place down, swapping place i with `index(below: i + 1)`.
    public mutating func shuffled<Element>(_ elements: some Sequence<Element>) -> [Element] {
        var elements = Array(elements)
        for last in elements.indices.dropFirst().reversed() { elements.swapAt(last, index(below: last + 1)) }
        return elements
    }
}
