import Foundation

/// Whether the differences between tiers are the same in all levels of a subgroup.
public enum SubgroupInteraction {
    /// The likelihood-ratio test of logit(yield) = tier + level against the saturated model.
    ///
    /// Cells without patients are left out; df is the number of cells less the rank of the additive model. Cells at 0 %
    /// and 100 % are allowed: there the likelihood's least upper bound stands for its maximum.
    /// Equals R `anova(glm(y ~ tier + level), glm(y ~ tier * level), test = "Chisq")`.
    public static func test(_ levels: [SubgroupLevel]) -> Result<ChiSquareTest, NotEstimable> {
        let cells = levels.flatMap { level in
            level.tiers.filter { $0.yield.total > 0 }.map { (level: level.name, tier: $0.tier, yield: $0.yield) }
        }
        guard !cells.isEmpty else { return .failure(.noObservations) }
        let columns = indicators(cells.map(\.level)) + indicators(cells.map(\.tier))
        let additive = LogisticRegression(
            outcomes: cells.map { _ in true } + cells.map { _ in false },
            columns: columns.map { $0 + $0 },
            weights: cells.map { Double($0.yield.events) } + cells.map { Double($0.yield.total - $0.yield.events) }
        )
        let df = cells.count - additive.rank
        guard df > 0 else { return .failure(.undefined("too few tiers or levels have patients for an interaction")) }
        guard let reached = additive.supremum else { return .failure(.noConvergence("the additive model")) }
        let saturated = CompensatedSum.of(cells.map { logLikelihood($0.yield) })
        return .success(ChiSquareTest(2 * (saturated - reached), degreesOfFreedom: df))
    }

    /// One column of 0 and 1 for every name but the first.
    private static func indicators(_ names: [String]) -> [[Double]] {
        var seen: [String] = []
        for name in names where !seen.contains(name) { seen.append(name) }
        return seen.dropFirst().map { name in names.map { $0 == name ? 1 : 0 } }
    }

    /// The largest log-likelihood of a binomial count, without its constant.
    private static func logLikelihood(_ yield: Proportion) -> Double {
        let (x, n) = (Double(yield.events), Double(yield.total))
        return (x > 0 ? x * log(x / n) : 0) + (x < n ? (n - x) * log((n - x) / n) : 0)
    }
}
