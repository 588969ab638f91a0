/// A tier's participants, those whose outcome is known, and those with the disease.
public struct TierYield: Sendable, Equatable {
    /// All enrolled.
    public let enrolled: Int
    /// Diseased among those whose outcome is known.
    public let found: Proportion

    /// Verified lie in 0...enrolled, positive in 0...verified.
    public init(enrolled: Int, verified: Int, positive: Int) {
        precondition((0...enrolled).contains(verified), "verified must lie in 0...enrolled")
        self.enrolled = enrolled
        found = Proportion(events: positive, total: verified)
    }

    /// Those whose outcome is known among the enrolled.
    public var verification: Proportion { Proportion(events: found.total, total: enrolled) }

    /// All tiers together.
    public static func overall(_ tiers: [TierYield]) -> TierYield {
        TierYield(
            enrolled: tiers.reduce(0) { $0 + $1.enrolled },
            verified: tiers.reduce(0) { $0 + $1.found.total },
            positive: tiers.reduce(0) { $0 + $1.found.events }
        )
    }
}
