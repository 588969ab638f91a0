import Foundation
import PostgreSQL
import RiskModel
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("The main job, from ECG files to a data cut")
struct MainJobTests {
    @Test("every patient ends in exactly one place, and the counts add up")
    func countsAddUp() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 80)
            try await trial.conduct()
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial).cut
            let excluded = cut.exclusions.map(\.count).reduce(0, +)
            #expect(cut.rows.count + excluded == 80)
            #expect(cut.rows.count > 10)
            #expect(cut.rows.allSatisfy { $0.echoed == true && $0.outcomes[.shd] != nil })
        }
    }

    @Test("the tier of every row is what its score and the protocol's cut points give")
    func tiers() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 60)
            try await trial.conduct()
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial).cut
            let set = trial.plan.enrollingCutPointSet
            for row in cut.rows {
                let assessment = try #require(row.assessments[set.model])
                #expect(assessment.tier == .derived(set.tier(for: try #require(assessment.score))))
            }
            let stored = try await trial.query(
                """
                SELECT s.tier, a.probabilities[array_position(a.outputs, 'shd')] AS p
                FROM trial.stratification s JOIN ecg.risk_assessment a USING (patient_key, assessment_id)
                """
            ) { (try $0.decode("tier", as: String.self), try $0.decode("p", as: Double.self)) }
            #expect(stored.count > 50)
            #expect(stored.allSatisfy { set.tier(for: $0.1).id.rawValue == $0.0 })
        }
    }

    @Test("the same files and seed give the same bytes in another database under another key")
    func sameBytes() async throws {
        func digest() async throws -> Data {
            try await DemonstrationTrial.with { trial in
                try await trial.fill(patients: 50)
                try await trial.conduct()
                return try await trial.service(.statistician).takeCut(of: trial.trial).digest
            }
        }
        let first = try await digest()
        #expect(try await digest() == first)
    }

    @Test("a cut taken twice is one cut, and a cut read back is the cut that was taken")
    func cutTwice() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            let statistician = trial.service(.statistician)
            let first = try await statistician.takeCut(of: trial.trial)
            let second = try await statistician.takeCut(of: trial.trial)
            #expect(first.number == second.number)
            #expect(try await statistician.cut(first.number, of: trial.trial).cut == first.cut)
        }
    }

    @Test("importing and scoring again changes nothing")
    func idempotent() async throws {
        try await DemonstrationTrial.with { trial in
            let first = try await trial.importCohort(patients: 20)
            let second = try await trial.importCohort(patients: 20)
            for outcome in first {
                guard case .imported = outcome else { throw StoreError.vanished("recording") }
            }
            for outcome in second {
                guard case .alreadyThere = outcome else { throw StoreError.vanished("recording") }
            }
            let scored = try await trial.service(.service).score(trial.trial, with: trial.model)
            let again = try await trial.service(.service).score(trial.trial, with: trial.model)
            #expect(scored.scored + scored.refused.values.reduce(0, +) == 20)
            #expect(again == TrialService.ScoringResult())
        }
    }

    @Test("two imports of one new patient at the same moment make one patient")
    func importRace() async throws {
        try await DemonstrationTrial.with { trial in
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await trial.importCohort(patients: 5) } }
            }
            let counts = try await trial.query(
                "SELECT (SELECT count(*) FROM identity.patient) AS p, (SELECT count(*) FROM ecg.recording) AS r"
            ) { [try $0.decode("p", as: Int.self), try $0.decode("r", as: Int.self)] }
            #expect(counts == [[5, 5]])
        }
    }

    @Test("weights that the protocol does not name score nothing")
    func otherWeights() async throws {
        try await DemonstrationTrial.with { trial in
            var card = trial.model.card
            card.weightsSHA256 = String(repeating: "07", count: 32)
            let other = try #require(TrialID(rawValue: "other-trial"))
            try await trial.service("admin").addTrial(trial.plan, as: other, model: card)
            try await trial.service("admin").give(.init(role: .service, trial: other, site: nil), to: "service")
            await #expect(throws: ServiceError.self) {
                try await trial.service(.service).score(other, with: trial.model)
            }
            #expect(try await trial.query("SELECT 1 FROM ecg.risk_assessment") { _ in 1 }.isEmpty)
        }
    }

    @Test("places that became free go to the next in the drawn order")
    func replacements() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 200)
            let desk = trial.service(.coordinator)
            let listed = try await desk.candidates(of: trial.trial)
            for candidate in listed {
                try await desk.decline(
                    candidate.participant.subject,
                    in: trial.trial,
                    at: DemonstrationTrial.day,
                    reason: "no"
                )
            }
            let drawn = try await trial.service(.dataManager).draw(trial.trial, seed: 2, at: DemonstrationTrial.day)
            #expect(drawn.closedFrame == nil)
            let fresh = try await desk.candidates(of: trial.trial, state: .sampled)
            #expect(fresh.count == drawn.sampled)
            #expect(Set(fresh.map(\.participant.patient)).isDisjoint(with: listed.map(\.participant.patient)))
            let outOfOrder = try await trial.query(
                """
                SELECT a.patient_key FROM trial.place a JOIN trial.place b USING (trial_id, tier)
                WHERE a.draw_order < b.draw_order
                  AND NOT EXISTS (SELECT FROM trial.participant p WHERE p.patient_key = a.patient_key)
                  AND EXISTS (SELECT FROM trial.participant p WHERE p.patient_key = b.patient_key)
                """
            ) { try $0.decode("patient_key", as: UUID.self) }
            #expect(outOfOrder.isEmpty)
        }
    }

    @Test("over several frames nobody is counted twice, and an empty one does not stop replacements")
    func severalFrames() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 200)
            let desk = trial.service(.coordinator)
            for candidate in try await desk.candidates(of: trial.trial, state: .sampled).prefix(10) {
                try await desk.decline(
                    candidate.participant.subject,
                    in: trial.trial,
                    at: DemonstrationTrial.day,
                    reason: "no"
                )
            }
            let manager = trial.service(.dataManager)
            #expect(try await manager.screen(trial.trial, on: DemonstrationTrial.day).eligible == 0)
            let drawn = try await manager.draw(trial.trial, seed: 3, at: DemonstrationTrial.day)
            #expect(drawn.closedFrame == 2)
            #expect(drawn.sampled > 0)
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial).cut
            #expect(cut.rows.count + cut.exclusions.map(\.count).reduce(0, +) == 200)
        }
    }
}
