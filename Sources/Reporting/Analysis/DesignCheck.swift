import Biostatistics
import Trial

/// Whether the design lets a measure be estimated at all, whatever its counts.
struct DesignCheck {
    /// Ascending.
    let tiers: [Tier]
    let position: Int
    /// An empty tier of the enrolling model was not sampled; an empty tier of another model may just be rare.
    let enrolling: Bool
    let tallies: [TierID: TierTally]

    func refusal(of kind: AccuracyReport.Kind) -> NotEstimable? {
        let (negative, positive) = (tiers[..<position], tiers[position...])
        switch kind {
        case .sensitivity, .specificity:
            if let side = emptySide(negative, "below") ?? emptySide(positive, "at or above") { return side }
            return unverified(tiers[...])
        case .ppv: return unverified(positive)
        case .npv: return unverified(negative)
        }
    }

    /// With nobody on one side of the cut, sensitivity and specificity are 0 or 1 by construction.
    private func emptySide(_ side: ArraySlice<Tier>, _ word: String) -> NotEstimable? {
        guard side.allSatisfy({ tallies[$0.id]?.known ?? 0 == 0 }) else { return nil }
        if let missing = unverified(side) { return missing }
        return .designCannotSupport("no participant with a known outcome lies \(word) the cut")
    }

    private func unverified(_ side: ArraySlice<Tier>) -> NotEstimable? {
        side.first { tier in
            let tally = tallies[tier.id] ?? TierTally()
            return tier.recruited && tally.known == 0 && (enrolling || tally.enrolled > 0)
        }.map { .noVerifiedParticipants(tier: $0.id.rawValue) }
    }
}
