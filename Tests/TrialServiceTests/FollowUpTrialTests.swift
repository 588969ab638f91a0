import Foundation
import PostgreSQL
import RiskModel
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("A trial that enters patients by admission and ends in follow-up")
struct FollowUpTrialTests {
    static let endedOn = PostgresDate(year: 2020, month: 2, day: 8)

    @Test("from admission to a data cut: everyone eligible has a place, tiers follow from the inputs at admission")
    func wholePath() async throws {
        try await AdmissionTrial.with { trial in
            let lines = try [
                trial.line("P1", age: 30), trial.line("P2", age: 50), trial.line("P3", age: 90),
                trial.line("P4", age: 17), trial.line("P5", age: 60, omitting: ["NLR"]),
                // Two days later, and much worse: the course, not the tier.
                trial.line("P1", age: 30, day: 2, changing: ["Number.of.comorbidities": 9, "NLR": 200]),
            ]
            let admitted = try await trial.service(.coordinator).admit(lines, in: trial.trial)
            #expect(admitted == .init(new: 6, unchanged: 0, corrected: 0))
            #expect(try await trial.service(.coordinator).admit(lines, in: trial.trial).unchanged == 6)
            let subjects = try await trial.enrolAll()
            #expect(Set(subjects.keys) == ["P1", "P2", "P3"])

            let desk = trial.service(.coordinator)
            for (number, word) in [("P1", "discharge"), ("P3", "death")] {
                let subject = try #require(subjects[number])
                _ = try await desk.recordFollowUp(
                    word,
                    of: subject,
                    in: trial.trial,
                    endedOn: Self.endedOn,
                    at: AdmissionTrial.day
                )
            }
            let named = try await trial.service(.statistician).takeCut(of: trial.trial)
            let rows = Dictionary(uniqueKeysWithValues: named.cut.rows.map { ($0.subject, $0) })
            let first = try #require(rows[subjects["P1"]?.rawValue ?? ""])
            let third = try #require(rows[subjects["P3"]?.rawValue ?? ""])
            #expect(named.cut.everyoneHadAPlace && named.cut.outcomes.isEmpty && named.cut.rows.count == 3)
            #expect(first.followUp == .init(days: 7, ending: .censored(reason: "discharge")))
            #expect(third.followUp == .init(days: 7, ending: .event(kind: "death")))
            #expect(first.echoed == nil && first.age == 30 && first.inputs.count == 10)

            // The same numbers as the model gives, cut where the protocol says.
            let model = trial.model
            let values = model.survival.inputs.compactMap { lines[2].values.values[$0.name] }
            let score = try model.score(values).probabilities
            let assessment = try #require(third.assessments[model.card.id])
            #expect(assessment.score == score[2] && assessment.risks["critical_illness_5d"] == score[0])
            #expect(assessment.tier?.id == trial.plan.enrollingCutPointSet.tier(for: score[2]).id)
            #expect(first.course.map(\.days) == [0, 2] && first.course[1].score > first.course[0].score)
            #expect(first.assessments[model.card.id]?.score == first.course[0].score)
            let excluded = Dictionary(
                uniqueKeysWithValues: named.cut.exclusions.map { ("\($0.step) \($0.reason)", $0.count) }
            )
            #expect(excluded == ["quality-gate input-missing": 1, "eligibility under-18": 1])
            let again = try await trial.service(.statistician).takeCut(of: trial.trial)
            #expect(again.digest == named.digest && again.number == named.number)
        }
    }

    @Test("a correction needs a reason, keeps what was there, and the values in force are scored")
    func corrections() async throws {
        try await AdmissionTrial.with { trial in
            let manager = trial.service(.dataManager)
            _ = try await manager.admit([try trial.line("P1", age: 30)], in: trial.trial)
            let corrected = try trial.line("P1", age: 80)
            await #expect(throws: ServiceError.self) { try await manager.admit([corrected], in: trial.trial) }
            let kept = try await manager.admit([corrected], in: trial.trial, reason: "typed wrong")
            #expect(kept.corrected == 1)
            let subject = try #require(try await trial.enrolAll()["P1"])
            let desk = trial.service(.coordinator)
            func record(_ word: String, reason: String? = nil) async throws {
                _ = try await desk.recordFollowUp(
                    word,
                    of: subject,
                    in: trial.trial,
                    endedOn: Self.endedOn,
                    at: AdmissionTrial.day,
                    reason: reason
                )
            }
            try await record("discharge")
            await #expect(throws: ServiceError.self) { try await record("death") }
            try await record("death", reason: "died on the way out")
            await #expect(throws: FollowUpDefinition.Fault.self) { try await record("vanished") }
            let cut = try await trial.service(.statistician).takeCut(of: trial.trial).cut
            #expect(cut.rows[0].followUp?.isEvent == true && cut.rows[0].inputs["Age"] == 80)
            #expect(cut.rows[0].course.count == 1)
            let connection = try await Connection.connect(trial.owner)
            let counts = try await connection.query(
                "SELECT (SELECT count(*) FROM ecg.input_set) AS sets, (SELECT count(*) FROM trial.follow_up) AS ends"
            )
            await connection.close()
            #expect(try counts[0].decode("sets", as: Int.self) == 2 && counts[0].decode("ends", as: Int.self) == 2)
        }
    }

