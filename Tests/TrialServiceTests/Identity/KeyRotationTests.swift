import Foundation
import PostgreSQL
import Testing
import Trial
import TrialStore

@testable import TrialService

@Suite("A rotation of the identity key")
struct KeyRotationTests {
    @Test("brings every identity under the new key; all are found and opened, and the old key lies apart")
    func whole() async throws {
        try await RotatingTrial.with(patients: 40) { trial in
            let before = try await trial.everybody()
            let old = try #require(try IdentityKeyFile.read(trial.file).keys.first?.id)
            let result = try await trial.rotate(batch: 7)
            #expect(result.resealed == 40)
            #expect(try IdentityKeyFile.read(trial.file).keys.map(\.id) == [result.current])
            #expect(result.current != old)
            #expect(try result.retired.map { try IdentityKeyFile.read($0).keys.map(\.id) } == [[old]])
            #expect(try await trial.keysOfRows() == [result.current])
            #expect(try await trial.everybody() == before)
            let again = try await trial.demonstration.importCohort(patients: 40)
            #expect(again.allSatisfy { $0.wasThere }, "every lookup finds its patient")
        }
    }

    @Test("to a key that was brought uses that key, and refuses one that is or was in use")
    func brought() async throws {
        try await RotatingTrial.with(patients: 3) { trial in
            let first = try IdentityKeyFile.secrets(trial.file)[0]
            let secret = IdentityKey.makeSecret()
            #expect(try await trial.rotate(to: secret).current == IdentityKey(secret: secret).id)
            for used in [first, secret] {
                await #expect(throws: IdentityError.self) { try await trial.rotate(to: used) }
            }
            #expect(try await trial.everybody().count == 3)
        }
    }

    @Test("with a file that lacks the key in force is refused before anything changes")
    func wrongKey() async throws {
        try await RotatingTrial.with(patients: 3) { trial in
            let right = try IdentityKeyFile.secrets(trial.file)
            try IdentityKeyFile.replace(trial.file, with: [IdentityKey.makeSecret()])
            let wrong = try Data(contentsOf: trial.file)
            let rows = try await trial.rows()
            await #expect(throws: IdentityError.self) { try await trial.rotate() }
            #expect(try Data(contentsOf: trial.file) == wrong)
            #expect(try await trial.rows() == rows)
            await #expect(throws: IdentityError.self, "and nobody is added under a wrong key") {
                try await trial.demonstration.importCohort(patients: 4)
            }
            try IdentityKeyFile.replace(trial.file, with: right)
            #expect(try await trial.everybody().count == 3)
        }
    }

    @Test("that is cut off after any number of batches is finished by the next", arguments: 0..<6)
    func cutOff(round: Int) async throws {
        try await RotatingTrial.with(patients: 24) { trial in
            let before = try await trial.everybody()
            let batches = Int.random(in: 1...7)
            await trial.rotate(batch: 3, cutOffAfter: batches)
            #expect(try await trial.everybody() == before, "after \(batches) batches")
            let again = try await trial.demonstration.importCohort(patients: 24)
            #expect(again.allSatisfy { $0.wasThere }, "after \(batches) batches")
            let result = try await trial.rotate()
            #expect(try await trial.keysOfRows() == [result.current])
            #expect(try IdentityKeyFile.read(trial.file).keys.count == 1)
            #expect(try await trial.everybody() == before)
        }
    }

    @Test("that ended between file and database, at its beginning or its end, is finished by the next")
    func betweenFileAndDatabase() async throws {
        try await RotatingTrial.with(patients: 5) { trial in
            let before = try await trial.everybody()
            let old = try IdentityKeyFile.secrets(trial.file)
            let new = IdentityKey.makeSecret()
            try IdentityKeyFile.replace(trial.file, with: [new] + old)
            #expect(try await trial.everybody() == before)
            _ = try await trial.demonstration.importCohort(patients: 6)
            #expect(try await trial.keysOfRows() == [IdentityKey(secret: old[0]).id], "the database decides")
            let result = try await trial.rotate()
            #expect(try result.current == IdentityKey(secret: new).id)
            try IdentityKeyFile.replace(trial.file, with: [new] + old)
            let tidied = try await trial.rotate()
            #expect(tidied.resealed == 0)
            #expect(tidied.current == result.current)
            #expect(try IdentityKeyFile.secrets(trial.file) == [new])
            #expect(try await trial.everybody().count == 6)
        }
    }

    @Test("goes on while others import, search and read: nobody is lost, doubled or unreadable")
    func concurrent() async throws {
        try await RotatingTrial.with(patients: 20) { trial in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { for _ in 0..<2 { _ = try await trial.rotate(batch: 2) } }
                for seed in [UInt64(5), 6, 5, 7] {
                    group.addTask {
                        let outcomes = try await trial.demonstration.importCohort(patients: 20, seed: seed)
                        #expect(outcomes.allSatisfy { $0.isKept })
                    }
                }
                group.addTask {
                    for _ in 0..<10 {
                        let desk = trial.demonstration.service(.coordinator)
                        let listed = try await desk.candidates(of: trial.demonstration.trial)
                        #expect(listed.allSatisfy { $0.identity != nil })
                    }
                }
                try await group.waitForAll()
            }
            // Three cohorts of twenty, whose record numbers differ.
            #expect(try await trial.everybody().count == 60)
            #expect(try await trial.keysOfRows().count == 1)
            let marks = try await trial.demonstration.query(
                "SELECT count(*) AS n, count(DISTINCT key_id) AS k FROM identity.person_mark"
            ) { [try $0.decode("n", as: Int.self), try $0.decode("k", as: Int.self)] }
            #expect(marks == [[120, 1]])
        }
    }

    @Test("recognises one person on both sides of it")
    func marks() async throws {
        try await RotatingTrial.with(patients: 6) { trial in
            await trial.rotate(batch: 2, cutOffAfter: 1)
            let comparable = try await trial.demonstration.query(
                """
                SELECT count(*) AS n FROM identity.patient p WHERE EXISTS (SELECT FROM identity.person_mark m
                    JOIN identity.sealing_key k USING (key_id)
                    WHERE m.patient_key = p.patient_key AND k.state = 'retiring')
                """
            ) { try $0.decode("n", as: Int.self) }
            #expect(comparable == [6], "all can still be compared by the retiring key")
        }
    }

    @Test("is for administrators")
    func roles() async throws {
        try await RotatingTrial.with(patients: 1) { trial in
            for role in Role.allCases where role != .administrator {
                await #expect(throws: ServiceError.self) {
                    try await trial.demonstration.service(role).rotateIdentityKey()
                }
            }
        }
    }
}

