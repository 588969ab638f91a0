import ArgumentParser
import Foundation

/// Files that a command writes where a person says.
enum OutputFile {
    /// Writes a file whole or not at all; into a pipe or a device it writes as it is.
    ///
    /// - Throws: exit code 64 with the path and the remedy, or 69 where the disk has no room.
    static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    /// The same for bytes.
    static func write(_ bytes: Data, to path: String) throws {
        do {
            try bytes.write(to: URL(fileURLWithPath: path), options: try isReplaceable(path) ? .atomic : [])
        } catch let fault as OutputFault {
            throw Failure.refuse("\(path.isEmpty ? "\"\"" : path): \(fault)", code: Failure.usage)
        } catch {
            throw refusal(path, error)
        }
    }

    /// Refuses, before long work is done, a path that could not be written to afterwards.
    static func check(_ path: String) throws {
        do {
            guard try isReplaceable(path) else { return }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard access(folder, W_OK | X_OK) == 0 else { throw OutputFault.folder }
        } catch {
            throw Failure.refuse("\(path.isEmpty ? "\"\"" : path): \(error)", code: Failure.usage)
        }
    }

    /// Refuses a file that is there already, for commands whose output is easily confused with what a person keeps.
    ///
    /// A device or a pipe is written to as ever.
    static func refuseExisting(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        throw Failure.refuse("\(path): is there already; name another file or add --force", code: Failure.usage)
    }

    /// Whether a new file may take the place of what is there: nothing, or a file.
    ///
    /// A device or a pipe must never be replaced: root would take `/dev/full` away from the whole machine.
    private static func isReplaceable(_ path: String) throws(OutputFault) -> Bool {
        guard !path.isEmpty else { throw .noName }
        var status = stat()
        guard lstat(path, &status) == 0 else { return true }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return true
        case S_IFDIR: throw .isFolder
        case S_IFLNK:
            guard stat(path, &status) == 0 || errno == ENOENT else { throw .linkLoop }
            return false
        default: return false
        }
    }

    private static func refusal(_ path: String, _ error: any Error) -> any Error {
        let underlying = (error as? CocoaError)?.underlying as? POSIXError
        let isFull = (error as? CocoaError)?.code == .fileWriteOutOfSpace || underlying?.code == .ENOSPC
        return isFull
            ? Failure.refuse("\(path): cannot be written: the disk is full; make room", code: Failure.unavailable)
            : Failure.refuse("\(path): \(OutputFault.folder)", code: Failure.usage)
    }
}

/// Why nothing can be written where a person says.
enum OutputFault: Error, CustomStringConvertible {
    case noName
    case isFolder
    case linkLoop
    case folder

    var description: String {
        switch self {
        case .noName: "an empty name is no file; name one"
        case .isFolder: "is a folder; name a file in it"
        case .linkLoop: "is a symbolic link that leads in a circle; name another file"
        case .folder: "cannot be written: check that the folder exists and is yours"
        }
    }
}

/// A file that could be written to and no longer can.
struct OutputLost: Error, CustomStringConvertible {
    let path: String
    let why: String

    var description: String { "\(path): cannot be written to (\(why)); make room and run the command again" }
}
