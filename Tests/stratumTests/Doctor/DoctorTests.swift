import Foundation
import Glibc
import PostgreSQL
import TestSupport
import Testing

@testable import TrialStore
@testable import stratum

@Suite("The doctor")
struct DoctorTests {
    @Test("finds nothing wrong where nothing is yet, and makes nothing")
    func nothing() async throws {
        let folder = try TemporaryClusterFolder(subfolder: "/none").url
        let findings = await DoctorCommand.findings(dataFolder: folder, environment: [:])
        #expect(findings.allSatisfy { $0.level == .ok }, "\(findings)")
        for model in ["shd-simulated", "critical-illness-simulated"] {
            #expect(findings.contains { $0.check == "models" && $0.text.contains(model) }, "\(model)")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test("says that a folder cannot be made where this user may not write", .enabled(if: geteuid() != 0))
    func noPlace() async {
        let findings = await DoctorCommand.findings(dataFolder: URL(filePath: "/proc/stratum/data"), environment: [:])
        #expect(findings.first { $0.check == "data folder" }?.level == .wrong)
    }

    @Test("looks into a running database, and tells of a key that is missing, open to others, or another")
    func keys() async throws {
        let program = InstalledProgram(data: try TemporaryClusterFolder(subfolder: "/data").url)
        try await program.succeed("trial init discovery-shd")
        let cluster = try await PrivateCluster.join(dataFolder: program.data)
        let file = program.data.appending(path: "identity.key")
        let key = try IdentityKeyFile.read(file)
        try await seal(with: key.id, cluster)
        #expect(try await level("identity key", program) == .ok)
        #expect(try await level("schema", program) == .ok)
        #expect(try await level("backup", program) == .warning)

        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        #expect(try await text("identity key", program).contains("chmod 600"))
        try FileManager.default.removeItem(at: file)
        #expect(try await text("identity key", program).contains("put its copy back"))
        _ = try IdentityKeyFile.readOrCreate(file)
        #expect(try await text("identity key", program).contains("the database needs \(key.id)"))
        let printed = try await program.run("doctor")
        #expect(printed.code == 69)
        #expect(printed.output.contains("wrong    identity key"))
        await cluster.leave()

        let stopped = try await program.run("doctor --json")
        #expect(stopped.output.contains("\"stopped; it was not started"))
        #expect(ClusterStatus(dataFolder: program.data).state == .stopped, "it was not started to look")
    }

    @Test("tells of a schema that lacks a migration, and of roles that are not there")
    func schema() async throws {
        try await TestDatabase.withEmpty { owner in
            let connection = try await Connection.connect(owner)
            let health = try await DatabaseHealth.read(connection)
            await connection.close()
            let findings = HealthFindings(health, mend: "run it").all
            #expect(findings.first { $0.check == "schema" }?.level == .wrong)
            #expect(findings.first { $0.check == "schema" }?.text.contains("run it") == true)
        }
    }

    @Test("tells of a server that does not answer, a key that is not named, and never fails itself")
    func noServer() async throws {
        let environment = ["STRATUM_DATABASE_URL": "postgresql://stratum_app@127.0.0.1:1/stratum?connect_timeout=2"]
        let findings = await DoctorCommand.findings(dataFolder: URL(filePath: "/nowhere"), environment: environment)
        #expect(findings.first { $0.check == "server" }?.level == .wrong)
        #expect(findings.first { $0.check == "identity key" }?.text.contains("STRATUM_IDENTITY_KEY_FILE") == true)
        let nonsense = await DoctorCommand.findings(
            dataFolder: URL(filePath: "/nowhere"),
            environment: ["STRATUM_DATABASE_URL": "nonsense"]
        )
        #expect(nonsense.first { $0.check == "server" }?.level == .wrong)
    }

    @Test("warns of a superuser's login, and finds a standby, an old version and an open wire wrong")
    func server() {
        func findings(of url: String = "", _ change: (inout DatabaseHealth) -> Void) -> [Finding] {
            var health = DatabaseHealth.sound
            change(&health)
            return ServerCheck(url: url, environment: [:]).findings(of: health)
        }
        #expect(findings { _ in }.allSatisfy { $0.level == .ok })
        #expect(findings { $0.isSuperuser = true }.map(\.level).max() == .warning)
        #expect(findings { $0.isStandby = true }.map(\.level).max() == .wrong)
        #expect(findings { $0.majorVersion = 14 }.map(\.level).max() == .wrong)
        #expect(findings { $0.encoding = "SQL_ASCII" }.map(\.level).max() == .wrong)
        #expect(findings { $0.isRemote = true }.map(\.level).max() == .wrong)
        #expect(findings { $0.missingRoles = ["stratum_app"] }.map(\.level).max() == .wrong)
        func encrypted(_ url: String) -> Finding.Level? {
            findings(of: url) { ($0.isRemote, $0.usesTLS) = (true, true) }.map(\.level).max()
        }
        #expect(encrypted("postgresql://db.example/stratum") == .ok)
        #expect(encrypted("postgresql://db.example/stratum?sslmode=verify-full") == .ok)
        #expect(encrypted("postgresql://db.example/stratum?sslmode=require") == .warning)
    }

    private func finding(_ check: String, _ program: InstalledProgram) async throws -> Finding {
        let findings = await DoctorCommand.findings(dataFolder: program.data, environment: [:])
        return try #require(findings.first { $0.check == check }, "\(findings)")
    }

    private func level(_ check: String, _ program: InstalledProgram) async throws -> Finding.Level {
        try await finding(check, program).level
    }

    private func text(_ check: String, _ program: InstalledProgram) async throws -> String {
        let found = try await finding(check, program)
        #expect(found.level == .wrong)
        return found.text
    }

    /// One patient, sealed with a key of that name.
    private func seal(with key: String, _ cluster: PrivateCluster) async throws {
        let owner = cluster.configuration(user: PrivateCluster.superuserName, database: "stratum")
        let connection = try await Connection.connect(owner)
        try await connection.execute(
            """
            INSERT INTO identity.patient (patient_key, site_code, record_number_hash, sealed, key_id)
            SELECT gen_random_uuid(), 'NYP', sha256('n'), sha256('s'), \(key)
            """
        )
        await connection.close()
    }
}

extension DatabaseHealth {
    fileprivate static let sound = DatabaseHealth(
        serverVersion: "15.1",
        majorVersion: 15,
        encoding: "UTF8",
        user: "stratum_app",
        isSuperuser: false,
        isStandby: false,
        usesTLS: false,
        isRemote: false,
        missingRoles: [],
        schemaFault: nil,
        schemaVersion: 8
    )
}
