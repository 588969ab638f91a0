import Foundation

/// A file to import, or what stands in its place.
struct EcgFile: Sendable, Equatable {
    /// Where a file in an archive lies.
    struct ArchiveEntry: Sendable, Equatable {
        let archive: String
        /// Among the archive's files, from 0.
        let number: Int
        let name: String
    }

    /// Of a file in an archive, the archive's path and its own behind it.
    let path: String
    /// Why it cannot be read; nil where it looks readable.
    let fault: FileFault?
    /// Nil for a file that lies on disk by itself.
    let entry: ArchiveEntry?

    init(path: String, fault: FileFault?) {
        self.path = path
        self.fault = fault
        entry = nil
    }

    init(archive: String, number: Int, name: String) {
        path = archive + "/" + name
        fault = nil
        entry = ArchiveEntry(archive: archive, number: number, name: name)
    }
}

/// ECG files on the command line, folders walked.
///
/// Symbolic links are followed, for that is how archives are put together. A folder is walked once an argument, known
/// by device and inode, so that a loop ends; the link that would go round again is found with its fault.
enum EcgFiles {
    /// Every file, in a stable order; what cannot be read is among them.
    ///
    /// Hidden files in folders are passed over.
    static func find(_ paths: [String]) -> [EcgFile] {
        paths.flatMap { path in
            var walk = Walk()
            walk.visit(URL(fileURLWithPath: path).path, named: path)
            return walk.found
        }
    }

    private struct FolderID: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    private struct Walk {
        var found: [EcgFile] = []
        private var walked: Set<FolderID> = []

        /// - Parameters:
        ///   - path: Absolute.
        ///   - name: As the person or the folder has it.
        mutating func visit(_ path: String, named name: String) {
            guard !name.isEmpty else { return found.append(EcgFile(path: "\"\"", fault: .noName)) }
            var status = stat()
            guard stat(path, &status) == 0 else {
                return found.append(EcgFile(path: path, fault: FileFault(errno: errno, path: path)))
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: found.append(EcgFile(path: path, fault: nil))
            case S_IFDIR: walk(path, FolderID(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
            default: found.append(EcgFile(path: path, fault: .notAFile))
            }
        }

        private mutating func walk(_ folder: String, _ id: FolderID) {
            guard walked.insert(id).inserted else {
                return found.append(EcgFile(path: folder, fault: .linkLoop))
            }
            guard let stream = opendir(folder) else {
                return found.append(EcgFile(path: folder, fault: FileFault(errno: errno, path: folder)))
            }
            for name in Self.names(in: stream) { visit(folder + "/" + name, named: name) }
        }

        /// Names that do not begin with a dot, sorted; closes the stream.
        private static func names(in stream: OpaquePointer) -> [String] {
            defer { closedir(stream) }
            var names: [String] = []
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if !name.hasPrefix(".") { names.append(name) }
            }
            return names.sorted()
        }
    }
}
