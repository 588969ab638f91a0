import Foundation
import Glibc

/// Where a new backup will stand; it takes its place only when it is whole and verified.
struct BackupDestination {
    let path: String
    private let parent: String

    /// Refuses what stands there already, and a parent that is not there: a disk may not be mounted.
    init(_ url: URL) throws(BackupError) {
        path = url.standardizedFileURL.path
        parent = url.standardizedFileURL.deletingLastPathComponent().path
        guard FileStatus(parent + "/.")?.isFolder == true else {
            throw .unusablePlace(path: parent, why: "is not there: make it, or mount the disk that it lies on")
        }
        guard access(parent, W_OK) == 0 else {
            throw .unusablePlace(path: parent, why: "cannot be written: choose another folder")
        }
        guard let status = FileStatus(path) else { return }
        let isEmpty = status.isFolder && (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true
        guard isEmpty else {
            throw .unusablePlace(path: path, why: "holds something already: name a folder that is not there yet")
        }
    }

    /// Makes a folder beside the place, closed to others.
    func stage() throws(BackupError) -> BackupFolder {
        var template = Array((path + ".unfinished-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .unusablePlace(path: parent, why: "cannot be written (\(String(cString: strerror(errno))))")
        }
        return BackupFolder(path: String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    /// Moves a finished backup into its place, so that it lasts through a power failure.
    func take(_ staged: BackupFolder) async throws {
        _ = try await ToolResult.run("sync", ["-f", staged.path], as: nil, seconds: 3_600)
        guard rename(staged.path, path) == 0 else {
            throw BackupError.unusablePlace(path: path, why: "cannot be made (\(String(cString: strerror(errno))))")
        }
        _ = try await ToolResult.run("sync", [parent], as: nil, seconds: 600)
    }
}
