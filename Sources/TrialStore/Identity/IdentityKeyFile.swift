package import Foundation

/// The file that holds the identity key: 64 hexadecimal digits, readable by its owner alone.
package enum IdentityKeyFile {
    /// Reads the key.
    ///
    /// - Throws: where the file is missing, open to others, or not a key.
    package static func read(_ url: URL) throws(IdentityError) -> IdentityKey {
        let path = url.path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw .unreadableKeyFile(path: path, why: "does not exist or cannot be read")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else {
            throw .unreadableKeyFile(path: path, why: "others may read it; run chmod 600 on it")
        }
        guard let text = try? String(contentsOf: url, encoding: .utf8), let secret = decode(text) else {
            throw .unreadableKeyFile(path: path, why: "is not 64 hexadecimal digits")
        }
        return try IdentityKey(secret: secret)
    }

    /// Reads the key, or makes a fresh one at first start (mode 0600, never overwriting).
    package static func readOrCreate(_ url: URL) throws(IdentityError) -> IdentityKey {
        let digits = IdentityKey.makeSecret().map { String(format: "%02x", $0) }.joined() + "\n"
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            do {
                try file.write(contentsOf: Data(digits.utf8))
                try file.synchronize()
            } catch { throw .unreadableKeyFile(path: url.path, why: "cannot be written: \(error)") }
        } else if errno != EEXIST {
            throw .unreadableKeyFile(path: url.path, why: String(cString: strerror(errno)))
        }
        return try read(url)
    }

    private static func decode(_ text: String) -> Data? {
        let digits = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
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
