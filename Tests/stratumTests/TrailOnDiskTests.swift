import ArgumentParser
import AuditTrail
import Foundation
import Testing

@testable import stratum

@Suite("A trail on disk")
struct TrailOnDiskTests {
    /// A trail without entries in a file, after `change` was done to its bytes.
    private func findings(_ change: (inout Data) -> Void) async throws -> TrailFindings {
        let pieces = Pieces()
        var file = try TrailFileWriter(account: "anna", role: "monitor", at: .now, keys: []) { pieces.bytes.append($0) }
        try file.end(key: nil)
        change(&pieces.bytes)
        return try await TemporaryFolder.with { folder in
            let path = folder.appending(path: "trail.jsonl").path
            try await TrailFile.write(path) { try $0(pieces.bytes) }
            return try TrailFile.verify(path, trusted: [], head: nil)
        }
    }

    @Test("is read as it was written, for its owner alone")
    func roundTrip() async throws {
        #expect(try await findings { _ in }.damages == [])
        #expect(try await findings { $0.removeLast(40) }.damages.map(\.kind) == [.fileTruncated])
        #expect(try await findings { $0.append(contentsOf: "more\n".utf8) }.damages.map(\.kind) == [.fileAltered])
    }

    @Test("is refused where it is something else")
    func somethingElse() async throws {
        await #expect(throws: AuditTrailError.notATrail) { try await findings { $0 = Data() } }
        await #expect(throws: AuditTrailError.notATrail) { try await findings { $0 = Data([0, 255, 10, 7]) } }
        #expect(throws: ExitCode(65)) { try TrailFile.verify("/nowhere/trail.jsonl", trusted: [], head: nil) }
    }

    @Test("never takes the place of an existing file")
    func existing() async throws {
        try await TemporaryFolder.with { folder in
            let kept = folder.appending(path: "kept.jsonl")
            try kept.fill("kept")
            await #expect(throws: ExitCode(64)) { try await TrailFile.write(kept.path) { try $0(Data()) } }
            #expect(try Data(contentsOf: kept) == Data("kept".utf8))
        }
    }

    private final class Pieces {
        var bytes = Data()
    }
}
