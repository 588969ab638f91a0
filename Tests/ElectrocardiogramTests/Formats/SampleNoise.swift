/// Samples that look random and are the same in every run.
enum SampleNoise {
    /// Whole numbers of so many bits, two's complement, without the lowest, which formats use for invalid samples.
    static func counts(_ count: Int, bits: Int, seed: UInt64) -> [Int] {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        return (0..<count).map { _ in
            // xorshift64 by Marsaglia.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let range = (UInt64(1) << UInt64(bits)) - 1
            return Int((state >> 8) % range) - Int(range / 2)
        }
    }
}
