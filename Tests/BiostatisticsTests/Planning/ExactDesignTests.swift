import Testing

@testable import Biostatistics

@Suite("Exact designs")
struct ExactDesignTests {
    /// Simon (1989), tables 1 and 2: r₁/n₁, r/n of the optimal and the minimax design, and the expected sizes.
    @Test(
        "Simon's published designs",
        arguments: [
            (0.05, 0.25, 0.05, 0.8, [0, 9, 2, 17], 12.0, [0, 12, 2, 16], 13.8),
            (0.10, 0.30, 0.05, 0.8, [1, 10, 5, 29], 15.0, [1, 15, 5, 25], 19.5),
            (0.20, 0.40, 0.10, 0.9, [3, 17, 10, 37], 26.0, [3, 19, 10, 36], 28.3),
            (0.30, 0.50, 0.05, 0.8, [5, 15, 18, 46], 23.6, [6, 19, 16, 39], 25.7),
        ]
    )
    func simon(
        _ p0: Double,
        _ p1: Double,
        _ alpha: Double,
        _ power: Double,
        _ optimal: [Int],
        _ expectedOptimal: Double,
        _ minimax: [Int],
        _ expectedMinimax: Double
    ) throws {
        let errors = ErrorRates(alpha: alpha, power: power)
        let designs = try SimonDesign.search(null: p0, alternative: p1, errors: errors).get()
        for (design, published, expected) in [
            (designs.optimal, optimal, expectedOptimal), (designs.minimax, minimax, expectedMinimax),
        ] {
            #expect([design.firstThreshold, design.firstStage, design.threshold, design.total] == published)
            #expect(abs(design.expectedTotal - expected) < 0.051)
            #expect(design.alpha <= alpha && design.power >= power)
        }
    }

    @Test("no two-stage design within the limit, and none against the direction")
    func noDesign() {
        let errors = ErrorRates(alpha: 0.05, power: 0.9)
        let near = SimonDesign.search(null: 0.3, alternative: 0.35, errors: errors)
        #expect(near == .failure(.undefined("no design has at most 60 patients")))
        let wrong = NotEstimable.undefined("the alternative must lie above the null proportion")
        #expect(SimonDesign.search(null: 0.4, alternative: 0.3, errors: errors) == .failure(wrong))
        #expect(SingleArmDesign.smallest(null: 0.4, alternative: 0.4, errors: errors) == .failure(wrong))
    }

    /// A'Hern (2001), table 1: p₀ = 0.05, p₁ = 0.25, α = 0.05, power 0.8 need 16 patients and 3 successes.
    @Test("a single-arm design is the first that keeps both errors")
    func singleArm() throws {
        let design = try SingleArmDesign.smallest(
            null: 0.05,
            alternative: 0.25,
            errors: ErrorRates(alpha: 0.05, power: 0.8)
        ).get()
        #expect(design.total == 16 && design.threshold == 3)
        for n in 1..<16 {
            let threshold = (0...(n + 1)).first {
                BinomialDistribution.upperTail($0, trials: n, probability: 0.05) <= 0.05
            }
            let power = BinomialDistribution.upperTail(threshold ?? n + 1, trials: n, probability: 0.25)
            #expect(power < 0.8)
        }
    }

    /// Five against five: p ≤ 0.05 (R `fisher.test`) only at 5:0, 4:0, 5:1 and their mirrors, so that by hand the power
    /// at 0.9 and 0.1 is 0.9¹⁰ + 2 · 0.9⁵ · 5 · 0.9⁴ · 0.1 + the mirrored terms.
    @Test("Fisher's test of five against five, by hand")
    func fisher() {
        func mass(_ k: Int, _ p: Double) -> Double { BinomialDistribution.mass(k, trials: 5, probability: p) }
        func byHand(_ p1: Double, _ p2: Double) -> Double {
            [(5, 0), (4, 0), (5, 1), (0, 5), (0, 4), (1, 5)].reduce(0) { $0 + mass($1.0, p1) * mass($1.1, p2) }
        }
        let test = FisherExactPower(first: 5, second: 5, alpha: 0.05)
        #expect(abs(test.power(0.9, 0.1) - byHand(0.9, 0.1)) < 1e-15)
        #expect(abs(test.power(0.3, 0.3) - byHand(0.3, 0.3)) < 1e-15)
    }

    /// Two against fourteen with three events: P(both of the first) = C(14, 1)/C(16, 3) = 1/40.
    @Test("a p-value that equals the level rejects")
    func boundary() {
        let tables = [
            FisherExactPower(first: 2, second: 14, alpha: 0.025), FisherExactPower(first: 2, second: 14, alpha: 0.0249),
        ]
        #expect(tables[0].power(0.5, 0.5) > tables[1].power(0.5, 0.5))
    }

    @Test("Fisher's test keeps its level and treats groups and outcomes alike", arguments: [(15, 31), (8, 8), (1, 40)])
    func fisherSize(_ n1: Int, _ n2: Int) {
        let test = FisherExactPower(first: n1, second: n2, alpha: 0.05)
        let mirrored = FisherExactPower(first: n2, second: n1, alpha: 0.05)
        for p in stride(from: 0.0, through: 1, by: 0.05) {
            #expect(test.power(p, p) <= 0.05)
            #expect(abs(test.power(p, 0.4) - mirrored.power(0.4, p)) < 1e-14)
            #expect(abs(test.power(p, 0.4) - test.power(1 - p, 0.6)) < 1e-14)
        }
    }
}
