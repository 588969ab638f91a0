package import Foundation

/// The file that holds the identity keys, readable by its owner alone.
///
/// One key a line, 64 hexadecimal digits each; two lines while a rotation is under way.
package enum IdentityKeyFile {
    /// Reads the keys.
    ///
    /// - Throws: where the file is missing, open to others, or not keys.
    package static func read(_ url: URL) throws(IdentityError) -> IdentityKeyRing {
        var keys: [IdentityKey] = []
        for secret in try secrets(url) { keys.append(try IdentityKey(secret: secret)) }
        return try IdentityKeyRing(keys)
    }

    /// The bytes of the keys, for a file that is to be written anew.
    package static func secrets(_ url: URL) throws(IdentityError) -> [Data] {
        let path = url.path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw .unreadableKeyFile(path: path, why: "does not exist or cannot be read")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else {
            throw .unreadableKeyFile(path: path, why: "others may read it; run chmod 600 on it")
        }
        guard let text = try? String(contentsOf: url, encoding: .utf8) else {
            throw .unreadableKeyFile(path: path, why: "is not text of 64 hexadecimal digits a line")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
        let secrets = lines.filter { !$0.isEmpty }.compactMap(decode)
        guard !secrets.isEmpty, secrets.count == lines.count(where: { !$0.isEmpty }) else {
            throw .unreadableKeyFile(path: path, why: "is not 64 hexadecimal digits a line")
        }
        return secrets
    }

    /// Reads the keys, or makes a fresh one at first start (mode 0600, never overwriting).
    package static func readOrCreate(_ url: URL) throws(IdentityError) -> IdentityKeyRing {
        do {
            try create(url, holding: [IdentityKey.makeSecret()])
        } catch {
            guard case .keyFileExists = error else { throw error }
        }
        return try read(url)
    }

    /// Puts other keys in the place of those in the file: at every moment, also of a crash, it holds the ones or the others.
    package static func replace(_ url: URL, with secrets: [Data]) throws(IdentityError) {
        let fresh = url.appendingPathExtension("new")
        // What a crash left there was never in force.
        unlink(fresh.path)
        try create(fresh, holding: secrets)
        var status = stat()
        // Whoever owns the key goes on owning it, also where root rotates.
        if stat(url.path, &status) == 0 { chown(fresh.path, status.st_uid, status.st_gid) }
        guard rename(fresh.path, url.path) == 0 else {
            throw .unreadableKeyFile(path: url.path, why: String(cString: strerror(errno)))
        }
        SecretFile.synchronize(folderOf: url)
    }

    /// Writes a new file, down to the disk, at once whole.
    ///
    /// - Throws: ``IdentityError/keyFileExists(path:)`` where there is one.
    package static func create(_ url: URL, holding secrets: [Data]) throws(IdentityError) {
        let made: Bool
        do {
            made = try SecretFile.create(url, holding: secrets)
        } catch { throw .unreadableKeyFile(path: error.path, why: error.why) }
        guard made else { throw .keyFileExists(path: url.path) }
    }

    private static func decode(_ line: String) -> Data? {
        let digits = Array(line.utf8)
        guard digits.count == 64 else { return nil }
        var bytes = Data()
        for index in stride(from: 0, to: 64, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
