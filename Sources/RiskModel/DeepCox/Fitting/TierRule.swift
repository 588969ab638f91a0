import Biostatistics

/// Where tiers of risk are cut when nobody says where.
///
/// Low ends so that it holds at most one in twenty of those who had the event by the day; high begins so that it holds
/// at most one in twenty of those known to be free of it then. Both on risks of patients left out of the training.
enum TierRule {
    /// The share that either cut may get wrong.
    static let share = 0.05
    static let labels = ["low", "medium", "high"]

    /// Two ascending cuts in (0, 1); nil where the risks tell the two groups apart so well that they do not ascend.
    static func cuts(_ risks: [Double], at day: Double, _ followUp: FollowUp) -> [Double]? {
        let places = risks.indices
        let ill = places.filter { followUp.events[$0] && followUp.times[$0] <= day }.map { risks[$0] }.sorted()
        let free = places.filter { followUp.times[$0] > day || (followUp.times[$0] == day && !followUp.events[$0]) }
            .map { risks[$0] }.sorted()
        guard let lower = below(ill), let upper = above(free), lower > 0, lower < upper, upper < 1 else { return nil }
        return [lower, upper]
    }

    /// The largest number with at most a twentieth of the values at or below it, halfway to the next value.
    private static func below(_ sorted: [Double]) -> Double? {
        let allowed = Int(share * Double(sorted.count))
        guard allowed < sorted.count else { return nil }
        return allowed > 0 ? (sorted[allowed - 1] + sorted[allowed]) / 2 : sorted[0] / 2
    }

    /// The least of the values with at most a twentieth above it.
    private static func above(_ sorted: [Double]) -> Double? {
        sorted.isEmpty ? nil : sorted[sorted.count - 1 - Int(share * Double(sorted.count))]
    }
}
