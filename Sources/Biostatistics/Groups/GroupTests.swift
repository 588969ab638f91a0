/// Tests of more than two groups of continuous or ordinal values; groups without values are left out.
public struct GroupTests: Sendable {
    private let groups: [[Double]]
    private let ranks: GroupedRanks

    /// Groups in their declared order, which matters to the trend test; all values are finite.
    public init(_ groups: [[Double]]) {
        precondition(groups.allSatisfy { $0.allSatisfy(\.isFinite) }, "values must be finite")
        self.groups = groups.filter { !$0.isEmpty }
        ranks = GroupedRanks(self.groups)
    }

    /// How many groups have values.
    public var groupCount: Int { groups.count }

    /// How many values there are.
    public var total: Int { groups.reduce(0) { $0 + $1.count } }

    private var refusal: NotEstimable? {
        if groups.isEmpty { return .noObservations }
        return groups.count < 2 ? .tooFew("groups with values", needed: 2) : nil
    }

    /// The Kruskal–Wallis test, corrected for ties: R `kruskal.test`.
    ///
    /// Refused below two groups with values and where all values are equal.
    public func kruskalWallis() -> Result<ChiSquareTest, NotEstimable> {
        if let refusal { return .failure(refusal) }
        guard ranks.runs.count > 1 else { return .failure(.noVariation(of: "the value")) }
        let n = ranks.total
        let middle = (n + 1) / 2
        let spread = zip(ranks.rankSums, ranks.sizes).reduce(0.0) { sum, group in
            let excess = group.0 / group.1 - middle
            return sum + group.1 * excess * excess
        }
        let ties = 1 - ranks.sumOverTies { $0 * ($0 * $0 - 1) } / (n * (n * n - 1))
        return .success(ChiSquareTest(12 / (n * (n + 1)) * spread / ties, degreesOfFreedom: groups.count - 1))
    }

    /// One-way analysis of variance: R `anova(lm(value ~ group))`.
    ///
    /// Refused below two groups with values, without residual degrees of freedom, and where no group varies.
    public func anova() -> Result<FTest, NotEstimable> {
        if let refusal { return .failure(refusal) }
        guard total > groups.count else { return .failure(.tooFew("values in some group", needed: 2)) }
        let summaries = groups.map(ContinuousSummary.init)
        let mean = ContinuousSummary(groups.flatMap(\.self)).mean ?? 0
        let between = CompensatedSum.of(
            summaries.map { Double($0.count) * (($0.mean ?? 0) - mean) * (($0.mean ?? 0) - mean) }
        )
        let within = CompensatedSum.of(
            summaries.map { summary in
                summary.standardDeviation.map { $0 * $0 * Double(summary.count - 1) } ?? 0
            }
        )
        let (df1, df2) = (groups.count - 1, total - groups.count)
        let residual = (within / Double(df2)).squareRoot()
        guard residual > 10 * Double.ulpOfOne * abs(mean) else {
            return .failure(.noVariation(of: "the value within the groups"))
        }
        return .success(FTest(statistic: between / Double(df1) / (within / Double(df2)), df1: df1, df2: df2))
    }

    /// Pairs of groups in which the value of the later group is higher, ties counted half: Jonckheere's statistic.
    public var jonckheereStatistic: Double {
        var below = Array(repeating: 0.0, count: groups.count)
        var statistic = CompensatedSum()
        for run in ranks.runs {
            var earlier = 0.0
            for (group, count) in run.counts.enumerated() {
                statistic.add(Double(count) * earlier)
                earlier += below[group] + Double(count) / 2
            }
            for (group, count) in run.counts.enumerated() { below[group] += Double(count) }
        }
        return statistic.value
    }

    /// The Jonckheere–Terpstra test for ordered groups, tie-corrected variance, no continuity correction.
    ///
    /// z is positive when values rise with the group's place. Source: Hollander and Wolfe, 2nd ed. 1999, section 6.2.
    public func jonckheere() -> Result<TrendTest, NotEstimable> {
        if let refusal { return .failure(refusal) }
        guard ranks.runs.count > 1 else { return .failure(.noVariation(of: "the value")) }
        let n = ranks.total
        let mean = (n * n - ranks.sizes.reduce(0) { $0 + $1 * $1 }) / 4
        return .success(TrendTest(z: (jonckheereStatistic - mean) / jonckheereVariance.squareRoot()))
    }

    private var jonckheereVariance: Double {
        func sums(_ term: (Double) -> Double) -> (sizes: Double, ties: Double) {
            (ranks.sizes.reduce(0) { $0 + term($1) }, ranks.sumOverTies(term))
        }
        let n = ranks.total
        let main = sums { $0 * ($0 - 1) * (2 * $0 + 5) }
        let triples = sums { $0 * ($0 - 1) * ($0 - 2) }
        let pairs = sums { $0 * ($0 - 1) }
        let ofTriples = n > 2 ? triples.sizes * triples.ties / (36 * n * (n - 1) * (n - 2)) : 0
        return (n * (n - 1) * (2 * n + 5) - main.sizes - main.ties) / 72 + ofTriples
            + pairs.sizes * pairs.ties / (8 * n * (n - 1))
    }
}

/// An F statistic and its p-value.
public struct FTest: Sendable, Equatable {
    /// At least 0.
    public let statistic: Double
    /// Degrees of freedom of the numerator.
    public let df1: Int
    /// Degrees of freedom of the denominator.
    public let df2: Int
    /// Upper tail of the F distribution.
    public let p: Double

    init(statistic: Double, df1: Int, df2: Int) {
        self.statistic = statistic
        self.df1 = df1
        self.df2 = df2
        p = FDistribution.upperTail(statistic, df1: Double(df1), df2: Double(df2))
    }
}
