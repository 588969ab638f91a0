import Biostatistics

/// A reproducible stream of random numbers for one patient and one purpose.
///
/// Every patient has a stream of their own for every purpose, so no patient depends on another, nor on the order in
/// which they are made, and a new draw for one purpose leaves the others as they were.
struct RandomStream: Sendable {
    /// What the numbers are for; part of the seed.
    enum Purpose: UInt64 {
        case person = 1
        case heart
        case echo
        case history
        case conduction
        case rhythm
        case noise
        case device
        case admission
        case measurements
        case course
    }

    private var generator: Xoshiro256StarStar

    init(seed: UInt64, index: Int, purpose: Purpose) {
        let own = SplitMix64.replicateSeed(seed, replicate: UInt64(bitPattern: Int64(index)))
        generator = Xoshiro256StarStar(seed: SplitMix64.replicateSeed(own, replicate: purpose.rawValue))
    }

    /// Uniform in 0 ..< 1, 53 bits.
    mutating func uniform() -> Double { generator.uniform() }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    mutating func normal() -> Double { generator.normal() }

    /// Nearly standard normal and cheap, the sum of four 16-bit numbers of one word: for noise, where tails are idle.
    mutating func roughNormal() -> Float {
        let word = generator.next()
        let sum = (word & 0xFFFF) &+ ((word >> 16) & 0xFFFF) &+ ((word >> 32) & 0xFFFF) &+ (word >> 48)
        return (Float(sum) - 131_070) / 37_837.2
    }

    mutating func chance(_ probability: Double) -> Bool {
        uniform() < probability
    }

    mutating func index(below count: Int) -> Int { generator.index(below: count) }

    /// Picks one value with the given weights, which need not sum to one.
    mutating func pick<Value>(_ choices: [(value: Value, weight: Double)]) -> Value {
        var rest = uniform() * choices.reduce(0) { $0 + $1.weight }
        for choice in choices.dropLast() {
            rest -= choice.weight
            if rest < 0 { return choice.value }
        }
        return choices[choices.count - 1].value
    }
}
