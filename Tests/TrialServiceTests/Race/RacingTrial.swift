import Biostatistics
import Electrocardiogram
import Foundation
import PostgreSQL
import Simulation
import Synchronization
import TestSupport
import Testing
import Trial
import TrialStore

@testable import TrialService

/// A trial with few places, and many people who work on it at once.
final class RacingTrial: Sendable {
    /// What became of one attempt.
    enum Outcome: Hashable, Sendable {
        /// An event that was acknowledged.
        case done(String)
        /// A refusal that a rule of the trial explains, by its code.
        case refused(String)
        case unexpected(String)
    }

    struct Tally: Sendable {
        var acknowledged: [String: Int] = [:]
        var refused: [String: Int] = [:]
        var unexpected: [String] = []

        /// A race in which nothing was done, or nothing refused, has shown nothing.
        var hasShownSomething: Bool {
            acknowledged["enrolled", default: 0] >= 8 && refused["enrolment-closed", default: 0] > 0
                && refused["step-missing", default: 0] > 0
        }

        mutating func add(_ outcome: Outcome) {
            switch outcome {
            case .done(let event): acknowledged[event, default: 0] += 1
            case .refused(let code): refused[code, default: 0] += 1
            case .unexpected(let what): unexpected.append(what)
            }
        }
    }

    let demonstration: DemonstrationTrial
    private let nextPatient: Mutex<Int>
    private let tally = Mutex(Tally())
    private let cohort: SimulatedCohort
    private let patients: Int

    var trial: TrialID { demonstration.trial }

    /// Half of the patients are there when the race begins; the others arrive during it.
    init(_ demonstration: DemonstrationTrial, patients: Int) async throws {
        self.demonstration = demonstration
        self.patients = patients
        let last = CalendarDate(year: 2025, month: 6, day: 30)
        cohort = SimulatedCohort(
            seed: 5,
            sites: demonstration.plan.sites.map(\.code.rawValue),
            referenceDate: try #require(last)
        )
        nextPatient = Mutex(patients / 2)
        try await demonstration.service("admin").give(
            .init(role: .coordinator, trial: demonstration.trial, site: nil),
            to: "second-coordinator"
        )
        // Drawn for many places, of which few are left: every desk soon stands before a closed enrolment.
        try await demonstration.fill(patients: patients / 2)
        let owner = try await Connection.connect(demonstration.owner)
        try await owner.execute(
            "UPDATE trial.quota SET places = CASE tier WHEN 'high' THEN 4 WHEN 'mid' THEN 6 ELSE 2 END"
        )
        await owner.close()
    }

    /// Brings two of three who were drawn to where only enrolment is left, so that enrolments meet.
    func consentMost() async throws {
        for (index, subject) in try await subjects().enumerated() where index % 3 > 0 {
            let contacted = await attempt { try await self.contact(subject, by: "coordinator") }
            let consented = await attempt { try await self.consent(subject, by: "coordinator") }
            tally.withLock { tally in [contacted, consented].forEach { tally.add($0) } }
        }
    }

    func subjects() async throws -> [SubjectNumber] {
        try await demonstration.service(.coordinator).candidates(of: trial).map(\.participant.subject)
    }

    /// Lets the actors work for `duration`, and on a busy machine on until something was done and something refused.
    func race(for duration: Duration, actors: Int) async throws -> Tally {
        let end = ContinuousClock.now + duration
        let lastEnd = end + .seconds(60)
        await withTaskGroup(of: Void.self) { group in
            for actor in 0..<actors {
                group.addTask { [self] in
                    var random = Xoshiro256StarStar(seed: UInt64(actor))
                    while ContinuousClock.now < end || (!hasShownSomething && ContinuousClock.now < lastEnd) {
                        let outcomes = await act(actor, &random)
                        tally.withLock { tally in outcomes.forEach { tally.add($0) } }
                    }
                }
            }
        }
        return tally.withLock { $0 }
    }

    private var hasShownSomething: Bool { tally.withLock(\.hasShownSomething) }

    /// A participant at random; every other time one of the first few, so that actors meet.
    func pick(_ random: inout Xoshiro256StarStar) async -> SubjectNumber? {
        guard let subjects = try? await subjects(), !subjects.isEmpty else { return nil }
        let bound = random.uniform() < 0.5 ? min(5, subjects.count) : subjects.count
        return subjects[random.index(below: bound)]
    }
}

/// What actors do; each returns the event that was acknowledged.
extension RacingTrial {
    func contact(_ subject: SubjectNumber, by account: String) async throws -> String {
        try await service(account).contact(subject, in: trial, at: DemonstrationTrial.day)
        return "contacted"
    }

    func consent(_ subject: SubjectNumber, by account: String) async throws -> String {
        _ = try await service(account).consent(subject, in: trial, demonstration.consent)
        return "consented"
    }

    func enrol(_ subject: SubjectNumber, by account: String) async throws -> String {
        try await service(account).enrol(subject, in: trial, at: DemonstrationTrial.day)
        return "enrolled"
    }

    func decline(_ subject: SubjectNumber, by account: String) async throws -> String {
        try await service(account).decline(subject, in: trial, at: DemonstrationTrial.day, reason: "no time")
        return "declined"
    }

    func withdraw(_ subject: SubjectNumber, by account: String) async throws -> String {
        try await service(account)
            .withdraw(subject, in: trial, lost: false, at: DemonstrationTrial.day, reason: "moved away")
        return "withdrawn"
    }

    func recordEcho(of subject: SubjectNumber, correcting: Bool) async throws -> String {
        var echo = EchoStudy()
        echo.lvefPercent = 55
        _ = try await demonstration.service(.echoReader).recordEcho(
            echo,
            of: subject,
            in: trial,
            performedOn: PostgresDate(year: 2025, month: 8, day: 1),
            at: DemonstrationTrial.day,
            reason: correcting ? "read again" : nil
        )
        return "echo"
    }

    func screen() async throws -> String {
        _ = try await demonstration.service(.dataManager).screen(trial, on: DemonstrationTrial.day)
        return "screened"
    }

    func draw(seed: UInt64) async throws -> String {
        _ = try await demonstration.service(.dataManager).draw(trial, seed: seed, at: DemonstrationTrial.day)
        return "drawn"
    }

    func importNext() async throws -> String {
        let index = nextPatient.withLock { next in
            defer { next += 1 }
            return next
        }
        guard index < patients else { return "nobody left" }
        try await demonstration.importPatient(cohort.patient(index))
        return "imported"
    }

    func score() async throws -> String {
        _ = try await demonstration.service(.service).score(trial, with: demonstration.model)
        return "scored"
    }

    func takeCut() async throws -> String {
        _ = try await demonstration.service(.statistician).takeCut(of: trial)
        return "cut"
    }

    private func service(_ account: String) -> TrialService { demonstration.service(account) }
}
