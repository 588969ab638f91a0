import Foundation
import Testing

@testable import RiskModel

@Suite struct FittingPartsTests {
    /// First outputs for seed 1234567, as published with the reference C code's test on Rosetta Code.
    @Test func `the generator gives the published numbers`() {
        var random = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<5).map { _ in random.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }

    @Test func `normal numbers have mean 0 and variance 1`() {
        var random = SplitMix64(seed: 1)
        let numbers = (0..<20_000).map { _ in random.normal() }
        #expect(abs(numbers.reduce(0, +) / 20_000) < 0.03)
        #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } / 20_000 - 1) < 0.05)
    }

    @Test func `a permutation holds each number once`() {
        var random = SplitMix64(seed: 1)
        let order = random.permutation(1000)
        #expect(order.sorted() == Array(0..<1000))
        #expect(order != order.sorted())
    }

    /// A = [[4, 2], [2, 3]], b = [10, 8]: x = [7/4, 3/2] by hand.
    @Test func `a small system is solved as by hand`() throws {
        let factor = try #require(CholeskyFactor([4, 99, 2, 3], size: 2))
        #expect(zip(factor.solve([10, 8]), [1.75, 1.5]).allSatisfy { abs($0 - $1) < 1e-15 })
        #expect(CholeskyFactor([1, 0, 2, 1], size: 2) == nil)
        #expect(CholeskyFactor([.nan], size: 1) == nil)
    }

    @Test func `the area under the curve counts pairs, ties one half`() {
        // Events 1 and 3, others 1 and 2: pairs 1–1 tied, 1–2 lost, 3–1 and 3–2 won: 2.5 of 4.
        #expect(AreaUnderROC.of(scores: [1, 3, 1, 2], labels: [true, true, false, false]) == 0.625)
        #expect(AreaUnderROC.of(scores: [1, 2], labels: [true, true]) == nil)
    }
}
