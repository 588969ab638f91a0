/// How many of a tier's eligible patients became participants whose outcome is known.
public struct TierSample: Sendable, Equatable {
    /// Tier of the model that decided who was enrolled.
    public let tier: String
    /// Eligible patients in the closed frame (N); nil where the frame was not counted.
    public let eligible: Int?
    /// Participants whose outcome is known (n).
    public let verified: Int

    /// Counts are at least 0.
    public init(tier: String, eligible: Int?, verified: Int) {
        precondition(verified >= 0 && (eligible ?? 0) >= 0, "counts must not be negative")
        self.tier = tier
        self.eligible = eligible
        self.verified = verified
    }

    /// How many eligible patients one verified participant stands for: N / n, and 0 for a tier nobody belongs to.
    ///
    /// Throws `unknownFrameCount`, `noVerifiedParticipants`, or `designCannotSupport` where n exceeds N.
    public func weight() throws(NotEstimable) -> Double {
        guard let eligible else { throw .unknownFrameCount(tier: tier) }
        guard verified <= eligible else {
            throw .designCannotSupport("tier \(tier) has more known outcomes (\(verified)) than eligible (\(eligible))")
        }
        if eligible == 0 { return 0 }
        guard verified > 0 else { throw .noVerifiedParticipants(tier: tier) }
        return Double(eligible) / Double(verified)
    }
}
