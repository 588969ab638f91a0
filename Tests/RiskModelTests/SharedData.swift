import Foundation

/// Reference data that lies beside the package on some machines; tests that need it skip without it.
enum SharedData {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["STRATUM_SHARED"] { return URL(fileURLWithPath: path) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return root.deletingLastPathComponent().appendingPathComponent("shared")
    }()

    static func url(_ path: String) -> URL { folder.appendingPathComponent(path) }

    static func has(_ path: String) -> Bool {
        let present = FileManager.default.fileExists(atPath: url(path).path)
        if !present { print("skipped: \(path) is not in STRATUM_SHARED or ../shared") }
        return present
    }
}
