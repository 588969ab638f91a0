import Foundation

/// Files that no command can use, whatever it is for.
enum BadFile: String, CaseIterable {
    case missing, empty, mark, zeros, noise, folder, linkLoop, brokenLink, device, pipe, huge

    /// Makes it in a folder.
    ///
    /// - Returns: its path.
    func make(in folder: URL) throws -> String {
        let url = folder.appending(path: rawValue)
        switch self {
        case .missing: break
        case .empty: try Data().write(to: url)
        case .mark: try Data([0xEF, 0xBB, 0xBF]).write(to: url)
        case .zeros: try Data(count: 1_000).write(to: url)
        case .noise: try Data((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 167 ^ $0 >> 3) }).write(to: url)
        case .folder: try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        case .linkLoop: try folder.link(rawValue, to: rawValue)
        case .brokenLink: try folder.link(rawValue, to: "nowhere")
        case .device: return "/dev/zero"
        case .pipe: guard mkfifo(url.path, 0o600) == 0 else { throw POSIXError(.EIO) }
        case .huge:
            // A hole of three gigabytes: it has the size and needs no room.
            try Data().write(to: url)
            guard truncate(url.path, 3 << 30) == 0 else { throw POSIXError(.EIO) }
        }
        return url.path
    }
}
