/// The Wilcoxon–Mann–Whitney test of two independent groups.
public struct WilcoxonTest: Sendable, Equatable {
    /// Mann–Whitney's U of the first group: pairs in which its value is higher, ties counted half.
    public let u: Double
    /// U over the number of pairs: the probability that a value of the first group is the higher one.
    public let probabilityOfSuperiority: Double
    /// Two-sided exact p; refused with ties and beyond 10,000 pairs.
    public let exactP: Result<Double, NotEstimable>
    /// Two-sided normal p with the tie-corrected variance and a continuity correction of ½.
    public let correctedP: Result<Double, NotEstimable>
    /// The same without the correction.
    public let normalP: Result<Double, NotEstimable>

    /// Tests whether values of one group tend to be higher; refused where a group is empty.
    ///
    /// Equals R `wilcox.test(x, y)`. Sources: Mann and Whitney, Ann Math Stat 18 (1947) 50; Hollander and Wolfe 1999.
    public static func test(_ first: [Double], _ second: [Double]) -> Result<WilcoxonTest, NotEstimable> {
        guard !first.isEmpty, !second.isEmpty else { return .failure(.noObservations) }
        return .success(WilcoxonTest(GroupedRanks([first, second])))
    }

    private init(_ ranks: GroupedRanks) {
        let (n1, n2) = (ranks.sizes[0], ranks.sizes[1])
        u = ranks.rankSums[0] - n1 * (n1 + 1) / 2
        probabilityOfSuperiority = u / (n1 * n2)
        exactP = Self.exactP(u, ranks)
        correctedP = Self.normalP(u, ranks, correction: 0.5)
        normalP = Self.normalP(u, ranks, correction: 0)
    }

    private static func normalP(_ u: Double, _ ranks: GroupedRanks, correction: Double) -> Result<Double, NotEstimable>
    {
        let (n1, n2, n) = (ranks.sizes[0], ranks.sizes[1], ranks.total)
        let ties = ranks.sumOverTies { $0 * ($0 * $0 - 1) } / (n * (n - 1))
        let variance = n1 * n2 / 12 * (n + 1 - ties)
        guard variance > 0, ranks.runs.count > 1 else { return .failure(.noVariation(of: "the value")) }
        let distance = max(0, abs(u - n1 * n2 / 2) - correction)
        return .success(NormalDistribution.twoSidedP(distance / variance.squareRoot()))
    }

    private static func exactP(_ u: Double, _ ranks: GroupedRanks) -> Result<Double, NotEstimable> {
        if ranks.hasTies { return .failure(.undefined("the exact test needs values without ties")) }
        let (n1, n2) = (ranks.sizes[0], ranks.sizes[1])
        guard n1 * n2 <= 10_000 else { return .failure(.undefined("the exact p is given up to 10,000 pairs")) }
        let tail = lowerTail(Int(min(u, n1 * n2 - u)), Int(min(n1, n2)), Int(max(n1, n2)))
        return .success(min(1, 2 * tail))
    }

    /// P(U ≤ u) for groups of m and n without ties, by adding the values of the larger group one at a time.
    ///
    /// With i of the smaller and j of the larger group, the highest value belongs to the smaller with probability
    /// i/(i + j) and then wins j pairs: all terms are positive, so small tails keep their digits.
    private static func lowerTail(_ u: Int, _ m: Int, _ n: Int) -> Double {
        let start = [1.0] + Array(repeating: 0, count: u)
        var rows = Array(repeating: start, count: m + 1)
        for j in 1...n {
            for i in 1...m {
                let share = Double(i) / Double(i + j)
                let fewer = rows[i - 1]
                for value in 0...u {
                    let won = value >= j ? fewer[value - j] * share : 0
                    rows[i][value] = rows[i][value] * (1 - share) + won
                }
            }
        }
        return min(1, CompensatedSum.of(rows[m]))
    }
}
