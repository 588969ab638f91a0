/// Exact tests of a proportion against a goal.
///
/// Equals R `binom.test(x, n, p0)`.
public struct BinomialTest: Sendable, Equatable {
    /// P(X ≥ x): against a goal that the proportion should exceed.
    public let pGreater: Double
    /// P(X ≤ x).
    public let pLess: Double
    /// The probability of all counts that are not more probable than x, within 1 part in 10⁷ as in R.
    public let pTwoSided: Double
    /// P(X > x) + ½ P(X = x).
    public let midPGreater: Double
    /// P(X < x) + ½ P(X = x).
    public let midPLess: Double
    /// Twice the smaller mid-P, at most 1.
    public var midPTwoSided: Double { min(1, 2 * min(midPGreater, midPLess)) }

    /// Tests the proportion of events against the goal p₀ in [0, 1]; refused without observations.
    public static func against(_ goal: Double, _ proportion: Proportion) -> Result<BinomialTest, NotEstimable> {
        guard proportion.total > 0 else { return .failure(.noObservations) }
        return .success(BinomialTest(goal, proportion))
    }

    private init(_ goal: Double, _ proportion: Proportion) {
        let (x, n) = (proportion.events, proportion.total)
        let mass = { (k: Int) in BinomialDistribution.mass(k, trials: n, probability: goal) }
        pGreater = BinomialDistribution.upperTail(x, trials: n, probability: goal)
        pLess = BinomialDistribution.cumulative(x, trials: n, probability: goal)
        midPGreater = BinomialDistribution.upperTail(x + 1, trials: n, probability: goal) + 0.5 * mass(x)
        midPLess = BinomialDistribution.cumulative(x - 1, trials: n, probability: goal) + 0.5 * mass(x)
        let mode = min(n, Int((Double(n) + 1) * goal))
        let outer = OuterTails(mass: mass, mode: mode, support: 0...n, observed: x)
        pTwoSided = min(
            1,
            BinomialDistribution.cumulative(outer.below, trials: n, probability: goal)
                + BinomialDistribution.upperTail(outer.above, trials: n, probability: goal)
        )
    }
}

/// Where the counts begin, on both sides of the mode, that are not more probable than the one observed.
struct OuterTails {
    /// The last such count below the mode; one less than the support where there is none.
    let below: Int
    /// The first such count above the mode.
    let above: Int

    /// The probabilities rise up to the mode and fall after it; equal ones may differ by 1 part in 10⁷.
    init(mass: (Int) -> Double, mode: Int, support: ClosedRange<Int>, observed: Int) {
        let limit = mass(observed) * (1 + 1e-7)
        if mass(mode) <= limit {
            (below, above) = (mode, mode + 1)
            return
        }
        var (low, high) = (support.lowerBound - 1, mode)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if mass(middle) <= limit { low = middle } else { high = middle }
        }
        below = low
        (low, high) = (mode, support.upperBound + 1)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if mass(middle) <= limit { high = middle } else { low = middle }
        }
        above = high
    }
}
