package import Foundation
import PostgreSQL
package import Trial
package import TrialStore

extension TrialService {
    /// What a draw did; for roles that may know tiers.
    package struct DrawResult: Sendable, Equatable {
        /// The frame that was closed; nil where there was only topping up.
        package var closedFrame: Int?
        package var seed: UInt64?
        package var sampled: Int
        package var progress: [SamplingStore.Progress]
    }

    /// Closes the open frame, draws the order of every tier, and gives free places to the first in it.
    ///
    /// Without an open frame it replaces those who declined or withdrew before enrolment by the next in the drawn order.
    /// - Parameter seed: decides the order together with the frame, and nothing else does.
    package func draw(_ trial: TrialID, seed: UInt64, at time: Date) async throws -> DrawResult {
        try await acting(as: .dataManager) { transaction in
            let (plan, _) = try await Self.currentProtocol(of: trial, transaction)
            let open = try await SamplingStore.lock(trial, transaction)
            if let open {
                let members = try await SamplingStore.eligible(frame: open, of: trial, transaction)
                let places = Draw.order(members.map { Draw.Member(id: $0.orderingKey, tier: $0.tier) }, seed: seed)
                try await SamplingStore.close(
                    frame: open, of: trial, seed: seed, places: Self.places(places, members), transaction)
            }
            let chosen = try await Self.fill(plan, trial: trial, transaction)
            let shuffled = Draw.contactOrder(chosen.sorted { $0.orderingKey < $1.orderingKey }, seed: seed)
            try await SamplingStore.sample(shuffled, of: trial, at: time, transaction)
            return DrawResult(
                closedFrame: open, seed: open == nil ? nil : seed, sampled: chosen.count,
                progress: try await SamplingStore.progress(of: trial, transaction))
        }
    }
}
