import AuditTrail
import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("A sealed trail")
struct SealTests {
    /// A trial with a sealed trail of some dozen entries, and what a superuser does to it.
    private func findings(
        after change: String,
        sealing: Bool = true
    ) async throws -> TrailFindings {
        try await DemonstrationTrial.with { trial in
            try await trial.importCohort(patients: 3)
            _ = try await trial.sealEverything()
            let connection = try await Connection.connect(trial.owner)
            try await connection.run(
                script: "ALTER TABLE audit.entry DISABLE TRIGGER append_only; "
                    + "ALTER TABLE audit.seal DISABLE TRIGGER append_only; " + change
            )
            await connection.close()
            return try await trial.service("admin").verifyTrail()
        }
    }

    /// Numbers entries from the first, whatever number that has.
    private static let fifth = "entry_id = (SELECT entry_id FROM audit.entry ORDER BY entry_id LIMIT 1 OFFSET 4)"

    @Test("is whole, however many seals it has")
    func whole() async throws {
        try await DemonstrationTrial.with { trial in
            let first = try await trial.sealEverything()
            try await trial.importCohort(patients: 2)
            let findings = try await trial.sealEverything()
            #expect(try await trial.service("admin").sealTrail() == 0)
            #expect(findings.damages == [])
            #expect(findings.seals > first.seals && findings.intact >= first.intact + 6)
            let all = try await trial.query("SELECT count(*) AS n FROM audit.entry") {
                try $0.decode("n", as: Int.self)
            }
            #expect(all == [findings.intact])
        }
    }

    @Test(
        "names the entry in which the superuser changed anything",
        arguments: [
            "actor = actor || '.'", "role = 'x'", "reason = reason || ' '", "at = at + interval '1 microsecond'",
            "request_id = NULL", "table_name = 'trial.site'", "key = key || '{\"more\": 1}'", "new = NULL",
            "old = '{}'", "trial_id = 'other'", "site_code = 'ZZZ'", "salt = gen_random_uuid()", "operation = 'UPDATE'",
        ]
    )
    func altered(change: String) async throws {
        let found = try await findings(
            after:
                "UPDATE audit.entry SET reason = 'none' WHERE false; UPDATE audit.entry SET \(change) WHERE entry_id = "
                + "(SELECT min(entry_id) FROM audit.entry WHERE reason IS NOT NULL AND new IS NOT NULL)"
        )
        #expect(found.damages.map(\.kind) == [.entryAltered])
    }

    @Test("names deleted, moved, renumbered and swapped entries")
    func deletedAndMoved() async throws {
        let deleted = try await findings(after: "DELETE FROM audit.entry WHERE \(Self.fifth)")
        #expect(deleted.damages.map(\.kind) == [.entryDeleted])
        let moved = try await findings(
            after:
                "UPDATE audit.entry SET transaction_id = (SELECT max(transaction_id) FROM audit.entry) WHERE \(Self.fifth)"
        )
        #expect(moved.damages.count == 1)
        #expect(moved.damages.allSatisfy { [.entryMoved, .entryAltered].contains($0.kind) })
        let swapped = try await findings(
            after: """
                WITH pair AS (SELECT entry_id, lead(entry_id) OVER w AS other FROM audit.entry
                    WINDOW w AS (ORDER BY entry_id) ORDER BY entry_id LIMIT 1)
                UPDATE audit.entry e SET actor = o.actor, at = o.at, table_name = o.table_name, key = o.key, new = o.new
                FROM pair, audit.entry o
                WHERE (e.entry_id, o.entry_id) IN ((pair.entry_id, pair.other), (pair.other, pair.entry_id))
                """
        )
        #expect(swapped.damages.map(\.kind) == [.entryAltered, .entryAltered])
    }

    @Test("names an entry that was slipped in among sealed ones")
    func inserted() async throws {
        let found = try await findings(
            after: """
                INSERT INTO audit.entry (transaction_id, actor, role, table_name, operation, key)
                SELECT transaction_id, 'anna', 'x', 'trial.consent', 'INSERT', '{}' FROM audit.entry
                ORDER BY entry_id LIMIT 1
                """
        )
        #expect(found.damages.map(\.kind) == [.entryInserted])
        #expect(found.damages.first?.table == "trial.consent")
    }

    @Test("names altered and missing seals")
    func seals() async throws {
        let altered = try await findings(after: "UPDATE audit.seal SET sealed_at = sealed_at - interval '1 day'")
        #expect(altered.damages.first?.kind == .sealAltered)
        let resigned = try await findings(
            after: "UPDATE audit.seal SET signature = sha256('a') || sha256('b')"
        )
        #expect(resigned.damages.first?.kind == .signatureInvalid)
        let missing = try await findings(
            after: "DELETE FROM audit.seal WHERE number = (SELECT max(number) FROM audit.seal)"
        )
        #expect(missing.damages == [], "only a head that somebody noted can tell")
        #expect(missing.unsealed > 0)
    }

    @Test("holds late committers too, and never makes a writer wait")
    func lateCommitter() async throws {
        try await DemonstrationTrial.with { trial in
            let administrator = trial.service("admin")
            _ = try await trial.sealEverything()
            let late = try await Connection.connect(trial.owner)
            try await late.run(script: "BEGIN; INSERT INTO ops.account (account_name) VALUES ('late')")
            try await administrator.give(.init(role: .monitor, trial: trial.trial, site: nil), to: "early")
            #expect(try await administrator.sealTrail() == 0)
            try await late.run(script: "COMMIT")
            await late.close()
            #expect(try await trial.sealEverything().damages == [])
        }
    }

    @Test("stays whole while many write and many seal at once")
    func race() async throws {
        try await DemonstrationTrial.with { trial in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for number in 0..<10 {
                            try await trial.service("admin").give(
                                .init(role: .monitor, trial: trial.trial, site: nil),
                                to: "m\(writer)-\(number)"
                            )
                            _ = try await trial.service("admin").sealTrail()
                        }
                    }
                }
                try await group.waitForAll()
            }
            let findings = try await trial.sealEverything()
            #expect(findings.damages == [])
            let sealed = try await trial.query(
                "SELECT count(*) AS n, count(DISTINCT id) AS ids FROM audit.seal, unnest(entry_ids) AS id"
            ) { [try $0.decode("n", as: Int.self), try $0.decode("ids")] }
            #expect(sealed == [[findings.intact, findings.intact]])
        }
    }

    @Test("can be neither read through nor lengthened by a trial role")
    func closedToRoles() async throws {
        try await DemonstrationTrial.with { trial in
            for statement: SQL in [
                "SELECT * FROM audit.leaves(0, 0, 9, 9, 9)", "SELECT audit.horizon()",
                "INSERT INTO audit.signing_key (key_id, public_key) VALUES ('0123456789abcdef', sha256('x'))",
                "DELETE FROM audit.seal", "SELECT * FROM audit.entry",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await trial.service(.dataManager).acting(as: .dataManager, reason: "test") {
                        try await $0.query(statement)
                    }
                }
                #expect(error?.sqlState == "42501")
            }
        }
    }
}

extension DemonstrationTrial {
    /// Seals until nothing is left; a transaction of any database of the test server may hold the horizon back.
    func sealEverything() async throws -> TrailFindings {
        while true {
            _ = try await service("admin").sealTrail()
            let findings = try await service("admin").verifyTrail()
            if findings.unsealed == 0 { return findings }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
