/// The power of Fisher's exact test, summed over all outcomes of two binomial groups.
///
/// The two-sided test of R `fisher.test`: tables as likely as the observed to within 1 part in 10⁷ count as no likelier.
/// Source: Bennett and Hsu, Biometrika 47 (1960) 393.
public struct FisherExactPower: Sendable, Equatable {
    /// Patients of the first group.
    public let first: Int
    /// Patients of the second group.
    public let second: Int
    /// For every number of events, the tables that reject: so many with the fewest and the most in the first group.
    private let rejected: [Tails]

    private struct Tails: Sendable, Equatable {
        let fewest: Int
        let most: Int
    }

    /// Finds the tables that reject at p ≤ alpha; groups of at least 1, alpha in 0...1.
    public init(first: Int, second: Int, alpha: Double) {
        precondition(first > 0 && second > 0 && (0...1).contains(alpha), "not two groups and a level")
        self.first = first
        self.second = second
        rejected = (0...(first + second)).map { events in
            let tables = HypergeometricDistribution(marked: first, unmarked: second, draws: events)
            let counts = max(0, events - second)...min(first, events)
            return Self.tails(counts.map { tables.mass($0) }, alpha: alpha)
        }
    }

    /// P(p ≤ alpha) at two proportions in 0...1; at equal ones the size of the test.
    public func power(_ p1: Double, _ p2: Double) -> Double {
        let masses1 = (0...first).map { BinomialDistribution.mass($0, trials: first, probability: p1) }
        let masses2 = (0...second).map { BinomialDistribution.mass($0, trials: second, probability: p2) }
        var power = CompensatedSum()
        for (events, tails) in rejected.enumerated() {
            let (lowest, highest) = (max(0, events - second), min(first, events))
            for x in lowest..<(lowest + tails.fewest) { power.add(masses1[x] * masses2[events - x]) }
            for x in (highest + 1 - tails.most)..<(highest + 1) { power.add(masses1[x] * masses2[events - x]) }
        }
        return min(1, power.value)
    }

    /// Tables from both ends, the less likely first, as long as their sum keeps the level.
    ///
    /// The probabilities rise to one peak, so that what is no likelier than a table lies at the ends.
    private static func tails(_ masses: [Double], alpha: Double) -> Tails {
        var (low, high, sum) = (0, masses.count, 0.0)
        while low < high {
            let bound = min(masses[low], masses[high - 1]) * (1 + 1e-7)
            var (nextLow, nextHigh, next) = (low, high, sum)
            while nextLow < nextHigh, masses[nextLow] <= bound {
                (next, nextLow) = (next + masses[nextLow], nextLow + 1)
            }
            while nextHigh > nextLow, masses[nextHigh - 1] <= bound {
                (next, nextHigh) = (next + masses[nextHigh - 1], nextHigh - 1)
            }
            // A sum that is alpha but for rounding, such as 1/40 at 0.025, keeps the level.
            guard next <= alpha * (1 + 1e-12) else { break }
            (low, high, sum) = (nextLow, nextHigh, next)
        }
        return Tails(fewest: low, most: masses.count - high)
    }
}
