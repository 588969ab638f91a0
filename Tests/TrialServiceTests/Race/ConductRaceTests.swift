import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("Whatever runs at the same time, the trial's rules hold")
struct ConductRaceTests {
    /// How long the actors run; `STRATUM_RACE_SECONDS=60` for the long form.
    private static let duration =
        ProcessInfo.processInfo.environment["STRATUM_RACE_SECONDS"].flatMap(Double.init) ?? 6

    /// What desks and readers did, by the words of ``RacingTrial/Outcome/done(_:)``.
    private static let storedCounts: SQL = """
        SELECT k.event, count(e.*) AS n
        FROM unnest('{contacted,consented,enrolled,declined,withdrawn}'::text[]) AS k (event)
        LEFT JOIN trial.participant_event e USING (event) GROUP BY k.event
        UNION ALL SELECT 'echo', count(*) FROM trial.echo_study
        """

    @Test("64 actors import, draw, contact, enrol, withdraw and record at random: every invariant holds afterwards")
    func everybodyAtOnce() async throws {
        try await DemonstrationTrial.with { demonstration in
            let trial = try await RacingTrial(demonstration, patients: 160)
            try await trial.consentMost()
            let tally = try await trial.race(for: .seconds(Self.duration), actors: 64)
            #expect(tally.unexpected == [], "an actor met an error that no rule of the trial explains")
            let invariants = try TrialInvariant.all()
            #expect(invariants.count == 12)
            for invariant in invariants {
                #expect(try await demonstration.violations(of: invariant) == [], "\(invariant.name)")
            }
            let stored = try await demonstration.query(Self.storedCounts) { row -> (String, Int) in
                (try row.decode("event"), try row.decode("n"))
            }
            for (event, count) in stored {
                #expect(tally.acknowledged[event, default: 0] == count, "\(event): acknowledged and stored differ")
            }
            #expect(tally.hasShownSomething)
        }
    }

    @Test("Two coordinators take the same step with the same participant: one does it, the other is told to look again")
    func twoCoordinators() async throws {
        try await DemonstrationTrial.with { demonstration in
            let trial = try await RacingTrial(demonstration, patients: 40)
            let subjects = try await trial.subjects()
            #expect(subjects.count >= 10)
            for subject in subjects {
                let outcomes = await withTaskGroup(of: RacingTrial.Outcome.self) { group in
                    for desk in ["coordinator", "second-coordinator"] {
                        group.addTask { await trial.attempt { try await trial.contact(subject, by: desk) } }
                    }
                    return await group.reduce(into: [RacingTrial.Outcome]()) { $0.append($1) }
                }
                #expect(Set(outcomes) == [.done("contacted"), .refused("step-missing")])
            }
        }
    }
}

extension DemonstrationTrial {
    fileprivate func violations(of invariant: TrialInvariant) async throws -> [String] {
        let query = SQL(stringLiteral: invariant.violations.replacing(";", with: ""))
        return try await self.query(query) { try $0.decode("violation") }
    }
}
