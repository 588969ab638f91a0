import Foundation
import Glibc
import PostgreSQL
import TestSupport
import Testing

/// An import is stopped at a known place, and then something is killed.
@Suite("An import that is killed", .serialized)
struct KilledImportTests {
    @Test("with its database server says so with exit code 75; run again it finishes, each of 500 files once")
    func killedServer() async throws {
        let (program, files) = try await trial(patients: 500)
        let held = try await PrivateCluster.join(dataFolder: program.data)
        let sameServer = "pg_postmaster_start_time() = (SELECT started FROM public.server)"
        try await withSuperuser(program) { try await $0.run(script: Self.gate(after: 50, while: sameServer)) }
        let importing = try program.start("ecg import \(files) --site NYP --as ingest")
        let owner = held.configuration(user: "stratum_superuser", database: "stratum")
        let number = try server(program.data)
        let connection = try await Connection.connect(owner)
        try await untilThere(50, connection, importing)
        let kept = try await recordings(connection)
        kill(number, SIGKILL)
        let outcome = try await importing.outcome()
        await connection.close()
        #expect(outcome.code == 75)
        #expect(outcome.errors.contains("the database server went away during the import"))
        #expect(outcome.errors.contains("of 500 files are kept"))
        #expect(outcome.errors.contains("run the command again"))
        let told = try #require(outcome.errors.firstMatch(of: /(\d+) of 500 files are kept/)?.output.1)

        let again = try await program.succeed("ecg import \(files) --site NYP --as ingest")
        let there = try #require(again.firstMatch(of: /500 files: (\d+) imported, (\d+) already there, 0 refused/))
        let survived = try #require(Int(there.output.2))
        // A connection that noticed the death late may have committed after the count, never before.
        #expect(kept..<500 ~= survived)
        #expect(Int(told).map { 1...survived ~= $0 } == true, "never more than were committed")
        #expect(try await recordings(program) == [500, 500])
        await held.leave()
    }

    @Test("with the program leaves the server to the next, which finishes the import and stops it")
    func killedProgram() async throws {
        let (program, files) = try await trial(patients: 60)
        let isClosed = "NOT EXISTS (SELECT FROM public.opened)"
        try await withSuperuser(program) { try await $0.run(script: Self.gate(after: 5, while: isClosed)) }
        let importing = try program.start("ecg import \(files) --site NYP --as ingest")
        while ClusterStatus(dataFolder: program.data).state != .running { try await Task.sleep(for: .milliseconds(10)) }
        let owner = ClusterStatus(dataFolder: program.data).configuration(
            user: "stratum_superuser",
            database: "stratum"
        )
        let number = try server(program.data)
        let connection = try await Connection.connect(try #require(owner))
        try await untilThere(5, connection, importing)
        importing.kill()
        _ = try await importing.outcome()
        try await connection.execute("INSERT INTO public.opened VALUES (1)")
        await connection.close()
        let left = ClusterStatus(dataFolder: program.data)
        #expect(left.state == .running)
        #expect(left.programs.isEmpty)
        #expect(try server(program.data) == number)

        let again = try await program.succeed("ecg import \(files) --site NYP --as ingest")
        #expect(again.contains("60 files: "))
        #expect(again.contains(" 0 refused"))
        #expect(ClusterStatus(dataFolder: program.data).state == .stopped)
        #expect(try await recordings(program) == [60, 60])
    }

    /// Lets some recordings in and holds up the others while a condition holds, however fast the import is beside the test.
    private static func gate(after count: Int, while condition: String) -> String {
        """
        CREATE TABLE public.opened (row int);
        CREATE TABLE public.server AS SELECT pg_postmaster_start_time() AS started;
        CREATE FUNCTION public.wait_at_gate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            WHILE (SELECT count(*) FROM ecg.recording) >= \(count) AND \(condition) LOOP
                PERFORM pg_sleep(0.01);
            END LOOP;
            RETURN NEW;
        END $$;
        CREATE TRIGGER gate BEFORE INSERT ON ecg.recording FOR EACH ROW EXECUTE FUNCTION public.wait_at_gate();
        """
    }

    private func trial(patients: Int) async throws -> (program: InstalledProgram, files: String) {
        let folder = try TemporaryClusterFolder()
        let program = InstalledProgram(data: folder.url.appending(path: "data"))
        let cohort = folder.url.path + "/cohort"
        let made = try RunningProgram(
            InstalledProgram.file,
            ["simulate", "--patients", "\(patients)", "--site", "NYP", "--output", cohort],
            [:]
        )
        try #require(try await made.outcome().code == 0)
        try await program.succeed("trial init discovery-shd")
        try await program.succeed("account grant ingest service")
        return (program, cohort + "/ecg/NYP")
    }

    private func untilThere(_ count: Int, _ connection: Connection, _ importing: RunningProgram) async throws {
        while try await recordings(connection) < count {
            if !importing.process.isRunning {
                let outcome = try await importing.outcome()
                try #require(try await recordings(connection) >= count, "\(outcome.code): \(outcome.errors)")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private func recordings(_ connection: Connection) async throws -> Int {
        try await connection.query("SELECT count(*) AS n FROM ecg.recording").first?.decode("n", as: Int.self) ?? 0
    }

    /// Recordings, and different files among them.
    private func recordings(_ program: InstalledProgram) async throws -> [Int] {
        try await withSuperuser(program) { connection in
            let rows = try await connection.query(
                "SELECT count(*) AS n, count(DISTINCT source_sha256) AS different FROM ecg.recording"
            )
            return try rows.flatMap {
                [try $0.decode("n", as: Int.self), try $0.decode("different", as: Int.self)]
            }
        }
    }

    /// Starts the server for as long as the body runs.
    private func withSuperuser<Value: Sendable>(
        _ program: InstalledProgram,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let cluster = try await PrivateCluster.join(dataFolder: program.data)
        let connection = try await Connection.connect(
            cluster.configuration(user: "stratum_superuser", database: "stratum")
        )
        let value = try await body(connection)
        await connection.close()
        await cluster.leave()
        return value
    }

    private func server(_ data: URL) throws -> pid_t {
        let text = try String(contentsOf: data.appending(path: "cluster/data/postmaster.pid"), encoding: .utf8)
        return try #require(text.split(separator: "\n").first.flatMap { pid_t($0) })
    }
}
