import Foundation
import PostgreSQL
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("At the desk")
struct DeskTests {
    @Test("a step out of order is refused with the step that is missing")
    func missingSteps() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let subject = try #require(try await desk.candidates(of: trial.trial).first).participant.subject
            let consent = trial.consent
            await expect("contact has not been recorded") {
                _ = try await desk.consent(subject, in: trial.trial, consent)
            }
            await expect("consent has not been recorded") {
                try await desk.enrol(subject, in: trial.trial, at: DemonstrationTrial.day)
            }
            await expect("enrolment has not been recorded") {
                _ = try await trial.service(.echoReader).recordEcho(
                    EchoStudy(),
                    of: subject,
                    in: trial.trial,
                    performedOn: PostgresDate(year: 2025, month: 8, day: 1),
                    at: DemonstrationTrial.day
                )
            }
        }
    }

    @Test("consent without the whole checklist is refused and names what was not asked")
    func checklist() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let subject = try #require(try await desk.candidates(of: trial.trial).first).participant.subject
            try await desk.contact(subject, in: trial.trial, at: DemonstrationTrial.day)
            var consent = trial.consent
            let left = consent.confirmed.removeLast()
            let incomplete = consent
            await expect(left) { _ = try await desk.consent(subject, in: trial.trial, incomplete) }
            let state = try await desk.candidates(of: trial.trial).first { $0.participant.subject == subject }
            #expect(state?.participant.state == .contacted)
        }
    }

    @Test("a role that the account does not hold is refused before anything is read")
    func foreignRole() async throws {
        try await DemonstrationTrial.with { trial in
            await #expect(throws: ServiceError.self) {
                try await trial.service(.statistician).candidates(of: trial.trial)
            }
            await #expect(throws: ServiceError.self) { try await trial.service(.coordinator).takeCut(of: trial.trial) }
            await #expect(throws: ServiceError.self) {
                try await trial.service(.coordinator).draw(trial.trial, seed: 1, at: DemonstrationTrial.day)
            }
            await #expect(throws: ServiceError.self) {
                try await trial.service("nobody").trialProtocol(of: trial.trial)
            }
        }
    }

    @Test("an investigator whom the blinding plan keeps blinded gets no cut, from the program or from the database")
    func blindedInvestigator() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 30)
            try await trial.conduct()
            _ = try await trial.service(.statistician).takeCut(of: trial.trial)
            #expect(!trial.plan.blinding.maySeeScoreAndTier(.principalInvestigator))
            await #expect(throws: ServiceError.self) {
                try await trial.service(.principalInvestigator).cut(nil, of: trial.trial)
            }
            let rows = try await trial.service(.principalInvestigator).acting(as: .principalInvestigator) {
                try await $0.query("SELECT content FROM analysis.data_cut")
            }
            #expect(rows.isEmpty)
        }
    }

    @Test("a correction of an echocardiogram needs a reason and keeps what was there")
    func correction() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            let desk = trial.service(.coordinator)
            let subject = try #require(
                try await desk.candidates(of: trial.trial, state: .echoRecorded).first
            ).participant.subject
            var echo = EchoStudy()
            echo.lvefPercent = 30
            let corrected = echo
            let day = PostgresDate(year: 2025, month: 8, day: 1)
            await expect("needs a reason") {
                _ = try await trial.service(.echoReader).recordEcho(
                    corrected,
                    of: subject,
                    in: trial.trial,
                    performedOn: day,
                    at: DemonstrationTrial.day
                )
            }
            _ = try await trial.service(.echoReader).recordEcho(
                corrected,
                of: subject,
                in: trial.trial,
                performedOn: day,
                at: DemonstrationTrial.day,
                reason: "typing error"
            )
            let values = try await trial.query(
                """
                SELECT lvef_percent FROM trial.echo_study JOIN trial.participant USING (participant_id)
                WHERE subject_number = \(subject.rawValue) ORDER BY revision
                """
            ) { try $0.decode("lvef_percent", as: Double.self) }
            #expect(values == [60, 30])
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial).cut
            #expect(cut.rows.first { $0.subject == subject.rawValue }?.outcomes[.shd] == true)
        }
    }

    @Test("an echocardiogram from before the ECG is refused")
    func echoBeforeECG() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let subject = try #require(try await desk.candidates(of: trial.trial).first).participant.subject
            try await desk.contact(subject, in: trial.trial, at: DemonstrationTrial.day)
            _ = try await desk.consent(subject, in: trial.trial, trial.consent)
            try await desk.enrol(subject, in: trial.trial, at: DemonstrationTrial.day)
            await #expect(throws: Windows.Failure.self) {
                try await trial.service(.echoReader).recordEcho(
                    EchoStudy(),
                    of: subject,
                    in: trial.trial,
                    performedOn: PostgresDate(year: 2020, month: 1, day: 1),
                    at: DemonstrationTrial.day
                )
            }
            let state = try await desk.candidates(of: trial.trial).first { $0.participant.subject == subject }
            #expect(state?.participant.state == .enrolled, "nothing of a refused echocardiogram is kept")
        }
    }

    private func expect(_ words: String, _ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("was not refused")
        } catch {
            #expect("\(error)".contains(words), "\(error)")
        }
    }
}
