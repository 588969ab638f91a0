import Archive
import Foundation

/// Why a file that a person names, or a folder holds, cannot be read.
///
/// The code is stable: reports of imports carry it.
enum FileFault: Error, Equatable, CustomStringConvertible {
    case noName
    case missing
    case folder
    /// A symbolic link to nothing.
    case brokenLink
    /// A symbolic link that leads back to itself, or to a folder that was walked already.
    case linkLoop
    /// A pipe, a device or a socket.
    case notAFile
    case notPermitted
    case tooLarge(bytes: Int, limit: Int)
    case unreadable(errno: Int32)
    case archive(ArchiveError)
    /// A file in an archive.
    case archivedTooLarge(limit: Int)
    case encrypted
    /// The files of one record lie so far apart in an archive that too much would wait in memory.
    case scattered

    var code: String {
        switch self {
        case .noName, .missing: "file-not-found"
        case .folder: "is-a-folder"
        case .brokenLink: "link-broken"
        case .linkLoop: "link-loop"
        case .notAFile: "not-a-file"
        case .notPermitted: "no-permission"
        case .tooLarge, .archivedTooLarge: "too-large"
        case .unreadable: "not-readable"
        case .archive(let error): error.code
        case .encrypted: "encrypted"
        case .scattered: "archive-scattered"
        }
    }

    var description: String {
        switch self {
        case .noName: "an empty name is no file; name one"
        case .missing: "there is no such file; check the path"
        case .folder: "is a folder; name a file"
        case .brokenLink: "is a symbolic link to a file that is not there; mend or remove the link"
        case .linkLoop: "is a symbolic link that leads in a circle; remove the link"
        case .notAFile: "is a pipe or a device and no file; save what it holds to a file first"
        case .notPermitted: "may not be read by this account; check its permissions"
        case .tooLarge(let bytes, let limit): "has \(bytes) bytes, more than the \(limit) allowed; give a smaller file"
        case .archive(let error): error.description
        case .archivedTooLarge(let limit): "has more than the \(limit) bytes allowed; give a smaller file"
        case .encrypted: "is encrypted; unpack the archive with its password first"
        case .scattered: "lies too far in the archive from the files that belong to it; unpack the archive first"
        case .unreadable(let errno): "cannot be read (\(String(cString: strerror(errno)))); check the disk"
        }
    }

    /// What the system said about opening a path.
    init(errno: Int32, path: String) {
        switch errno {
        case ENOENT, ENOTDIR, ENAMETOOLONG: self = Self.isLink(path) ? .brokenLink : .missing
        case ELOOP: self = .linkLoop
        case EACCES, EPERM: self = .notPermitted
        default: self = .unreadable(errno: errno)
        }
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
