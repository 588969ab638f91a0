import PostgreSQL
import TestSupport
import Testing

/// What a role can reach is asked of the database itself, in the words an attacker would use.
@Suite("As the database role of a coordinator")
struct BlindingTests {
    private func asCoordinator<T: Sendable>(
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        try await MigratedDatabase.with { owner in
            _ = try await TrialFixture(owner, high: 4, low: 4, quota: (2, 2))
            let pool = Pool(MigratedDatabase.app(owner))
            var options = TransactionOptions()
            options.role = "stratum_coordinator"
            options.settings = [("stratum.account", "coordinator-a")]
            let result = try await pool.withTransaction(options, body)
            await pool.close()
            return result
        }
    }

    @Test(
        "scores and tiers can neither be read, nor ordered by, nor counted",
        arguments: [
            "SELECT probabilities FROM ecg.risk_assessment",
            "SELECT patient_key FROM ecg.risk_assessment ORDER BY probabilities[1]",
            "SELECT tier FROM trial.stratification", "SELECT tier FROM trial.place",
            "SELECT tier FROM trial.frame_member", "SELECT count(*) FROM trial.place GROUP BY tier",
            "SELECT places FROM trial.quota", "SELECT content FROM analysis.data_cut",
            "SELECT p.subject_number FROM trial.participant p JOIN trial.place USING (trial_id, patient_key) ORDER BY tier",
            "SELECT draw_order FROM trial.place", "SELECT new FROM audit.entry",
            "SELECT statements FROM ecg.recording",
        ]
    )
    func tiersAreOutOfReach(statement: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await asCoordinator { try await $0.query(SQL(stringLiteral: statement)) }
        }
        #expect(error?.sqlState == "42501")
    }

    @Test("only the own site's participants and patients are there")
    func ownSite() async throws {
        let (sites, patients) = try await asCoordinator { transaction in
            let sites = try await transaction.query("SELECT DISTINCT site_code FROM trial.participant")
            let patients = try await transaction.query("SELECT DISTINCT site_code FROM identity.patient")
            return (
                try sites.map { try $0.decode("site_code", as: String.self) },
                try patients.map { try $0.decode("site_code", as: String.self) }
            )
        }
        #expect(sites == ["AAA"])
        #expect(patients == ["AAA"])
    }

    @Test("no column of what a desk may read is called after a tier or a score")
    func columns() async throws {
        let names = try await asCoordinator { transaction in
            try await transaction.query(
                """
                SELECT table_schema || '.' || table_name || '.' || column_name AS name
                FROM information_schema.column_privileges
                WHERE grantee = 'stratum_coordinator' AND privilege_type = 'SELECT'
                  AND column_name ~ '(tier|score|probab|risk|stratum|draw|quota|place)'
                """
            ).map { try $0.decode("name", as: String.self) }
        }
        #expect(names == [])
    }

    @Test(
        "an audit entry can be neither changed nor removed nor made up",
        arguments: [
            "UPDATE audit.entry SET actor = 'x'", "DELETE FROM audit.entry", "TRUNCATE audit.entry",
            "INSERT INTO audit.entry (actor, role, table_name, operation, key) VALUES ('x', 'x', 'x', 'INSERT', '{}')",
        ]
    )
    func auditIsOutOfReach(statement: String) async throws {
        let error = await #expect(throws: PostgresError.self) {
            try await asCoordinator { try await $0.execute(SQL(stringLiteral: statement)) }
        }
        #expect(error?.sqlState == "42501")
    }

    @Test("an event of another site's participant is refused with the same words as one that is not there")
    func otherSite() async throws {
        let states = try await MigratedDatabase.with { owner -> [String?] in
            _ = try await TrialFixture(owner, high: 4, low: 4, quota: (2, 2))
            let connection = try await Connection.connect(owner)
            let others = try await connection.query(
                "SELECT participant_id::text AS id FROM trial.participant WHERE site_code = 'BBB' LIMIT 1"
            )
            await connection.close()
            let pool = Pool(MigratedDatabase.app(owner))
            var options = TransactionOptions()
            options.role = "stratum_coordinator"
            options.settings = [("stratum.account", "coordinator-a")]
            var states: [String?] = []
            for id in [try others[0].decode("id", as: String.self), "00000000-0000-0000-0000-000000000000"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await pool.withTransaction(options) { transaction in
                        try await transaction.execute(
                            """
                            INSERT INTO trial.participant_event (participant_id, sequence, event, occurred_at)
                            VALUES (\(id)::text::uuid, 1, 'contacted', now())
                            """
                        )
                    }
                }
                states.append(error?.sqlState)
            }
            await pool.close()
            return states
        }
        #expect(states == ["42501", "42501"])
    }

    @Test("another account's name gives nothing to a role that this account does not hold")
    func borrowedRole() async throws {
        let count = try await MigratedDatabase.with { owner -> Int in
            _ = try await TrialFixture(owner, high: 4, low: 4, quota: (2, 2))
            let pool = Pool(MigratedDatabase.app(owner))
            var options = TransactionOptions()
            options.role = "stratum_statistician"
            options.settings = [("stratum.account", "coordinator-a")]
            let rows = try await pool.withTransaction(options) { transaction in
                try await transaction.query("SELECT tier FROM trial.frame_member")
            }
            await pool.close()
            return rows.count
        }
        #expect(count == 0)
    }
}
