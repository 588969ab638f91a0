import Foundation
import PostgreSQL
import RiskModel
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("Releases of models")
struct ModelReleaseTests {
    @Test("make the enrolling model active at every site when a trial is made")
    func enrolling() async throws {
        try await DemonstrationTrial.with { trial in
            let releases = try await trial.service(.dataManager).releases(of: trial.trial)
            #expect(Set(releases.map(\.site)) == Set(trial.plan.sites.map(\.code)))
            #expect(releases.allSatisfy { $0.mode == .active && $0.weights == trial.model.weightsDigest })
        }
    }

    @Test("in shadow let a version score what is there and what comes, and nobody gets a tier from it")
    func shadow() async throws {
        try await DemonstrationTrial.with { trial in
            let other = try trial.otherVersion()
            try await trial.importCohort(patients: 20)
            _ = try await trial.service("admin")
                .release(.shadow, of: other.card, at: nil, in: trial.trial, reason: "compare")
            let shadow = try await trial.service(.service).score(trial.trial, with: other)
            let active = try await trial.service(.service).score(trial.trial, with: trial.model)
            #expect(shadow.scored == active.scored && shadow.scored > 10)
            #expect(shadow.stratified == 0 && active.stratified == active.scored)
            let cohort = try await trial.importCohort(patients: 21)
            #expect(cohort.count { !$0.wasThere } == 1)
            #expect(try await trial.count("ops.scoring_job") == 2)
            let models = try await trial.service(.service).scoringQueue()
            #expect(models.map(\.state.waiting) == [1, 1])
        }
    }

    @Test("at one site leave the other sites without the model")
    func oneSite() async throws {
        try await DemonstrationTrial.with { trial in
            let other = try trial.otherVersion()
            let site = trial.plan.sites[0].code
            try await trial.importCohort(patients: 20)
            _ = try await trial.service("admin")
                .release(.shadow, of: other.card, at: [site], in: trial.trial, reason: "pilot")
            _ = try await trial.service(.service).score(trial.trial, with: other)
            let elsewhere = try await trial.count(
                """
                ecg.risk_assessment a JOIN ecg.recording r USING (patient_key, recording_id)
                WHERE r.site_code <> \(site.rawValue)
                """
            )
            #expect(elsewhere == 0)
            #expect(try await trial.count("ecg.risk_assessment") > 0)
        }
    }

    @Test("end with a withdrawal: nothing waits, nothing comes, scores stay")
    func withdrawn() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 4)
            _ = try await trial.service(.service).score(trial.trial, with: trial.model)
            let scored = try await trial.count("ecg.risk_assessment")
            try await trial.importCohort(patients: 6)
            #expect(try await trial.queueState().waiting == 2)
            let administrator = trial.service("admin")
            _ =
                try await administrator
                .release(.withdrawn, of: trial.model.card, at: nil, in: trial.trial, reason: "drift")
            try await trial.importCohort(patients: 8)
            #expect(try await trial.count("ops.scoring_job") == 0)
            #expect(try await trial.count("ecg.risk_assessment") == scored)
            await #expect(throws: ServiceError.self) {
                try await trial.service(.service).score(trial.trial, with: trial.model)
            }
            _ = try await administrator.release(
                .active,
                of: trial.model.card,
                at: nil,
                in: trial.trial,
                reason: "mended"
            )
            #expect(try await trial.service(.service).score(trial.trial, with: trial.model).finished == 4)
        }
    }

    @Test("that are in force already are entered once, also by two at the same moment")
    func once() async throws {
        try await DemonstrationTrial.with { trial in
            let other = try trial.otherVersion().card
            let entered = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await trial.service("admin")
                            .release(.shadow, of: other, at: nil, in: trial.trial, reason: "compare").count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(entered == trial.plan.sites.count)
        }
    }

    @Test("are refused where the protocol forbids them, and to everybody but an administrator")
    func refused() async throws {
        try await DemonstrationTrial.with { trial in
            let version = try trial.otherVersion().card
            var stranger = version
            stranger.id = "stranger"
            let administrator = trial.service("admin")
            for (card, mode) in [(version, ModelReleaseStore.Mode.active), (stranger, .active)] {
                await #expect(throws: ServiceError.self, "\(card.id)") {
                    try await administrator.release(mode, of: card, at: nil, in: trial.trial, reason: "a test")
                }
            }
            for role in [Role.dataManager, .service, .coordinator, .principalInvestigator] {
                await #expect(throws: ServiceError.self, "\(role)") {
                    try await trial.service(role).release(
                        .shadow,
                        of: version,
                        at: nil,
                        in: trial.trial,
                        reason: "a test"
                    )
                }
            }
            #expect(try await trial.service(.dataManager).releases(of: trial.trial).count == trial.plan.sites.count)
        }
    }
}
