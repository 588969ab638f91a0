import AuditTrail
import Crypto
package import Foundation

/// A file that holds 32 secret bytes as 64 hexadecimal digits, readable by its owner alone.
package enum SecretFile {
    /// Reads the secret.
    ///
    /// - Throws: where the file is missing, open to others, or no secret.
    package static func read(_ url: URL) throws(SecretFileError) -> Data {
        let path = url.path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw SecretFileError(path: path, why: "does not exist or cannot be read")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else {
            throw SecretFileError(path: path, why: "others may read it; run chmod 600 on it")
        }
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        guard let secret = Hexadecimal.bytes(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            secret.count == 32
        else { throw SecretFileError(path: path, why: "is not 64 hexadecimal digits") }
        return secret
    }

    /// Reads the secret, or makes one at random at first start (mode 0600, never overwriting).
    package static func readOrCreate(_ url: URL) throws(SecretFileError) -> Data {
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            do {
                try file.write(contentsOf: Data((Hexadecimal.text(secret) + "\n").utf8))
                try file.synchronize()
            } catch { throw SecretFileError(path: url.path, why: "cannot be written: \(error)") }
        } else if errno != EEXIST {
            throw SecretFileError(path: url.path, why: String(cString: strerror(errno)))
        }
        return try read(url)
    }
}

/// Why a secret cannot be had; never says what it is.
package struct SecretFileError: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let why: String

    package var description: String { "key file \(path): \(why)" }
}
