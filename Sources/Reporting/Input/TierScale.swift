import Trial

/// The scale of tiers of a file, which declares none: low, mid and high, and the outer bands where they occur.
enum TierScale {
    private static let ladder = [
        Tier(id: TierID(declared: "very-low"), label: "Very low risk"), Tier(id: .low, label: "Low risk"),
        Tier(id: .mid, label: "Moderate risk"), Tier(id: .high, label: "High risk"),
        Tier(id: TierID(declared: "very-high"), label: "Very high risk"),
    ]

    /// The words a file may use, for messages.
    static let words = "low, mid (moderate, medium) or high; very-low or very-high for the outer bands"

    /// The tier a file states; nil for a word that is none.
    static func tier(reported text: String) -> TierID? {
        guard let id = TierID(reported: text), ladder.contains(where: { $0.id == id }) else { return nil }
        return id
    }

    /// The ascending scale that holds the usual tiers and `seen`; tiers in `unrecruited` were not enrolled from.
    static func scale(seen: Set<TierID>, unrecruited: Set<TierID> = []) -> [Tier] {
        let usual = Set(Tier.usual.map(\.id))
        return ladder.filter { usual.contains($0.id) || seen.contains($0.id) || unrecruited.contains($0.id) }
            .map { Tier(id: $0.id, label: $0.label, recruited: !unrecruited.contains($0.id)) }
    }

    /// The tiers that `count` cut points make, ascending; nil where there are no names for so many.
    static func scale(cutPoints count: Int) -> [Tier]? {
        switch count {
        case 1: [ladder[1], ladder[3]]
        case 2: Array(ladder[1...3])
        case 3: Array(ladder[0...3])
        case 4: ladder
        default: nil
        }
    }
}
