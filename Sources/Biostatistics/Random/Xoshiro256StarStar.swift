/// The xoshiro256** generator: the source of every draw, shuffle and simulation.
///
/// Its output is fixed by the algorithm, for ever. Source: Blackman and Vigna, ACM Trans Math Softw 47 (2021) 36.
public struct Xoshiro256StarStar: RandomNumberGenerator, Sendable, Equatable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// The state is four outputs of SplitMix64 of the seed; any seed is good, 0 included.
    public init(seed: UInt64) {
        var seeds = SplitMix64(seed: seed)
        state = (seeds.next(), seeds.next(), seeds.next(), seeds.next())
    }

    /// The published test vector starts from a state, not from a seed.
    init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        let result = Self.rotate(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotate(state.3, by: 45)
        return result
    }

    private static func rotate(_ bits: UInt64, by count: UInt64) -> UInt64 {
        (bits << count) | (bits >> (64 - count))
    }

    /// Equal states give equal futures.
    public static func == (a: Self, b: Self) -> Bool { a.state == b.state }
}
