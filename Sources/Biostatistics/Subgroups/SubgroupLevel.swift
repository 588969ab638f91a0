import Foundation

/// A level of a subgroup, such as "women", with the yields of its tiers from the lowest to the highest.
public struct SubgroupLevel: Sendable, Equatable {
    /// The level's name.
    public let name: String
    /// Yields, lowest tier first.
    public let tiers: [TierYield]

    /// The yield of one tier within a level.
    public struct TierYield: Sendable, Equatable {
        /// The tier's name, the same in every level.
        public let tier: String
        /// Diseased among the verified.
        public let yield: Proportion

        /// Name and counts.
        public init(tier: String, yield: Proportion) {
            self.tier = tier
            self.yield = yield
        }
    }

    /// Every tier at most once, lowest first; together no more patients than an integer holds.
    public init(name: String, tiers: [TierYield]) {
        precondition(Set(tiers.map(\.tier)).count == tiers.count, "a tier stands once in a level")
        self.name = name
        self.tiers = tiers
        yield = Proportion(
            events: tiers.reduce(0) { $0 + $1.yield.events },
            total: tiers.reduce(0) { $0 + $1.yield.total }
        )
    }

    /// The yield over all tiers.
    public let yield: Proportion

    /// Fewer than five patients: what is estimated here is to be read with care.
    public var isSmall: Bool { yield.total < 5 }

    /// The highest tier against the lowest; nil where the level has but one.
    public var highestAgainstLowest: TwoProportions? {
        guard tiers.count > 1, let lowest = tiers.first, let highest = tiers.last else { return nil }
        return TwoProportions(highest.yield, lowest.yield)
    }
}

extension SubgroupLevel {
    /// Yield of the highest tier minus that of the lowest, Newcombe's interval.
    public func riskDifference(level: Double = 0.95) -> Estimate {
        highestAgainstLowest?.riskDifference(level: level) ?? .notEstimable(.tooFew("tiers", needed: 2))
    }

    /// Odds ratio of the highest tier against the lowest with Woolf's limits.
    ///
    /// Infinite or 0, and then without limits, where a cell is zero; not estimable with an empty tier or one outcome
    /// class. Source: Woolf, Ann Hum Genet 19 (1955) 251.
    public func oddsRatio(level: Double = 0.95) -> Estimate {
        guard let tiers = highestAgainstLowest else { return .notEstimable(.tooFew("tiers", needed: 2)) }
        guard tiers.first.total > 0, tiers.second.total > 0 else { return .notEstimable(.noObservations) }
        let cells = StratifiedTables.Cells(tiers)
        guard cells.isInformative else { return .notEstimable(.oneOutcomeClass) }
        let (with, against) = (cells.a * cells.d, cells.b * cells.c)
        guard with > 0, against > 0 else { return .value(with > 0 ? .infinity : 0, interval: nil) }
        let variance = 1 / cells.a + 1 / cells.b + 1 / cells.c + 1 / cells.d
        let factor = exp(NormalDistribution.criticalValue(level: level) * variance.squareRoot())
        let ratio = with / against
        let limits = Interval(lower: ratio / factor, upper: ratio * factor, level: level, method: .waldLogOdds)
        return .value(ratio, interval: limits)
    }
}
