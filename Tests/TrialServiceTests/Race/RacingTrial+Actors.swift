import Biostatistics
import Foundation
import PostgreSQL
import Trial
import TrialStore

@testable import TrialService

extension RacingTrial {
    /// One thing that an actor does, chosen at random; of eight actors four work at a desk.
    func act(_ actor: Int, _ random: inout Xoshiro256StarStar) async -> [Outcome] {
        switch actor % 8 {
        case 0, 1: await desk("coordinator", &random)
        case 2, 3: await desk("second-coordinator", &random)
        case 4: await reader(&random)
        case 5: await dataManager(&random)
        case 6: await service(actor)
        default: await random.uniform() < 0.5 ? statistician() : desk("coordinator", &random)
        }
    }

    private func desk(_ account: String, _ random: inout Xoshiro256StarStar) async -> [Outcome] {
        guard let subject = await pick(&random) else { return [] }
        switch random.index(below: 10) {
        case 0...2: return [await attempt { try await self.contact(subject, by: account) }]
        case 3...4: return [await attempt { try await self.consent(subject, by: account) }]
        case 5...7: return [await attempt { try await self.enrol(subject, by: account) }]
        case 8: return [await attempt { try await self.withdraw(subject, by: account) }]
        default:
            // Contacted first, so that declining is one event and no more.
            let contacted = await attempt { try await self.contact(subject, by: account) }
            return [contacted, await attempt { try await self.decline(subject, by: account) }]
        }
    }

    private func reader(_ random: inout Xoshiro256StarStar) async -> [Outcome] {
        guard let subject = await pick(&random) else { return [] }
        let correcting = random.uniform() < 0.5
        return [await attempt { try await self.recordEcho(of: subject, correcting: correcting) }]
    }

    private func dataManager(_ random: inout Xoshiro256StarStar) async -> [Outcome] {
        let seed = random.next() >> 1
        if random.uniform() < 0.5 { return [await attempt { try await self.screen() }] }
        return [await attempt { try await self.draw(seed: seed) }]
    }

    private func service(_ actor: Int) async -> [Outcome] {
        [await attempt { try await self.importNext() }, await attempt { try await self.score() }]
    }

    private func statistician() async -> [Outcome] { [await attempt { try await self.takeCut() }] }

    /// What became of one action; a refusal that no rule explains is unexpected.
    func attempt(_ action: @Sendable () async throws -> String) async -> Outcome {
        do {
            return .done(try await action())
        } catch ServiceError.enrolmentClosed {
            return .refused("enrolment-closed")
        } catch ServiceError.stepMissing {
            return .refused("step-missing")
        } catch {
            return .unexpected("\(error)")
        }
    }
}
