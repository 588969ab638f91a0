import AuditTrail
import Foundation

/// An exported trail on disk, read and written piece by piece.
enum TrailFile {
    private static let pieceSize = 1 << 20
    /// A seal of 4,096 entries has a line of 0.4 MB; nothing in a trail is longer than this.
    private static let longestLine = 64 << 20

    /// Checks a file.
    ///
    /// - Throws: exit code 65 where it cannot be read or is no trail.
    static func verify(_ path: String, trusted: [VerificationKey], head: Data?) throws -> TrailFindings {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Failure.refuse("\(path): cannot be read; check the path and its permissions", code: Failure.badData)
        }
        defer { try? handle.close() }
        var verifier = TrailFileVerifier(trusted: trusted, head: head)
        var rest = Data()
        while let piece = try handle.read(upToCount: pieceSize), !piece.isEmpty {
            rest.append(piece)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                try verifier.take(Data(rest[..<end]))
                rest = rest[(end + 1)...]
            }
            rest = Data(rest)
            guard rest.count <= longestLine else { throw AuditTrailError.notATrail }
        }
        // A last line without its end was cut; taking it lets the verifier say so.
        if !rest.isEmpty { try verifier.take(rest) }
        return try verifier.finish()
    }

    /// Makes a file that only its owner may read, and gives it up again where writing fails.
    ///
    /// - Throws: exit code 64 where it exists already or cannot be made.
    static func write(_ path: String, _ body: (_ write: @escaping (Data) throws -> Void) async throws -> Void)
        async throws
    {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure.refuse("\(path): \(String(cString: strerror(errno))); name a new file", code: Failure.usage)
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try await body { try handle.write(contentsOf: $0) }
            try handle.synchronize()
        } catch {
            unlink(path)
            throw error
        }
    }
}
