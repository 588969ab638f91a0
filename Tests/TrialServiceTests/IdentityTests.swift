import Foundation
import PostgreSQL
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("Identities")
struct IdentityTests {
    @Test("are nowhere in the database as text")
    func sealed() async throws {
        try await DemonstrationTrial.with { trial in
            try await trial.fill(patients: 30)
            let candidates = try await trial.service(.coordinator).candidates(of: trial.trial)
            let known = try #require(candidates.first?.identity)
            let family = try #require(known.familyName)
            let tables = try await trial.query(
                """
                SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND n.nspname IN ('identity', 'trial', 'ecg', 'audit', 'analysis', 'ops')
                """
            ) { try $0.decode("name", as: String.self) }
            #expect(tables.count > 20)
            for table in tables {
                for secret in [known.recordNumber, family] {
                    let found = try await trial.query(
                        SQL(stringLiteral: "SELECT 1 FROM \(table) t WHERE position('\(secret)' IN t::text) > 0")
                    ) { _ in 1 }
                    #expect(found.isEmpty, "\(table)")
                }
            }
        }
    }

    @Test("open only with the key and for the patient they were sealed for")
    func bound() throws {
        let key = try IdentityKey(secret: Data(repeating: 1, count: 32))
        let other = try IdentityKey(secret: Data(repeating: 2, count: 32))
        let patient = UUID()
        let identity = PatientIdentity(recordNumber: "1", familyName: "A", givenName: "B", birthDate: "1950-01-02")
        var sealed = try key.seal(identity, patientKey: patient)
        #expect(try key.open(sealed, patientKey: patient) == identity)
        #expect(throws: IdentityError.cannotOpen) { try other.open(sealed, patientKey: patient) }
        #expect(throws: IdentityError.cannotOpen) { try key.open(sealed, patientKey: UUID()) }
        sealed[20] ^= 1
        #expect(throws: IdentityError.cannotOpen) { try key.open(sealed, patientKey: patient) }
        #expect(try key.seal(identity, patientKey: patient) != key.seal(identity, patientKey: patient))
    }

    @Test("are found by a hash that depends on key and site")
    func hashed() throws {
        let key = try IdentityKey(secret: Data(repeating: 1, count: 32))
        let other = try IdentityKey(secret: Data(repeating: 2, count: 32))
        #expect(key.hash(recordNumber: "12", site: "A") == key.hash(recordNumber: " 12 ", site: "A"))
        #expect(key.hash(recordNumber: "12", site: "A") != key.hash(recordNumber: "12", site: "B"))
        #expect(key.hash(recordNumber: "12", site: "A") != other.hash(recordNumber: "12", site: "A"))
        #expect(key.id != other.id)
    }

    @Test("key files are made for their owner alone, never overwritten, and refused when others may read them")
    func keyFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("identity.key")
        let first = try IdentityKeyFile.readOrCreate(file)
        #expect(try IdentityKeyFile.readOrCreate(file).keys.map(\.id) == first.keys.map(\.id))
        let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
        #expect(throws: IdentityError.self) { try IdentityKeyFile.read(file) }
        #expect(throws: IdentityError.self) { try IdentityKeyFile.read(folder.appendingPathComponent("none")) }
    }

    @Test("of programs that make a key file at the same moment one is first, and nobody sees it half written")
    func keyFileMadeByMany() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for round in 0..<100 {
            let file = folder.appendingPathComponent("\(round).key")
            let keys = try await withThrowingTaskGroup(of: [Data].self) { group in
                for _ in 0..<4 {
                    group.addTask { [try SecretFile.readOrCreate(file)] }
                    group.addTask {
                        _ = try IdentityKeyFile.readOrCreate(file)
                        return try IdentityKeyFile.secrets(file)
                    }
                }
                return try await group.reduce(into: Set()) { $0.formUnion($1) }
            }
            #expect(keys.count == 1)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 100, "no draft is left")
    }
}
