import Crypto
import Foundation

/// The random stream of a draw, specified here to the bit so that anyone can repeat the draw.
///
/// Block i is SHA-256 of the UTF-8 text `stratum-draw/1`, seed, purpose, i, joined by line feeds, numbers in decimal.
/// Its 32 bytes give four 64-bit words, big-endian. i counts from 0.
struct DrawGenerator: RandomNumberGenerator {
    private let prefix: String
    private var block = 0
    private var words: [UInt64] = []

    init(seed: UInt64, purpose: String) { prefix = "stratum-draw/1\n\(seed)\n\(purpose)\n" }

    mutating func next() -> UInt64 {
        if words.isEmpty { refill() }
        return words.removeFirst()
    }

    private mutating func refill() {
        let digest = Array(SHA256.hash(data: Data((prefix + String(block)).utf8)))
        words = stride(from: 0, to: digest.count, by: 8).map { start in
            digest[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }
        }
        block += 1
    }

    /// An integer in 0..<bound, every one equally likely.
    ///
    /// The remainder of a word divided by the bound; words from the largest multiple of the bound upwards are skipped.
    mutating func below(_ bound: UInt64) -> UInt64 {
        let excess = (UInt64.max % bound + 1) % bound
        while true {
            let word = next()
            if word <= UInt64.max - excess { return word % bound }
        }
    }

    /// Fisher–Yates from the end: for i = count−1 … 1, element i changes places with element `below(i + 1)`.
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for index in stride(from: elements.count - 1, to: 0, by: -1) {
            result.swapAt(index, Int(below(UInt64(index) + 1)))
        }
        return result
    }
}
