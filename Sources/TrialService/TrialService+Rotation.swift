package import Foundation
import PostgreSQL
import Trial
package import TrialStore

extension TrialService {
    /// What a rotation of the identity key did.
    package struct RotationResult: Sendable {
        package let current: String
        /// Identities that this run sealed anew.
        package let resealed: Int
        /// Where the keys lie that the database needs no more.
        package let retired: [URL]
    }

    /// The keys that were ever in use, for an administrator.
    package func identityKeyStates() async throws -> [RotationStore.Key] {
        try await acting(as: .administrator, readOnly: true) { try await RotationStore.keys($0) }
    }

    /// Seals every identity under another key, while others work; run again, it finishes what was interrupted.
    ///
    /// The key file holds both keys until no row needs the old one, and the database learns of a key only after the
    /// file holds it: a crash at any moment leaves every identity within reach.
    ///
    /// - Parameters:
    ///   - newKey: the secret of the new key; nil makes a fresh one.
    ///   - batch: identities a transaction.
    ///   - progress: identities done and in all.
    /// - Returns: the key in force, and what became of the old one.
    /// - Throws: ``IdentityError`` before anything is changed, where the file does not hold the keys in force.
    package func rotateIdentityKey(
        to newKey: Data? = nil,
        batch: Int = 200,
        progress: @Sendable @escaping (Int, Int) -> Void = { _, _ in }
    ) async throws -> RotationResult {
        guard case .file(let named) = identityKeys else {
            throw IdentityError.rotationRefused("the identity key is not in a file; name one")
        }
        // A link stays a link: what it leads to is replaced.
        let file = named.resolvingSymlinksInPath()
        let lock = try KeyFileLock(file)
        defer { lock.release() }
        let current = try await enterRotation(file, newKey: newKey)
        let resealed = try await reseal(under: current, batch: batch, progress: progress)
        while try await rotating({ try await RotationStore.forgetMarks(atMost: 1_000, $0) }) > 0 {
            try Task.checkCancellation()
        }
        _ = try await rotating { try await RotationStore.finish($0) }
        return RotationResult(current: current, resealed: resealed, retired: try await retireKeys(of: file))
    }

    /// Brings file and database to the point where both keys are in force.
    ///
    /// - Returns: the name of the key that is current from here on.
    private func enterRotation(_ file: URL, newKey: Data?) async throws -> String {
        let secrets = try IdentityKeyFile.secrets(file)
        let plan = try RotationPlan(
            held: try secrets.map { try IdentityKey(secret: $0).id },
            wanted: try newKey.map { try IdentityKey(secret: $0).id },
            known: try await identityKeyStates()
        )
        switch plan {
        case .resume(let current), .tidy(let current, _): return current
        case .begin(let old, let prepared):
            let secret =
                try newKey ?? secrets.first { try IdentityKey(secret: $0).id == prepared } ?? IdentityKey.makeSecret()
            let kept = try secrets.filter { try IdentityKey(secret: $0).id == old }
            try IdentityKeyFile.replace(file, with: [secret] + kept)
            let new = try IdentityKey(secret: secret).id
            try await rotating { try await RotationStore.begin(from: old, to: new, $0) }
            return new
        }
    }

    private func rotating<T: Sendable>(
        _ body: @Sendable @escaping (Transaction) async throws -> T
    ) async throws -> T {
        try await acting(as: .administrator, reason: "rotation of the identity key", attempts: 5, body)
    }

    private func reseal(
        under current: String,
        batch: Int,
        progress: @Sendable @escaping (Int, Int) -> Void
    ) async throws -> Int {
        let ring = try identityKeys.read()
        let key = try ring.key(current)
        var done = 0
        while true {
            let count = try await rotating {
                try await RotationStore.reseal(atMost: batch, under: key, ring: ring, $0)
            }
            done += count
            let left = try await identityKeyStates().filter { $0.state == .retiring }.map(\.patients).reduce(0, +)
            progress(done, done + left)
            if left == 0 { return done }
            // Those that are left are in the hands of others for a moment.
            if count == 0 { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    /// Moves keys that the database is done with out of the key file, each into a file of its own beside it.
    private func retireKeys(of file: URL) async throws -> [URL] {
        let states = try await identityKeyStates()
        var kept: [Data] = []
        var retired: [URL] = []
        for secret in try IdentityKeyFile.secrets(file) {
            let id = try IdentityKey(secret: secret).id
            guard states.contains(where: { $0.id == id && $0.state == .retired }) else {
                kept.append(secret)
                continue
            }
            let own = file.appendingPathExtension("retired-\(id)")
            // There already where a run ended before the key file was written.
            try IdentityKeyFile.replace(own, with: [secret])
            retired.append(own)
        }
        if !retired.isEmpty { try IdentityKeyFile.replace(file, with: kept) }
        return retired
    }
}

/// One rotation of a key file at a time; vanishes with the process.
private struct KeyFileLock {
    private let descriptor: Int32

    init(_ file: URL) throws(IdentityError) {
        let path = file.path + ".lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .unreadableKeyFile(path: path, why: "cannot be made; the folder must be writable to rotate")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .rotationElsewhere(path: file.path)
        }
    }

    /// Given back by name: a child process that was just being started may hold the descriptor a moment longer.
    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
