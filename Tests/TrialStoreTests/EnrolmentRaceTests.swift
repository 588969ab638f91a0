import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

@Suite("A quota holds whatever runs at the same time")
struct EnrolmentRaceTests {
    private static func asCoordinator(of site: String) -> TransactionOptions {
        var options = TransactionOptions()
        options.role = Role.coordinator.databaseRole
        options.settings = [
            ("stratum.account", site == "AAA" ? "coordinator-a" : "coordinator-b"), ("stratum.reason", "test"),
        ]
        return options
    }

    @Test("64 parallel enrolments against a quota of 10: 10 enrolled, 54 refused with one code")
    func sixtyFour() async throws {
        try await MigratedDatabase.with { owner in
            let fixture = try await TrialFixture(owner, high: 64, low: 0, quota: (10, 10), state: "consented")
            let pool = Pool(MigratedDatabase.app(owner), limits: PoolLimits(connections: 16))
            let participants = try await allParticipants(owner)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for (id, site) in participants {
                    group.addTask { await enrol(id, at: site, pool) }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "enrolled" }.count == 10)
            #expect(outcomes.filter { $0 == "enrolment-closed" }.count == 54)
            #expect(try await enrolledCount(owner) == 10)
            #expect(fixture.trial == "fixture")
            await pool.close()
        }
    }

    @Test("Retrying, doubling and mixing tiers never passes either quota nor enrols anybody twice")
    func hammered() async throws {
        try await MigratedDatabase.with { owner in
            _ = try await TrialFixture(owner, high: 12, low: 12, quota: (5, 7), state: "consented")
            let pool = Pool(MigratedDatabase.app(owner), limits: PoolLimits(connections: 12))
            let participants = try await allParticipants(owner)
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<3 {
                    for (id, site) in participants { group.addTask { await enrol(id, at: site, pool) } }
                }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == "enrolled" }.count == 12)
            let connection = try await Connection.connect(owner)
            let rows = try await connection.query(
                """
                SELECT pl.tier, count(*) AS events, count(DISTINCT participant_id) AS people
                FROM trial.participant_event JOIN trial.participant USING (participant_id)
                JOIN trial.place pl USING (trial_id, patient_key) WHERE event = 'enrolled' GROUP BY pl.tier
                ORDER BY pl.tier
                """
            )
            await connection.close()
            let found = try rows.map { row -> [Int] in [try row.decode("events"), try row.decode("people")] }
            #expect(found == [[5, 5], [7, 7]])
            await pool.close()
        }
    }

    @Test("Nobody is enrolled without consent, even where the state says so")
    func withoutConsent() async throws {
        try await MigratedDatabase.with { owner in
            _ = try await TrialFixture(owner, high: 2, low: 0, quota: (10, 10), state: "contacted")
            let pool = Pool(MigratedDatabase.app(owner))
            for (id, site) in try await allParticipants(owner) {
                #expect(await enrol(id, at: site, pool) == "step-missing")
            }
            let connection = try await Connection.connect(owner)
            try await connection.execute("UPDATE trial.participant SET state = 'consented'")
            await connection.close()
            for (id, site) in try await allParticipants(owner) {
                #expect(await enrol(id, at: site, pool) == "step-missing")
            }
            await pool.close()
        }
    }

    @Test("A snapshot from before the lock cannot be used to enrol")
    func repeatableRead() async throws {
        try await MigratedDatabase.with { owner in
            _ = try await TrialFixture(owner, high: 1, low: 0, quota: (1, 1), state: "consented")
            let pool = Pool(MigratedDatabase.app(owner))
            let (id, site) = try #require(try await allParticipants(owner).first)
            var options = Self.asCoordinator(of: site)
            options.isolation = .repeatableRead
            let error = await #expect(throws: PostgresError.self) {
                try await pool.withTransaction(options) { transaction in
                    try await ConductStore.record(.enrolled, of: id, at: Date(), transaction)
                }
            }
            #expect(error?.sqlState == "25000")
            await pool.close()
        }
    }

    private func enrol(_ id: UUID, at site: String, _ pool: Pool) async -> String {
        do {
            try await pool.withTransaction(Self.asCoordinator(of: site)) { transaction in
                try await ConductStore.record(.enrolled, of: id, at: Date(), transaction)
            }
            return "enrolled"
        } catch PathRefusal.enrolmentClosed {
            return EnrolmentRefusal.code
        } catch PathRefusal.stepMissing {
            return "step-missing"
        } catch {
            return "\(error)"
        }
    }

    private func allParticipants(_ owner: ConnectionConfiguration) async throws -> [(UUID, String)] {
        let connection = try await Connection.connect(owner)
        let rows = try await connection.query(
            "SELECT participant_id, site_code FROM trial.participant ORDER BY participant_id"
        )
        await connection.close()
        return try rows.map { (try $0.decode("participant_id"), try $0.decode("site_code")) }
    }

    private func enrolledCount(_ owner: ConnectionConfiguration) async throws -> Int {
        let connection = try await Connection.connect(owner)
        let rows = try await connection.query("SELECT count(*) AS n FROM trial.participant WHERE state = 'enrolled'")
        await connection.close()
        return try rows[0].decode("n")
    }
}
