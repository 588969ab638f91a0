import Foundation
import TrialStore

/// The files of keys.
enum KeyCheck {
    /// Whether the identity key is there, its owner's alone, and among those that the database names.
    ///
    /// Where `known` is nil, the database was not looked at.
    static func finding(_ file: URL, known: [String]?) async -> Finding {
        guard FileManager.default.fileExists(atPath: file.path) else {
            let isNeeded = known.map { !$0.isEmpty } ?? true
            let text = isNeeded ? "put its copy back, mode 0600" : "the next command makes one"
            return Finding(isNeeded ? .wrong : .ok, "identity key", "\(file.path) is not there: \(text)")
        }
        return await Finding.of("identity key") {
            let held = try IdentityKeyFile.read(file).keys.map(\.id)
            let holds = "\(file.path) holds \(held.joined(separator: ", "))"
            guard let known, !known.isEmpty else { return holds }
            guard known.allSatisfy(held.contains) else {
                throw Failure.Sentence(
                    "\(holds), the database needs \(known.joined(separator: ", ")): put the right file in its place"
                )
            }
            return "\(holds), what the database needs"
        }
    }

    /// A secret file must be its owner's alone.
    static func permissions(_ check: String, _ file: URL) -> Finding {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else {
            return Finding(.wrong, check, "others may read \(file.path): run chmod 600 on it")
        }
        return Finding(.ok, check, file.path)
    }
}