    @Test("days that cannot be are refused: measured before admission, ended before it, or to come")
    func days() async throws {
        try await AdmissionTrial.with { trial in
            let manager = trial.service(.dataManager)
            let early = try trial.line("P1", age: 30, day: -2)
            await #expect(throws: ServiceError.self) { try await manager.admit([early], in: trial.trial) }
            _ = try await manager.admit([try trial.line("P1", age: 30)], in: trial.trial)
            let subject = try #require(try await trial.enrolAll()["P1"])
            for day in [PostgresDate(year: 2020, month: 1, day: 31), PostgresDate(year: 2120, month: 1, day: 1)] {
                await #expect(throws: ServiceError.self) {
                    try await trial.service(.coordinator).recordFollowUp(
                        "death",
                        of: subject,
                        in: trial.trial,
                        endedOn: day,
                        at: AdmissionTrial.day
                    )
                }
            }
        }
    }

    @Test("a file of endings is kept whole, counted line by line, and bringing it again changes nothing")
    func importedEndings() async throws {
        try await AdmissionTrial.with { trial in
            let manager = trial.service(.dataManager)
            let site = try #require(AdmissionTrial.wuhan)
            _ = try await manager.admit(
                [try trial.line("P1", age: 30), try trial.line("P2", age: 17)],
                in: trial.trial
            )
            _ = try await trial.enrolAll()
            let lines = ["P1", "P2", "P9"].enumerated().map { place, number in
                TrialService.FollowUpLine(
                    line: place + 2,
                    recordNumber: number,
                    site: site,
                    endedOn: Self.endedOn,
                    ending: "discharge"
                )
            }
            let first = try await manager.keepFollowUps(lines, in: trial.trial, at: AdmissionTrial.day).result
            #expect(first == .init(new: 1, unchanged: 0, corrected: 0, unknown: 1, notEnrolled: 1))
            let again = try await manager.keepFollowUps(lines, in: trial.trial, at: AdmissionTrial.day).result
            #expect(again == .init(new: 0, unchanged: 1, corrected: 0, unknown: 1, notEnrolled: 1))
        }
    }

    @Test("an echocardiogram cannot end it, nor follow-up the other kind of trial, whatever program asks")
    func otherEnding() async throws {
        try await AdmissionTrial.with { trial in
            _ = try await trial.service(.dataManager).admit([try trial.line("P1", age: 30)], in: trial.trial)
            let subject = try #require(try await trial.enrolAll()["P1"])
            await #expect(throws: ServiceError.self) {
                try await trial.service(.echoReader).recordEcho(
                    EchoStudy(),
                    of: subject,
                    in: trial.trial,
                    performedOn: Self.endedOn,
                    at: AdmissionTrial.day
                )
            }
            // Past the service: the database's own refusal.
            await #expect(throws: PathRefusal.stepMissing) {
                try await trial.service(.echoReader).acting(as: .echoReader, reason: "test") { transaction in
                    let found = try await ConductStore.participant(subject, of: trial.trial, transaction)
                    let id = try #require(found).id
                    try await ConductStore.record(.echoRecorded, of: id, at: AdmissionTrial.day, transaction)
                }
            }
        }
        try await DemonstrationTrial.with { trial -> Void in
            await #expect(throws: ServiceError.self) {
                try await trial.service(.coordinator).admit([], in: trial.trial)
            }
        }
    }

    @Test("a desk that enters inputs can read neither them nor what a model made of them")
    func blinded() async throws {
        try await AdmissionTrial.with { trial in
            _ = try await trial.service(.coordinator).admit([try trial.line("P1", age: 30)], in: trial.trial)
            _ = try await trial.enrolAll()
            for role in [Role.coordinator, .echoReader, .adjudicator, .monitor] {
                for table in [
                    "ecg.risk_assessment", "ecg.input_set", "ecg.recording", "trial.stratification", "trial.place",
                ] {
                    await #expect(throws: PostgresError.self, "\(role) \(table)") {
                        try await trial.service(role).acting(as: role, readOnly: true) { transaction in
                            _ = try await transaction.query("SELECT * FROM \(fragment: SQL(stringLiteral: table))")
                        }
                    }
                }
            }
            await #expect(throws: ServiceError.self) { try await trial.service(.coordinator).cut(nil, of: trial.trial) }
        }
    }

    @Test("a model that reads other inputs, or lacks a horizon, cannot enrol")
    func otherModel() async throws {
        await #expect(throws: ServiceError.self) {
            try await AdmissionTrial.with(amending: { $0.replacing("name: NLR", with: "name: Ratio") }) { trial in
                // The model is made for the amended protocol, so the card of the shipped one is what differs.
                let shipped = try #require(
                    TrialID(rawValue: "covid-critical-illness").flatMap { try? TrialProtocol.shipped($0) }
                )
                try trial.plan.check(AdmissionTrial.model(for: shipped).card)
            }
        }
    }
}
