import Foundation

/// A reproducible stream of random numbers: xoshiro256** (Blackman and Vigna 2021, doi 10.1145/3460772).
///
/// Every patient has a stream of their own for every purpose, so no patient depends on another, nor on the order in
/// which they are made, and a new draw for one purpose leaves the others as they were. The standard library's own
/// `random(in:using:)` is avoided: its algorithm may change between versions, these bytes may not.
package struct RandomStream: Sendable {
    /// What the numbers are for; part of the seed.
    enum Purpose: UInt64 {
        case person = 1
        case heart
        case echo
        case history
        case conduction
        case rhythm
        case noise
    }

    private var s0: UInt64
    private var s1: UInt64
    private var s2: UInt64
    private var s3: UInt64

    init(seed: UInt64, index: Int, purpose: Purpose) {
        var state = seed
        state = RandomStream.splitMix(&state) ^ UInt64(bitPattern: Int64(index))
        state = RandomStream.splitMix(&state) ^ purpose.rawValue
        s0 = RandomStream.splitMix(&state)
        s1 = RandomStream.splitMix(&state)
        s2 = RandomStream.splitMix(&state)
        s3 = RandomStream.splitMix(&state)
    }

    /// SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195): spreads a seed over all bits.
    private static func splitMix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next() -> UInt64 {
        let product = s1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = s1 << 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = (s3 << 45) | (s3 >> 19)
        return result
    }

    /// Uniform in 0 ..< 1, 53 bits.
    mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Standard normal, by the transform of Box and Muller.
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// Nearly standard normal and cheap, the sum of four 16-bit numbers of one word: for noise, where tails are idle.
    mutating func roughNormal() -> Float {
        let word = next()
        let sum = (word & 0xFFFF) &+ ((word >> 16) & 0xFFFF) &+ ((word >> 32) & 0xFFFF) &+ (word >> 48)
        return (Float(sum) - 131_070) / 37_837.2
    }

    mutating func chance(_ probability: Double) -> Bool {
        uniform() < probability
    }

    /// Whole number in 0 ..< count.
    mutating func index(below count: Int) -> Int {
        Int(uniform() * Double(count))
    }

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
