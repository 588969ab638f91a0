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
        if access(url.path, F_OK) == 0 { return try read(url) }
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        // False where another program was faster: its secret is the one.
        _ = try create(url, holding: [secret])
        return try read(url)
    }

    /// Writes secrets, a line each, into a new file, which nobody ever sees half written, whatever is killed when.
    ///
    /// - Returns: whether it was made; false where there is a file of that name, which stays as it is.
    package static func create(_ url: URL, holding secrets: [Data]) throws(SecretFileError) -> Bool {
        let draft = url.path + ".new-" + UUID().uuidString
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SecretFileError(path: url.path, why: String(cString: strerror(errno))) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        defer { unlink(draft) }
        do {
            try file.write(contentsOf: Data(secrets.map { Hexadecimal.text($0) + "\n" }.joined().utf8))
            try file.synchronize()
        } catch { throw SecretFileError(path: url.path, why: "cannot be written: \(error)") }
        guard link(draft, url.path) == 0 else {
            if errno == EEXIST { return false }
            throw SecretFileError(path: url.path, why: String(cString: strerror(errno)))
        }
        synchronize(folderOf: url)
        return true
    }

    /// A name in a folder lasts only once the folder is on the disk.
    package static func synchronize(folderOf url: URL) {
        let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }
}

/// Why a secret cannot be had; never says what it is.
package struct SecretFileError: Error, Equatable, CustomStringConvertible {
    package let path: String
    package let why: String

    package var description: String { "key file \(path): \(why)" }
}
