import Foundation
import Reporting
import RiskModel
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("A second model of the protocol")
struct SecondModelTests {
    private static let id = "second-model"

    /// The shipped protocol with a second model and its cut points.
    private func amendment(_ digest: String) -> (String) -> String {
        { text in
            text.replacing(
                "otherModels: []",
                with: "otherModels:\n  - { model: \(Self.id), weightsSHA256: \(digest) }"
            ).replacing(
                "# The recording of a patient that counts;",
                with: """
                      - id: second-1
                        status: exploratory
                        model: \(Self.id)
                        output: shd
                        tiers: [low, high]
                        cutPoints: [0.3]

                    # The recording of a patient that counts;
                    """
            )
        }
    }

    private func withSecond(_ body: (DemonstrationTrial, RiskModel) async throws -> Void) async throws {
        let shipped = try #require(try TrialID(rawValue: "discovery-shd").flatMap { try TrialProtocol.shipped($0) })
        let second = try DemonstrationTrial.variant(of: RiskModel.shipped(id: shipped.indexTest.model), id: Self.id)
        try await DemonstrationTrial.with(amending: amendment(second.card.weightsSHA256)) { trial in
            try #require(trial.plan.cutPointSets.count == 2)
            try await body(trial, second)
        }
    }

    @Test("divides the same recordings again, before or after enrolment, and enrolment stays with the enrolling one")
    func restratified() async throws {
        try await withSecond { trial, second in
            try await trial.fill(patients: 80)
            try await trial.conduct()
            let statistician = trial.service(.statistician)
            let alone = try await statistician.takeCut(of: trial.trial).cut
            #expect(alone.models == [trial.model.card.id, Self.id])
            #expect(alone.rows.allSatisfy { $0.assessments[Self.id] == nil })

            _ = try await trial.service("admin")
                .release(.active, of: second.card, at: nil, in: trial.trial, reason: "side by side")
            let result = try await trial.service(.service).score(trial.trial, with: second)
            #expect(result.stratified == result.scored && result.scored > 60)
            let both = try await statistician.takeCut(of: trial.trial).cut
            let set = try #require(trial.plan.cutPointSets.first { $0.model == Self.id })
            for row in both.rows {
                let assessment = try #require(row.assessments[Self.id])
                #expect(assessment.tier == .derived(set.tier(for: try #require(assessment.score))))
            }
            // What the enrolling model decided is what it was.
            #expect(both.enrollingModel == trial.model.card.id && both.frame == alone.frame)
            let enrolling = trial.model.card.id
            #expect(both.rows.map { $0.assessments[enrolling] } == alone.rows.map { $0.assessments[enrolling] })
            #expect(both.rows.map(\.subject) == alone.rows.map(\.subject))
        }
    }

    @Test("has its tiers in both reports, which name the enrolling one")
    func reports() async throws {
        try await withSecond { trial, second in
            _ = try await trial.service("admin")
                .release(.active, of: second.card, at: nil, in: trial.trial, reason: "side by side")
            try await trial.importCohort(patients: 80)
            _ = try await trial.service(.service).work(models: [trial.model, second], untilEmpty: true)
            _ = try await trial.service(.dataManager).screen(trial.trial, on: DemonstrationTrial.day)
            _ = try await trial.service(.dataManager).draw(trial.trial, seed: 5, at: DemonstrationTrial.day)
            try await trial.conduct()
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial).cut
            let plan = try AnalysisPlan(for: cut, outcomes: [.shd])
            let yields = TierYieldReport(cut: cut, plan: plan).sections
            #expect(yields.map(\.model) == [trial.model.card.id, Self.id])
            #expect(yields[1].rows.map { $0.tier?.id.rawValue } == ["high", "low"])
            for section in yields {
                #expect(section.rows.map(\.tally.enrolled).reduce(0, +) == cut.rows.count)
            }
            let accuracy = AccuracyReport(cut: cut, plan: plan)
            #expect(accuracy.sections.map(\.model) == [trial.model.card.id, Self.id])
            // Weights are of the enrolling tiers, whichever model is judged.
            let tiers = trial.plan.enrollingCutPointSet.tiers.reversed().map(\.id)
            #expect(accuracy.verification.flatMap(\.tiers).map(\.tier.id) == tiers)
        }
    }

    @Test("in a shadow version gives no row of a data cut another score")
    func shadowVersion() async throws {
        try await withSecond { trial, second in
            _ = try await trial.service("admin")
                .release(.active, of: second.card, at: nil, in: trial.trial, reason: "side by side")
            try await trial.fill(patients: 60)
            _ = try await trial.service(.service).score(trial.trial, with: second)
            try await trial.conduct()
            let statistician = trial.service(.statistician)
            let before = try await statistician.takeCut(of: trial.trial)
            let shadow = try DemonstrationTrial.variant(of: trial.model, id: Self.id, shift: -0.5)
            _ = try await trial.service("admin")
                .release(.shadow, of: shadow.card, at: nil, in: trial.trial, reason: "a new version")
            let result = try await trial.service(.service).score(trial.trial, with: shadow)
            #expect(result.scored > 40 && result.stratified == 0)
            #expect(try await statistician.takeCut(of: trial.trial).digest == before.digest)
        }
    }
}
