package import Foundation
import PostgreSQL
package import Trial
package import TrialStore

extension TrialService {
    /// What a draw did; for roles that may know tiers.
    package struct DrawResult: Sendable, Equatable {
        /// The frame that was closed; nil where there was only topping up.
        package let closedFrame: Int?
        package let seed: UInt64
        package let sampled: Int
        /// Empty where the blinding plan keeps tiers from data managers.
        package let progress: [SamplingStore.Progress]
    }

    /// Closes the open frame, draws the order of every tier, and samples the first of it.
    ///
    /// Places that remain, and those of people who declined or left before enrolment, go to the next in drawn order.
    ///
    /// - Parameters:
    ///   - trial: one in which the account is a data manager.
    ///   - seed: decides the order together with the members' files, and nothing else does.
    ///   - time: when the places were sampled.
    /// - Returns: the frame that was closed, if one was open, and how many were sampled now.
    /// - Throws: ``ServiceError``, or ``PostgresError`` from the store.
    package func draw(_ trial: TrialID, seed: UInt64, at time: Date) async throws -> DrawResult {
        try await acting(as: .dataManager, reason: "draw") { transaction in
            let (plan, _) = try await Self.currentProtocol(of: trial, transaction)
            let frame = try await SamplingStore.lock(trial, transaction)
            var sampled = 0
            if let frame {
                let progress = try await SamplingStore.progress(of: trial, transaction)
                let wanted = plan.sampling.rule == .everyone ? plan.everyone : Self.wanted(progress, plan.sampling)
                let members = try await SamplingStore.eligible(frame: frame, of: trial, transaction)
                let places = Draw.plan(frame: members.map(\.frameMember), places: wanted, seed: seed)
                try await SamplingStore.close(frame: frame, of: trial, seed: seed, places: places, transaction)
                sampled += try await Self.sample(places, of: trial, at: time, transaction)
            }
            // What the frame could not fill goes to the reserve of earlier ones.
            let left = Self.wanted(try await SamplingStore.progress(of: trial, transaction), plan.sampling)
            let next = try await Self.replacements(left, of: trial, seed: seed, transaction)
            sampled += try await Self.sample(next, of: trial, at: time, transaction)
            return DrawResult(
                closedFrame: frame,
                seed: seed,
                sampled: sampled,
                progress: plan.blinding.maySeeScoreAndTier(.dataManager)
                    ? try await SamplingStore.progress(of: trial, transaction) : []
            )
        }
    }

    /// Samples the reserved places in the order of their contact lists.
    ///
    /// - Returns: how many.
    private static func sample(
        _ places: [Draw.Place],
        of trial: TrialID,
        at time: Date,
        _ transaction: Transaction
    ) async throws -> Int {
        let reserved = places.filter(\.reserved).sorted { $0.listRank < $1.listRank }
        try await SamplingStore.sample(reserved, of: trial, at: time, transaction)
        return reserved.count
    }

    /// Patients to sample by tier: free places, times the protocol's allowance for those who decline.
    private static func wanted(
        _ progress: [SamplingStore.Progress],
        _ sampling: TrialProtocol.Sampling
    ) -> [TierID: Int] {
        Dictionary(
            uniqueKeysWithValues: progress.map { tier in
                let free = Double(max(0, tier.places - tier.enrolled))
                return (tier.tier, max(0, Int((free * sampling.drawnPerPlace).rounded(.up)) - tier.pending))
            }
        )
    }

    /// The next in the drawn order of each tier, shuffled for contact.
    private static func replacements(
        _ wanted: [TierID: Int],
        of trial: TrialID,
        seed: UInt64,
        _ transaction: Transaction
    ) async throws -> [Draw.Place] {
        var next: [FrameMember] = []
        for (tier, count) in wanted.sorted(by: { $0.key.rawValue < $1.key.rawValue }) where count > 0 {
            next += try await SamplingStore.next(count, in: tier, of: trial, transaction).map(\.frameMember)
        }
        return Draw.plan(frame: next, places: wanted, seed: seed)
    }
}

extension TrialProtocol {
    /// A place for whoever is eligible: as many of each recruited tier as there are.
    fileprivate var everyone: [TierID: Int] {
        Dictionary(uniqueKeysWithValues: tiers.filter(\.recruited).map { ($0.id, Int.max) })
    }
}

extension Draw.Place {
    /// Where it stands among all sites' contact lists.
    fileprivate var listRank: (SiteCode, Int) { (site, contactOrder ?? .max) }
}
