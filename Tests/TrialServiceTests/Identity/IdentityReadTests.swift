import Foundation
import PostgreSQL
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("A look at who somebody is")
struct IdentityReadTests {
    /// Entries of reads of identities since the beginning, oldest first.
    private func reads(_ trial: DemonstrationTrial, by actor: String) async throws -> [String] {
        try await trial.query(
            """
            SELECT concat_ws(' ', key ->> 'lookup', key ->> 'patient_key', trial_id, site_code) AS t FROM audit.entry
            WHERE operation = 'READ' AND table_name = 'identity.patient' AND actor = \(actor) ORDER BY entry_id
            """
        ) { try $0.decode("t") }
    }

    @Test("by a list is one entry for each person on it, with trial and site")
    func list() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let listed = try await trial.service(.coordinator).candidates(of: trial.trial)
            #expect(listed.count > 5)
            #expect(listed.allSatisfy { $0.identity != nil })
            let expected = listed.map { "\($0.participant.patient) discovery-shd \($0.participant.site)" }
            #expect(try await reads(trial, by: "coordinator").sorted() == expected.sorted())
        }
    }

    @Test("by record number finds own participants only, and leaves a hit or a miss without the number")
    func find() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let wanted = try #require(try await desk.candidates(of: trial.trial).last)
            let number = try #require(wanted.identity?.recordNumber)
            let before = try await reads(trial, by: "coordinator").count
            #expect(try await desk.candidates(of: trial.trial, recordNumber: " \(number) ") == [wanted])
            #expect(try await desk.candidates(of: trial.trial, recordNumber: "no-such-number") == [])
            let key = wanted.participant.patient
            #expect(
                try await reads(trial, by: "coordinator").dropFirst(before) == [
                    "hit \(key) discovery-shd \(wanted.participant.site)",
                    "\(key) discovery-shd \(wanted.participant.site)",
                    "miss discovery-shd CSMC",
                ]
            )
            let leaks = try await trial.query(
                "SELECT 1 FROM audit.entry e WHERE position(\(number) IN e::text) > 0"
            ) { _ in 1 }
            #expect(leaks.isEmpty)
        }
    }

    @Test("of somebody who is no participant finds nobody, though they are a patient")
    func notDrawn() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 5)
            try await trial.service("admin").give(
                .init(role: .coordinator, trial: trial.trial, site: nil),
                to: "coordinator"
            )
            let found = try await trial.service(.coordinator).candidates(
                of: trial.trial,
                recordNumber: "0005-000001"
            )
            #expect(found.isEmpty)
        }
    }

    @Test("an import of a known patient and a history file leave their lookups")
    func lookups() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 3)
            #expect(try await reads(trial, by: "service").isEmpty, "who is new was not looked at")
            try await trial.importCohort(patients: 3)
            let again = try await reads(trial, by: "service")
            #expect(again.count == 3)
            #expect(again.allSatisfy { $0.hasPrefix("hit ") })
            let site = try #require(trial.plan.sites.first?.code)
            let lines = ["0005-000001", "nobody"].map {
                TrialService.HistoryLine(recordNumber: $0, site: site, history: .init())
            }
            let kept = try await trial.service(.dataManager).keepHistory(lines)
            let looked = try await reads(trial, by: "data_manager")
            #expect(looked.count == 2)
            #expect(looked.filter { $0.hasPrefix("hit ") }.count == kept)
        }
    }

    @Test(
        "goes through the functions that leave a trace, whichever role asks",
        arguments: [Role.coordinator, .service, .dataManager, .statistician, .administrator, .monitor]
    )
    func otherwise(role: Role) async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 20)
            let service = role == .administrator ? trial.service("admin") : trial.service(role)
            for statement: SQL in [
                "SELECT sealed FROM identity.patient", "SELECT record_number_hash FROM identity.patient",
                "SELECT mark FROM identity.person_mark", "UPDATE identity.patient SET site_code = 'NYP'",
                "INSERT INTO identity.sealing_key VALUES ('x', 'current')",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await service.acting(as: role, reason: "test") { try await $0.query(statement) }
                }
                #expect(error?.sqlState == "42501")
            }
        }
    }

    @Test("the audit trail holds neither sealed bytes nor keyed hashes")
    func digests() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 3)
            let found = try await trial.query(
                """
                SELECT 1 FROM audit.entry e, identity.patient p LEFT JOIN identity.person_mark m USING (patient_key)
                WHERE position(encode(p.sealed, 'hex') IN e::text) > 0
                   OR position(encode(p.record_number_hash, 'hex') IN e::text) > 0
                   OR position(encode(m.mark, 'hex') IN e::text) > 0
                """
            ) { _ in 1 }
            #expect(found.isEmpty)
            let kept = try await trial.query(
                "SELECT new ->> 'sealed' AS t FROM audit.entry WHERE table_name = 'identity.patient' AND new ? 'sealed'"
            ) { try $0.decode("t", as: String.self) }
            #expect(kept.count == 3)
            #expect(kept.allSatisfy { $0.contains("sha256") })
        }
    }
}