/// A trial whose identity key lies in a file, as on a real installation.
private struct RotatingTrial: Sendable {
    let demonstration: DemonstrationTrial
    let file: URL

    static func with(patients: Int, _ body: (RotatingTrial) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("identity.key")
        _ = try IdentityKeyFile.readOrCreate(file)
        try await DemonstrationTrial.with(keys: .file(file)) { demonstration in
            try await demonstration.fill(patients: patients)
            try await body(RotatingTrial(demonstration: demonstration, file: file))
        }
    }

    @discardableResult
    func rotate(to secret: Data? = nil, batch: Int = 200) async throws -> TrialService.RotationResult {
        try await demonstration.service("admin").rotateIdentityKey(to: secret, batch: batch)
    }

    /// Ends a rotation after some batches, as a signal would.
    func rotate(batch: Int, cutOffAfter batches: Int) async {
        let (stream, reached) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await demonstration.service("admin").rotateIdentityKey(batch: batch) { done, _ in
                if done >= batch * batches { reached.yield() }
            }
        }
        for await _ in stream { break }
        task.cancel()
        _ = try? await task.value
    }

    /// Every patient's identity, opened as the key file stands.
    func everybody() async throws -> [String: String] {
        let ring = try IdentityKeyFile.read(file)
        let rows = try await demonstration.query("SELECT patient_key, sealed, key_id FROM identity.patient") { row in
            let patient: UUID = try row.decode("patient_key")
            let identity = try ring.key(row.decode("key_id")).open(row.decode("sealed"), patientKey: patient)
            return (patient.uuidString, "\(identity)")
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    func keysOfRows() async throws -> [String] {
        try await demonstration.query("SELECT DISTINCT key_id FROM identity.patient") { try $0.decode("key_id") }
    }

    func rows() async throws -> [String] {
        try await demonstration.query(
            "SELECT p::text AS t FROM identity.patient p UNION ALL SELECT k::text FROM identity.sealing_key k ORDER BY 1"
        ) { try $0.decode("t") }
    }
}
