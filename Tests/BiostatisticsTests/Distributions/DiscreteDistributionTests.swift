import Foundation
import Testing

@testable import Biostatistics

@Suite("Discrete distributions")
struct DiscreteDistributionTests {
    @Test("binomial masses add up to both tails", arguments: [1, 7, 60], [0.0, 1e-6, 0.3, 0.97, 1.0])
    func binomialSums(_ n: Int, _ p: Double) {
        let masses = (0...n).map { BinomialDistribution.mass($0, trials: n, probability: p) }
        for k in 0...n {
            let lower = masses[...k].reduce(0, +)
            let upper = masses[k...].reduce(0, +)
            #expect(abs(BinomialDistribution.cumulative(k, trials: n, probability: p) - lower) <= 1e-13 * lower)
            #expect(abs(BinomialDistribution.upperTail(k, trials: n, probability: p) - upper) <= 1e-12 * upper)
        }
    }

    @Test("the binomial distribution ends where the trials do")
    func binomialEnds() {
        #expect(BinomialDistribution.cumulative(-1, trials: 5, probability: 0.2) == 0)
        #expect(BinomialDistribution.upperTail(6, trials: 5, probability: 0.2) == 0)
        #expect(BinomialDistribution.mass(0, trials: 0, probability: 0.2) == 1)
        let huge = BinomialDistribution.cumulative(0, trials: 1_000_000_000, probability: 1e-9)
        #expect(abs(huge / exp(1e9 * log1p(-1e-9)) - 1) < 1e-12)
    }

    @Test(
        "the binomial quantile is the smallest count that reaches the probability",
        arguments: [0.01, 0.5, 0.9, 0.999]
    )
    func binomialQuantile(_ q: Double) {
        let k = BinomialDistribution.quantile(q, trials: 1000, probability: 0.137)
        #expect(BinomialDistribution.cumulative(k, trials: 1000, probability: 0.137) >= q)
        #expect(BinomialDistribution.cumulative(k - 1, trials: 1000, probability: 0.137) < q)
    }

    @Test("Poisson and binomial agree for rare events")
    func rareEvents() {
        for k in 0...12 {
            let binomial = BinomialDistribution.mass(k, trials: 1_000_000_000, probability: 4e-9)
            #expect(abs(PoissonDistribution.mass(k, mean: 4) / binomial - 1) < 1e-7)
        }
    }

    @Test("Poisson masses add up to both tails", arguments: [0, 0.02, 3.5, 80])
    func poissonSums(_ mean: Double) {
        let masses = (0...400).map { PoissonDistribution.mass($0, mean: mean) }
        for k in [0, 1, 4, 90] {
            let (lower, upper) = (masses[...k].reduce(0, +), masses[k...].reduce(0, +))
            #expect(abs(PoissonDistribution.cumulative(k, mean: mean) - lower) <= 1e-12 * lower)
            #expect(abs(PoissonDistribution.upperTail(k, mean: mean) - upper) <= 1e-11 * upper)
        }
        #expect(PoissonDistribution.quantile(0.5, mean: 1000) == 1000)
    }

    @Test("the negative binomial counts failures as the binomial counts trials", arguments: [1, 3, 12], [0, 2, 30])
    func negativeBinomial(_ size: Int, _ k: Int) {
        let p = 0.35
        // At most k failures before success number `size`: at least `size` successes in size + k trials.
        let trials = BinomialDistribution.upperTail(size, trials: size + k, probability: p)
        let failures = NegativeBinomialDistribution.cumulative(k, size: Double(size), probability: p)
        #expect(abs(failures / trials - 1) < 1e-12)
        let sum = (0...k).reduce(0) { $0 + NegativeBinomialDistribution.mass($1, size: Double(size), probability: p) }
        #expect(abs(sum / failures - 1) < 1e-12)
        let median = NegativeBinomialDistribution.quantile(0.5, size: Double(size), probability: p)
        #expect(NegativeBinomialDistribution.cumulative(median, size: Double(size), probability: p) >= 0.5)
    }

    /// A hand of 13 from 52 cards with 4 aces: 4 · C(48, 12) / C(52, 13) for one ace, and so on.
    @Test("a bridge hand holds aces as every textbook says")
    func aces() {
        let hand = HypergeometricDistribution(marked: 4, unmarked: 48, draws: 13)
        let published = [0.303_818, 0.438_848, 0.213_493, 0.041_200, 0.002_641]
        for (aces, p) in published.enumerated() { #expect(abs(hand.mass(aces) - p) < 1e-6) }
    }

    @Test("hypergeometric masses add up to both tails", arguments: [(9, 14, 11), (40, 3, 20), (0, 8, 5), (5, 0, 5)])
    func hypergeometricSums(_ marked: Int, _ unmarked: Int, _ draws: Int) {
        let urn = HypergeometricDistribution(marked: marked, unmarked: unmarked, draws: draws)
        for k in urn.support {
            let lower = (urn.support.lowerBound...k).reduce(0) { $0 + urn.mass($1) }
            let upper = (k...urn.support.upperBound).reduce(0) { $0 + urn.mass($1) }
            #expect(abs(urn.cumulative(k) - lower) < 1e-13 && abs(urn.upperTail(k) - upper) < 1e-13)
        }
        #expect(urn.support.contains(urn.mode) && urn.support.allSatisfy { urn.mass($0) <= urn.mass(urn.mode) })
    }

    @Test("draws from an urn follow its distribution")
    func draws() {
        let urn = HypergeometricDistribution(marked: 30, unmarked: 50, draws: 16)
        var generator = Xoshiro256StarStar(seed: 3)
        let sum = (0..<20_000).reduce(0) { sum, _ in sum + urn.draw(using: &generator) }
        // Mean 6, standard deviation of one draw 1.742: five standard errors of the mean are 0.062.
        #expect(abs(Double(sum) / 20_000 - 6) < 0.062)
    }

    @Test("huge counts neither overflow nor lose the tails")
    func hugeCounts() {
        let urn = HypergeometricDistribution(marked: 2_000_000_000, unmarked: 6_000_000_000, draws: 40_000_000)
        let (below, above) = (urn.cumulative(9_990_000), urn.upperTail(9_990_001))
        #expect(abs(below + above - 1) < 1e-12)
        // Three and two thirds of the standard deviation 2731.9 below the mean of ten million.
        #expect(abs(below / NormalDistribution.cumulative(-9999.5 / 2732.0) - 1) < 0.01)
    }
}
