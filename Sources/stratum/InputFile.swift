import ArgumentParser
import Foundation

/// Files that a person names on the command line.
enum InputFile {
    /// Larger files are refused before they are read, unless a caller knows a smaller bound.
    static let limit = 512 << 20

    /// A whole file of at most `limit` bytes.
    ///
    /// - Throws: exit code 65 with the path and the remedy.
    static func read(_ path: String, limit: Int = limit) throws -> Data {
        do {
            return try bytes(path, limit: limit)
        } catch {
            throw Failure.refuse("\(path.isEmpty ? "\"\"" : path): \(error)", code: Failure.badData)
        }
    }

    /// A whole file of at most `limit` bytes.
    ///
    /// Pipes and devices are refused unread: they need not end. A file that grows meanwhile is refused at the limit.
    static func bytes(_ path: String, limit: Int) throws(FileFault) -> Data {
        guard !path.isEmpty else { throw .noName }
        // Without waiting for somebody to write into a pipe.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(errno: errno, path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .folder
        default: throw .notAFile
        }
        guard status.st_size <= limit else { throw .tooLarge(bytes: status.st_size, limit: limit) }
        return try contents(of: descriptor, expecting: status.st_size, limit: limit)
    }

    private static func contents(of descriptor: Int32, expecting size: Int, limit: Int) throws(FileFault) -> Data {
        var data = Data(count: min(size, limit) + 1)
        var filled = 0
        while true {
            let count = data.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .unreadable(errno: errno) }
            filled += count
            guard filled <= limit else { throw .tooLarge(bytes: filled, limit: limit) }
            guard count > 0 else { return data.prefix(filled) }
            if filled == data.count { data.append(Data(count: min(1 << 20, limit + 1 - filled))) }
        }
    }
}
