/// The rows of a forest plot of subgroups: the whole first, then every subgroup with its levels.
///
/// It holds numbers, not marks: sizes of squares are to follow the counts, infinite ratios and limits are drawn as
/// arrows, and no row has a p-value, which only the interaction of a subgroup has.
public struct ForestPlot: Sendable, Equatable {
    /// What a row compares or estimates.
    public enum Measure: String, Sendable, Equatable, CaseIterable {
        /// Yield over all tiers, Wilson's interval.
        case yield
        /// Highest minus lowest tier, Newcombe's interval.
        case riskDifference
        /// Highest against lowest tier, Woolf's limits.
        case oddsRatio

        /// Where the line of no effect stands; nil where there is none.
        public var noEffect: Double? {
            switch self {
            case .yield: nil
            case .riskDifference: 0
            case .oddsRatio: 1
            }
        }
    }

    /// A line of the plot.
    public struct Row: Sendable, Equatable {
        /// The level's name; the name of the whole in the first row.
        public let label: String
        /// Patients with the outcome among those verified, over all tiers.
        public let yield: Proportion
        /// The estimate with its interval, or why there is none.
        public let estimate: Estimate
        /// Fewer than five patients: to be shown with a flag.
        public let isSmall: Bool
    }

    /// A subgroup's rows and whether its levels differ.
    public struct Block: Sendable, Equatable {
        /// The subgroup's name, such as "Sex".
        public let name: String
        /// One row a level, in the order given.
        public let rows: [Row]
        /// Likelihood-ratio test of tier by level.
        public let interaction: Result<ChiSquareTest, NotEstimable>
    }

    /// What the rows show.
    public let measure: Measure
    /// All patients.
    public let overall: Row
    /// Subgroups in the order given.
    public let blocks: [Block]

    /// A subgroup with its levels, which partition the patients in whom the subgroup is known.
    public typealias Subgroup = (name: String, levels: [SubgroupLevel])

    /// The whole is given apart, because a subgroup may be unknown in some patients.
    public init(_ measure: Measure, overall: SubgroupLevel, subgroups: [Subgroup], level: Double = 0.95) {
        self.measure = measure
        self.overall = Self.row(overall, measure, level)
        blocks = subgroups.map { subgroup in
            Block(
                name: subgroup.name,
                rows: subgroup.levels.map { Self.row($0, measure, level) },
                interaction: SubgroupInteraction.test(subgroup.levels)
            )
        }
    }

    private static func row(_ subgroup: SubgroupLevel, _ measure: Measure, _ level: Double) -> Row {
        let estimate =
            switch measure {
            case .yield: subgroup.yield.wilson(level: level)
            case .riskDifference: subgroup.riskDifference(level: level)
            case .oddsRatio: subgroup.oddsRatio(level: level)
            }
        return Row(label: subgroup.name, yield: subgroup.yield, estimate: estimate, isSmall: subgroup.isSmall)
    }

    /// The finite range that all points and limits need, the line of no effect included; nil where nothing is finite.
    public var extent: ClosedRange<Double>? {
        let rows = [overall] + blocks.flatMap(\.rows)
        let numbers = rows.flatMap { [$0.estimate.point, $0.estimate.interval?.lower, $0.estimate.interval?.upper] }
        let finite = (numbers + [measure.noEffect]).compactMap(\.self).filter(\.isFinite)
        guard let lowest = finite.min(), let highest = finite.max() else { return nil }
        return lowest...highest
    }
}
