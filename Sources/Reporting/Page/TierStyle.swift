import Trial

extension TierID {
    /// The class of the style sheet that colours this tier, the same on every page.
    var style: String {
        ["very-low", "low", "mid", "high", "very-high"].contains(rawValue) ? "tier-\(rawValue)" : "tier-other"
    }
}

extension Tier {
    /// The label without the word that all tiers share, for an axis.
    var shortLabel: String { label.hasSuffix(" risk") ? String(label.dropLast(5)) : label }
}
