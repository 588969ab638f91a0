import Foundation

/// Reference data beside the package, which not every machine has.
enum SharedData {
    /// The bytes of a file, or nil with a message when the data is not there.
    static func bytes(_ path: String) -> Data? {
        let folder =
            ProcessInfo.processInfo.environment["STRATUM_SHARED"]
            ?? FileManager.default.currentDirectoryPath + "/../shared"
        if let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") { return bytes }
        print("SKIPPED: no reference file \(path); set STRATUM_SHARED to the folder that holds it")
        return nil
    }
}
