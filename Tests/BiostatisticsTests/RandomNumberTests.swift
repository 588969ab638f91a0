import Testing

@testable import Biostatistics

@Suite("Random numbers are fixed for ever")
struct RandomNumberTests {
    private static let kinds: Set = ["splitmix64", "xoshiro256ss", "uniform", "index", "replicate_seed"]

    @Test(
        "outputs agree with the published algorithms",
        .enabled(if: ReferenceValues.isPresent, ReferenceValues.absence),
        arguments: try ReferenceValues.cases("rng_bootstrap") { kinds.contains($0["kind"].text ?? "") }
    )
    func reference(_ reference: ReferenceCase) throws {
        let seed = try #require(reference.input["seed"].text.flatMap(UInt64.init))
        let expected = reference.expected["outputs"].elements
        var seeds = SplitMix64(seed: seed)
        var generator = Xoshiro256StarStar(seed: seed)
        for (position, output) in expected.enumerated() {
            switch reference.input["kind"].text {
            case "splitmix64": #expect(output.text == String(seeds.next()))
            case "xoshiro256ss": #expect(output.text == String(generator.next()))
            case "uniform": #expect(output.number == generator.uniform())
            case "index": #expect(output.int == generator.index(below: try #require(reference.input["n"].int)))
            default:
                #expect(output.text == String(SplitMix64.replicateSeed(seed, replicate: UInt64(position))))
            }
        }
    }

    /// First outputs for seed 1234567, from the authors' C program as quoted by Rosetta Code.
    @Test("SplitMix64 gives its published first outputs")
    func splitMix() {
        var generator = SplitMix64(seed: 1_234_567)
        let outputs = (0..<5).map { _ in generator.next() }
        #expect(
            outputs == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }

    /// First outputs for the state 1, 2, 3, 4: the vector used by the Rust crate rand_xoshiro, from the authors' C program.
    @Test("xoshiro256** gives its published first outputs")
    func xoshiro() {
        var generator = Xoshiro256StarStar(state: (1, 2, 3, 4))
        let outputs = (0..<6).map { _ in generator.next() }
        #expect(
            outputs == [
                11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
            ]
        )
    }

    @Test("a replicate's seed is the output of that number")
    func replicateSeed() {
        var generator = SplitMix64(seed: .max)
        for replicate in 0..<100 as Range<UInt64> {
            #expect(SplitMix64.replicateSeed(.max, replicate: replicate) == generator.next())
        }
    }

    /// Worked through from the definition: place i, from the last down, changes with the i-th draw below i + 1.
    @Test("a shuffle swaps the last place with a drawn one, then the last but one")
    func shuffle() {
        var draws = Xoshiro256StarStar(seed: 42)
        var expected = Array("abcdefgh")
        for last in stride(from: 7, to: 0, by: -1) { expected.swapAt(last, draws.index(below: last + 1)) }
        var generator = Xoshiro256StarStar(seed: 42)
        let shuffled = generator.shuffled("abcdefgh")
        #expect(shuffled == expected)
        #expect(shuffled.sorted() == Array("abcdefgh"))
        #expect(generator == draws)
    }

    @Test("a shuffle of nothing and of one element draws nothing")
    func shortShuffle() {
        var generator = Xoshiro256StarStar(seed: 1)
        #expect(generator.shuffled([Int]()).isEmpty)
        #expect(generator.shuffled([7]) == [7])
        #expect(generator == Xoshiro256StarStar(seed: 1))
    }

    /// Pearson's chi-square of 24,000 shuffles of four over the 24 orders; 0.999 quantile on 23 degrees of freedom: 49.73.
    @Test("every order of a shuffle is equally likely")
    func shuffleIsFair() {
        var generator = Xoshiro256StarStar(seed: 2025)
        var counts: [[Int]: Int] = [:]
        for _ in 0..<24_000 { counts[generator.shuffled(0..<4), default: 0] += 1 }
        let statistic = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
        #expect(counts.count == 24)
        #expect(statistic < 49.73)
    }

    @Test("indices stay below their bound, the largest included", arguments: [1, 2, 3, 1000, Int.max])
    func indices(_ bound: Int) {
        var generator = Xoshiro256StarStar(seed: 3)
        #expect((0..<1000).allSatisfy { _ in (0..<bound).contains(generator.index(below: bound)) })
    }

    /// Standard errors: 0.0032 for the mean, 0.0045 for the variance, 0.00069 for the tail share.
    @Test("normal deviates have mean 0, variance 1 and the normal tail")
    func normal() {
        var generator = Xoshiro256StarStar(seed: 9)
        let values = (0..<100_000).map { _ in generator.normal() }
        let mean = values.reduce(0, +) / 100_000
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99_999
        #expect(abs(mean) < 0.013)
        #expect(abs(variance - 1) < 0.018)
        #expect(abs(Double(values.count { abs($0) > 1.959_963_984_540_054 }) / 100_000 - 0.05) < 0.0028)
    }
}
