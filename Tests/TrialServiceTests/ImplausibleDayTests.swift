import Electrocardiogram
import Foundation
import PostgreSQL
import RiskModel
import Simulation
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("Days that cannot be, or are odd")
struct ImplausibleDayTests {
    private static let tomorrow = Date().addingTimeInterval(2 * 86_400)

    @Test("a step in the future is refused, and so is an echocardiogram")
    func future() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let subject = try #require(try await desk.candidates(of: trial.trial).first).participant.subject
            await expect("lies in the future") {
                try await desk.contact(subject, in: trial.trial, at: Self.tomorrow)
            }
            try await enrol(subject, in: trial)
            await expect("lies in the future") {
                _ = try await echo(of: subject, in: trial, on: PostgresDate(year: 2999, month: 1, day: 1))
            }
            let state = try await desk.candidates(of: trial.trial).first { $0.participant.subject == subject }
            #expect(state?.participant.state == .enrolled)
        }
    }

    @Test("an echocardiogram from before enrolment is taken with a remark, one of the same day without")
    func early() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let subjects = try await desk.candidates(of: trial.trial).map(\.participant)
            let recent = subjects.filter {
                $0.ecgAcquired.map { $0 <= PostgresDate(year: 2025, month: 7, day: 1) } ?? false
            }
            try #require(recent.count >= 2)
            for (participant, day, isEarly) in [(recent[0], 10, true), (recent[1], 15, false)] {
                try await enrol(participant.subject, in: trial)
                let remarks = try await echo(
                    of: participant.subject,
                    in: trial,
                    on: PostgresDate(year: 2025, month: 7, day: day)
                )
                #expect(remarks.contains { $0.contains("5 days before enrolment") } == isEarly, "\(remarks)")
            }
        }
    }

    @Test("screening on a day to come is refused; on an early day no later recording counts")
    func screening() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 30)
            let scored = try await trial.service(.service).score(trial.trial, with: trial.model).scored
            let manager = trial.service(.dataManager)
            await expect("lies in the future") { _ = try await manager.screen(trial.trial, on: Self.tomorrow) }
            let early = try await manager.screen(trial.trial, on: Date(timeIntervalSince1970: 0))
            #expect(early.eligible == 0)
            #expect(early.ineligible.values.reduce(0, +) == scored)
            #expect((early.ineligible["recording-later"] ?? 0) > scored / 2, "\(early)")
        }
    }

    @Test("a patient whose recordings name no day is not eligible; one dated recording is enough")
    func undated() async throws {
        try await DemonstrationTrial.with { trial in
            let last = try #require(CalendarDate(year: 2025, month: 6, day: 30))
            let cohort = SimulatedCohort(seed: 5, sites: trial.plan.sites.map(\.code.rawValue), referenceDate: last)
            for patient in (0..<30).map(cohort.patient) {
                let site = try #require(trial.plan.sites.first { $0.code.rawValue == patient.site })
                let text = String(decoding: try MuseXMLWriter.write(patient.recording), as: UTF8.self)
                let undated = text.replacing(/<Acquisition(Date|Time)>[^<]*<\/Acquisition(Date|Time)>/, with: "")
                #expect(undated.count < text.count)
                _ = try await trial.service(.service).importRecording(
                    Data(undated.utf8),
                    site: site.code,
                    timeZone: site.timeZone
                )
            }
            let service = trial.service(.service)
            let scored = try await service.score(trial.trial, with: trial.model).scored
            try #require(scored > 20)
            let manager = trial.service(.dataManager)
            let undated = try await manager.screen(trial.trial, on: DemonstrationTrial.day)
            #expect(undated.eligible == 0)
            let members = try await Self.reasons(of: trial)
            #expect(members.count == scored && members.allSatisfy { $0.contains("recording-undated") })

            try await trial.importCohort(patients: 30)
            _ = try await service.score(trial.trial, with: trial.model)
            let dated = try await manager.screen(trial.trial, on: DemonstrationTrial.day)
            #expect(dated.eligible > 0)
            #expect(try await Self.reasons(of: trial).allSatisfy { !$0.contains("recording-undated") })
        }
    }

    /// The reasons of every member of the open frame.
    private static func reasons(of trial: DemonstrationTrial) async throws -> [[String]] {
        try await trial.query("SELECT reasons FROM trial.frame_member") { try $0.decode("reasons") }
    }

    @Test("a recording from the future is refused by its reason code, one without its unit is kept with a doubt")
    func recordings() async throws {
        try await DemonstrationTrial.with { trial in
            let last = try #require(CalendarDate(year: 2025, month: 6, day: 30))
            let patient = SimulatedCohort(seed: 5, sites: ["NYP"], referenceDate: last).patient(0)
            let text = String(decoding: try MuseXMLWriter.write(patient.recording), as: UTF8.self)
            let site = try #require(trial.plan.sites.first)
            func outcome(_ text: String) async throws -> TrialService.ImportOutcome {
                try await trial.service(.service).importRecording(
                    Data(text.utf8),
                    site: site.code,
                    timeZone: site.timeZone
                )
            }
            let later = text.replacing(/AcquisitionDate>[^<]*</, with: "AcquisitionDate>01-01-2999<")
            guard case .refused("recorded-in-future", _) = try await outcome(later) else {
                Issue.record("was not refused")
                return
            }
            guard case .imported(let kept) = try await outcome(text.replacing("MICROVOLTS", with: "FURLONGS")) else {
                Issue.record("was not imported")
                return
            }
            #expect(kept.doubts == [.amplitudeUnitUnknown])
            #expect(kept.message.contains("at line"))
        }
    }

    private func enrol(_ subject: SubjectNumber, in trial: DemonstrationTrial) async throws {
        let desk = trial.service(.coordinator)
        try await desk.contact(subject, in: trial.trial, at: DemonstrationTrial.day)
        _ = try await desk.consent(subject, in: trial.trial, trial.consent)
        try await desk.enrol(subject, in: trial.trial, at: DemonstrationTrial.day)
    }

    private func echo(
        of subject: SubjectNumber,
        in trial: DemonstrationTrial,
        on day: PostgresDate
    ) async throws -> [String] {
        var echo = EchoStudy()
        echo.lvefPercent = 60
        return try await trial.service(.echoReader).recordEcho(
            echo,
            of: subject,
            in: trial.trial,
            performedOn: day,
            at: DemonstrationTrial.day
        )
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
