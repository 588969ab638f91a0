/// The SplitMix64 generator: spreads one seed into many.
///
/// Its output is fixed by the algorithm, for ever. Source: Steele, Lea and Flood, OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
    private var state: UInt64
    private static let increment: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// Any seed is good, 0 included.
    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= Self.increment
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// The seed of one replicate: output number `replicate`, from 0, so that results do not depend on threads.
    public static func replicateSeed(_ seed: UInt64, replicate: UInt64) -> UInt64 {
        var generator = SplitMix64(seed: seed &+ replicate &* increment)
        return generator.next()
    }
}
