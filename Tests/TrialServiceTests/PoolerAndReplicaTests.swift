import Foundation
import PostgreSQL
import TestSupport
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite(
    "Behind PgBouncer in transaction mode, with a streaming standby for reads",
    .enabled(if: ReplicatedServer.hasPooler, "pgbouncer is not installed: apt-get install pgbouncer")
)
struct PoolerAndReplicaTests {
    private func withTrial(_ body: (DemonstrationTrial) async throws -> Void) async throws {
        let server = try await ReplicatedServer.start()
        let connection = try await Connection.connect(server.primary)
        try await connection.run(script: "CREATE DATABASE main")
        await connection.close()
        let owner = server.primary.database("main")
        let migrating = try await Connection.connect(owner)
        _ = try await Migrator(migrating).migrate()
        await migrating.close()
        try await DemonstrationTrial.on(
            owner,
            app: ReplicatedServer.pooled(owner),
            reader: ReplicatedServer.standby(owner).user("stratum_app"),
            body
        )
    }

    @Test("the main job gives the same bytes as without, read at the standby")
    func mainJob() async throws {
        func conducted(_ trial: DemonstrationTrial) async throws -> TrialService.NamedCut {
            // Six at a time, so that transactions of several sessions share the pooler's connections.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await trial.importCohort(patients: 60) } }
                try await group.waitForAll()
            }
            try await trial.fill(patients: 60)
            try await trial.conduct()
            return try await trial.service(.statistician).takeCut(of: trial.trial)
        }
        let plain = try await DemonstrationTrial.with { try await conducted($0) }
        try await withTrial { trial in
            let cut = try await conducted(trial)
            #expect(cut.digest == plain.digest)
            #expect(cut.remark == nil)
            #expect(cut.cut.rows.count > 10)
            let statistician = trial.service(.statistician)
            #expect(try await statistician.cut(cut.number, of: trial.trial).cut == cut.cut)
            #expect(try await statistician.takeCut(of: trial.trial).number == cut.number)
            let patients = try await trial.query("SELECT count(*) AS n FROM identity.patient") {
                try $0.decode("n", as: Int.self)
            }
            #expect(patients == [60])
        }
    }

    @Test("a cut holds what was just acknowledged, whether the standby follows, lags or is gone")
    func acknowledged() async throws {
        try await withTrial { trial in
            try await trial.fill(patients: 40)
            try await trial.conduct()
            for ejection in [30.0, 31, 32] {
                let taken = try await corrected(to: ejection, trial)
                #expect(taken.remark == nil)
            }
            try await atStandby(trial, "SELECT pg_wal_replay_pause()")
            let lagging = try await corrected(to: 33, trial)
            #expect(lagging.remark?.contains("lags") == true)
            try await atStandby(trial, "SELECT pg_wal_replay_resume()")
            #expect(try await corrected(to: 34, trial).remark == nil)
        }
    }

    @Test("a server that is no standby, or of another database, is not read")
    func wrongReplica() async throws {
        try await withTrial { trial in
            try await trial.fill(patients: 20)
            let primary = MigratedDatabase.app(trial.owner)
            let other = ReplicatedServer.standby(trial.owner).user("postgres").database("postgres")
            for (reader, words) in [(primary, "no standby"), (other, "PostgreSQL")] {
                let replica = ReadReplica(reader, patience: .seconds(1))
                let service = TrialService(
                    pool: trial.pool,
                    replica: replica,
                    identityKeys: trial.keys,
                    account: "statistician"
                )
                let cut = try await service.takeCut(of: trial.trial)
                #expect(cut.remark?.contains(words) == true, "\(cut.remark ?? "")")
                await replica.close()
            }
        }
    }

    /// Corrects one echocardiogram and takes a cut at once, which must hold it.
    private func corrected(to ejection: Double, _ trial: DemonstrationTrial) async throws -> TrialService.NamedCut {
        var echo = EchoStudy()
        echo.lvefPercent = ejection
        let desk = trial.service(.coordinator)
        let listed = try await desk.candidates(of: trial.trial, state: .echoRecorded)
        let subject = try #require(listed.first).participant.subject
        // Normal or not in turn, so that each correction changes the cut.
        if Int(ejection) % 2 == 1 { echo.lvefPercent = 60 }
        _ = try await trial.service(.echoReader).recordEcho(
            echo,
            of: subject,
            in: trial.trial,
            performedOn: PostgresDate(year: 2025, month: 8, day: 1),
            at: DemonstrationTrial.day,
            reason: "correction"
        )
        let taken = try await trial.service(.statistician).takeCut(of: trial.trial)
        let row = taken.cut.rows.first { $0.subject == subject.rawValue }
        #expect(row?.outcomes[.shd] == (Int(ejection) % 2 == 0), "\(ejection)")
        return taken
    }

    private func atStandby(_ trial: DemonstrationTrial, _ sql: SQL) async throws {
        let connection = try await Connection.connect(ReplicatedServer.standby(trial.owner))
        _ = try await connection.query(sql)
        await connection.close()
    }
}
