import Foundation
import PostgreSQL
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("The audit trail")
struct AuditTests {
    private struct Entry: Sendable {
        let actor: String
        let role: String
        let reason: String?
        let request: String?
        let old: String?
        let new: String?
    }

    private func entries(_ trial: DemonstrationTrial, table: String, operation: String) async throws -> [Entry] {
        try await trial.query(
            """
            SELECT actor, role, reason, request_id, old::text AS old, new::text AS new FROM audit.entry
            WHERE table_name = \(table) AND operation = \(operation) ORDER BY entry_id
            """
        ) { row in
            try Entry(
                actor: row.decode("actor"),
                role: row.decode("role"),
                reason: row.decode("reason"),
                request: row.decode("request_id"),
                old: row.decode("old"),
                new: row.decode("new")
            )
        }
    }

    @Test("names actor, role in force, reason and request of every step")
    func actors() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 40)
            let desk = trial.service(.coordinator)
            let subject = try #require(try await desk.candidates(of: trial.trial).first).participant.subject
            try await desk.decline(subject, in: trial.trial, at: DemonstrationTrial.day, reason: "moved away")
            let event = try #require(
                try await entries(trial, table: "trial.participant_event", operation: "INSERT").last
            )
            #expect(event.actor == "coordinator")
            #expect(event.role == "stratum_coordinator")
            #expect(event.reason == "moved away")
            #expect(event.request == "test")
            let state = try #require(try await entries(trial, table: "trial.participant", operation: "UPDATE").last)
            #expect(state.old == #"{"state": "contacted"}"#)
            #expect(state.new == #"{"state": "declined"}"#)
        }
    }

    @Test("a value that comes from or goes to NULL is a change with both sides")
    func nulls() async throws {
        try await DemonstrationTrial.with { trial in
            let connection = try await Connection.connect(trial.owner)
            try await connection.execute("UPDATE ops.account SET os_user = NULL WHERE account_name = 'admin'")
            try await connection.execute("UPDATE ops.account SET os_user = 'again' WHERE account_name = 'admin'")
            await connection.close()
            let found = try await entries(trial, table: "ops.account", operation: "UPDATE")
            #expect(found.map(\.old) == [#"{"os_user": "tester"}"#, #"{"os_user": null}"#])
            #expect(found.map(\.new) == [#"{"os_user": null}"#, #"{"os_user": "again"}"#])
        }
    }

    @Test("keeps waveforms as digests, and identities only sealed")
    func digests() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 2)
            let waveforms = try await entries(trial, table: "ecg.waveform", operation: "INSERT")
            #expect(waveforms.count == 2)
            #expect(waveforms.allSatisfy { ($0.new?.count ?? 0) < 1_000 && $0.new?.contains("sha256") == true })
            let names = try await trial.query(
                "SELECT 1 FROM audit.entry WHERE concat(old, new, key, reason) ~ '0005-00000[12]'"
            ) { _ in 1 }
            #expect(names.isEmpty, "a record number stands in the audit trail")
        }
    }
}
