import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

/// What a desk may do with likenesses is asked of the database itself.
@Suite("One person is enrolled once")
struct DuplicatePersonTests {
    /// Patients 1 to 4 alternate between the sites `BBB` and `AAA`; 1 and 2 bear the same mark.
    private func withNamesakes(
        quota: (Int, Int) = (9, 9),
        _ body: (Desks) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { owner in
            _ = try await TrialFixture(owner, high: 2, low: 2, quota: quota, state: "consented")
            let connection = try await Connection.connect(owner)
            try await connection.run(
                script: """
                    INSERT INTO identity.sealing_key VALUES ('k', 'current');
                    INSERT INTO identity.person_mark
                    SELECT md5('patient ' || i)::uuid, 'k', 'name_and_birth_date', sha256('namesake')
                    FROM generate_series(1, 2) i;
                    """
            )
            await connection.close()
            let pool = Pool(MigratedDatabase.app(owner))
            try await body(Desks(owner: owner, pool: pool))
            await pool.close()
        }
    }

    @Test("whichever of two desks is first, and when both are at the same moment", arguments: 0..<6)
    func race(round: Int) async throws {
        try await withNamesakes { desks in
            let outcomes = await withTaskGroup(of: String.self) { group in
                for number in round % 2 == 0 ? [1, 2] : [2, 1] { group.addTask { await desks.enrol(number) } }
                return await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(outcomes.sorted() == ["enrolled", "possible-duplicate"])
            #expect(await desks.enrol(3) == "enrolled", "who looks like nobody is not held up")
        }
    }

    @Test("and after a desk said why they are two, both are")
    func decided() async throws {
        try await withNamesakes { desks in
            #expect(await desks.enrol(1) == "enrolled")
            #expect(await desks.enrol(2) == "possible-duplicate")
            #expect(await desks.enrol(2, because: "twin, seen both") == "enrolled")
            let kept = try await desks.query("SELECT decided_by || ': ' || reason AS t FROM trial.distinct_person")
            #expect(kept == ["coordinator-a: twin, seen both"])
            #expect(await desks.enrol(3, because: "nobody like me") == "enrolled")
            #expect(try await desks.query("SELECT reason AS t FROM trial.distinct_person").count == 1)
        }
    }

    @Test("a reason that says nothing is none")
    func emptyReason() async throws {
        try await withNamesakes { desks in
            #expect(await desks.enrol(1) == "enrolled")
            #expect(await desks.enrol(2, because: "  ") == "23514")
            #expect(await desks.enrol(2) == "possible-duplicate")
        }
    }

    @Test("the answer is the same whether or not the tier has a place left")
    func blinded() async throws {
        for quota in [(1, 1), (2, 2)] {
            try await withNamesakes(quota: quota) { desks in
                #expect(await desks.enrol(1) == "enrolled")
                #expect(await desks.enrol(2) == "possible-duplicate")
            }
        }
    }

    @Test("a desk is warned of its own participants only, and reads neither marks nor decisions")
    func reach() async throws {
        try await withNamesakes { desks in
            #expect(await desks.enrol(1) == "enrolled")
            let own = try await desks.isWarned(of: 2, as: "coordinator-a")
            let unlike = try await desks.isWarned(of: 4, as: "coordinator-a")
            let foreign = try await desks.isWarned(of: 2, as: "coordinator-b")
            #expect([own, unlike, foreign] == [true, false, false])
            for table in ["identity.person_mark", "trial.distinct_person", "identity.sealing_key"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await desks.acting("coordinator", as: "coordinator-a") {
                        try await $0.query(SQL(stringLiteral: "SELECT * FROM \(table)"))
                    }
                }
                #expect(error?.sqlState == "42501", "\(table)")
            }
            let error = await #expect(throws: PostgresError.self) {
                try await desks.acting("coordinator", as: "coordinator-b") {
                    try await ConductStore.decideDistinct(desks.participant(2), because: "no", $0)
                }
            }
            #expect(error?.sqlState == "42501", "another site's participant")
        }
    }

    @Test("a data manager sees the pair by subject numbers, undecided and decided")
    func listed() async throws {
        try await withNamesakes { desks in
            let trial = try #require(TrialID(rawValue: "fixture"))
            func pairs() async throws -> [ConductStore.Likeness] {
                try await desks.acting("data_manager", as: "manager") {
                    try await ConductStore.likenesses(of: trial, $0)
                }
            }
            let before = try await pairs()
            #expect(before.count == 1)
            #expect(before.first.map { [$0.subject.prefix(3), $0.other.prefix(3)] } == ["AAA", "BBB"])
            #expect(before.first?.agree == [.nameAndBirthDate])
            #expect(before.first?.decidedBy == nil)
            #expect(await desks.enrol(1) == "enrolled")
            #expect(await desks.enrol(2, because: "twin") == "enrolled")
            #expect(try await pairs().first?.reason == "twin")
        }
    }
}

/// The two coordinators of the fixture at the same database.
private struct Desks: Sendable {
    let owner: ConnectionConfiguration
    let pool: Pool

    func acting<T: Sendable>(
        _ role: String,
        as account: String,
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        var options = TransactionOptions()
        options.role = "stratum_" + role
        options.settings = [("stratum.account", account), ("stratum.reason", "test")]
        return try await pool.withTransaction(options, body)
    }

    /// As the fixture makes them.
    func participant(_ number: Int) async throws -> UUID {
        let connection = try await Connection.connect(owner)
        let rows = try await connection.query(
            "SELECT md5('participant ' || md5('patient ' || \(number))::uuid)::uuid AS id"
        )
        await connection.close()
        return try rows[0].decode("id")
    }

    func enrol(_ number: Int, because reason: String? = nil) async -> String {
        do {
            let id = try await participant(number)
            try await acting("coordinator", as: number % 2 == 0 ? "coordinator-a" : "coordinator-b") {
                if let reason { _ = try await ConductStore.decideDistinct(id, because: reason, $0) }
                try await ConductStore.record(.enrolled, of: id, at: Date(), $0)
            }
            return "enrolled"
        } catch PathRefusal.possibleDuplicate {
            return EnrolmentRefusal.duplicateCode
        } catch let error as PostgresError {
            return error.sqlState ?? "\(error)"
        } catch {
            return "\(error)"
        }
    }

    func isWarned(of number: Int, as account: String) async throws -> Bool {
        let id = try await participant(number)
        return try await acting("coordinator", as: account) {
            try await ConductStore.mayBeEnrolledAlready(id, $0)
        }
    }

    func query(_ sql: SQL) async throws -> [String] {
        let connection = try await Connection.connect(owner)
        let rows = try await connection.query(sql)
        await connection.close()
        return try rows.map { try $0.decode("t") }
    }
}
