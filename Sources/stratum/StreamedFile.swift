import Foundation

/// A file or a standard stream that is read and written piece by piece.
enum StreamedFile {
    /// The words that name the standard streams.
    static let standard = "-"

    /// Runs `body` with what reads bytes of a file, or of standard input for `-`.
    static func reading<T>(
        _ path: String,
        _ body: (@escaping (UnsafeMutableRawBufferPointer) throws -> Int) throws -> T
    ) throws -> T {
        let descriptor = path == standard ? STDIN_FILENO : try opened(path)
        defer { if path != standard { close(descriptor) } }
        return try body { buffer in
            while true {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw refusal(path, .unreadable(errno: errno)) }
                return count
            }
        }
    }

    private static func opened(_ path: String) throws -> Int32 {
        guard !path.isEmpty else { throw refusal("\"\"", .noName) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw refusal(path, FileFault(errno: errno, path: path)) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(descriptor)
            throw refusal(path, .folder)
        }
        return descriptor
    }

    private static func refusal(_ path: String, _ fault: FileFault) -> any Error {
        Failure.refuse("\(path): \(fault)", code: Failure.badData)
    }

    /// Runs `body` with what writes bytes to a file that is there whole afterwards or not at all, or to standard output
    /// for `-`.
    ///
    /// - Throws: exit code 69 where the bytes cannot be written, and what `body` throws.
    static func writing<T>(_ path: String, _ body: (([UInt8]) throws -> Void) throws -> T) throws -> T {
        guard path != standard, isReplaceable(path) else {
            let descriptor = path == standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw lost(path) }
            defer { if path != standard { close(descriptor) } }
            return try body { try write($0, to: descriptor, path) }
        }
        var name = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw lost(path) }
        var isKept = false
        defer {
            close(descriptor)
            if !isKept { unlink(name) }
        }
        let result = try body { try write($0, to: descriptor, path) }
        let mask = umask(0)
        umask(mask)
        guard fchmod(descriptor, 0o666 & ~mask) == 0, rename(name, path) == 0 else { throw lost(path) }
        isKept = true
        return result
    }

    /// Whether there is nothing or a plain file; a device or a pipe is written into.
    private static func isReplaceable(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw lost(path) }
            rest = rest.dropFirst(count)
        }
    }

    private static func lost(_ path: String) -> OutputLost {
        OutputLost(path: path == standard ? "standard output" : path, why: String(cString: strerror(errno)))
    }
}
