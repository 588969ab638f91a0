import CArchive
package import Foundation

/// Reads the files of an archive, front to back, in memory and within bounds; nothing is written to disk.
///
/// Zip, 7-Zip and tar, plain or compressed by gzip, bzip2, xz or Zstandard, and single compressed files, by libarchive.
package final class ArchiveReader {
    /// A file in the archive.
    package struct Entry: Sendable {
        /// As the archive has it; it names the file to people and opens nothing.
        package let path: String
        /// What is in it.
        package let content: Content
    }

    /// What is in an entry, or why it is not read.
    package enum Content: Sendable, Equatable {
        case bytes(Data)
        /// More bytes than the caller allows.
        case tooLarge(limit: Int)
        /// A link, a device or anything else that holds no bytes of its own.
        case notAFile
        case encrypted
        /// The caller did not ask for it.
        case notRead
    }

    /// The most files of one archive.
    package static let maximumEntries = 1_000_000

    /// What may come out of an archive of so many bytes: two hundred times as much, and a little more for small ones.
    static func unfolded(from bytes: Int) -> Int { (100 << 20) + min(bytes, 1 << 50) * 200 }

    private let handle: OpaquePointer
    private let limit: Int
    private let budget: Int
    private let ownName: String
    /// The library reads from here as long as it reads.
    private let memory: UnsafeMutableRawBufferPointer?
    private var unfolded = 0
    private var entries = 0

    /// Opens an archive.
    ///
    /// - Parameters:
    ///   - path: of the archive.
    ///   - limit: bytes of one entry beyond which it is not read.
    /// - Throws: ``ArchiveError`` where it is none, or damaged at its beginning.
    package init(path: String, limit: Int) throws(ArchiveError) {
        guard let handle = archive_read_new() else { throw .noMemory }
        self.handle = handle
        self.limit = limit
        var status = stat()
        stat(path, &status)
        budget = Self.unfolded(from: Int(status.st_size))
        ownName = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        memory = nil
        Self.support(handle)
        guard archive_read_open_filename(handle, path, 64 << 10) == ARCHIVE_OK else { throw damage }
    }

    /// Opens an archive that lies in memory.
    ///
    /// - Parameters:
    ///   - archive: all of its bytes; they are copied.
    ///   - limit: bytes of one entry beyond which it is not read.
    /// - Throws: ``ArchiveError`` where it is none, or damaged at its beginning.
    package init(_ archive: Data, limit: Int) throws(ArchiveError) {
        guard let handle = archive_read_new() else { throw .noMemory }
        self.handle = handle
        self.limit = limit
        budget = Self.unfolded(from: archive.count)
        ownName = "archive"
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: archive.count, alignment: 1)
        memory.copyBytes(from: archive)
        self.memory = memory
        Self.support(handle)
        guard archive_read_open_memory(handle, memory.baseAddress, memory.count) == ARCHIVE_OK else { throw damage }
    }

    deinit {
        archive_read_free(handle)
        memory?.deallocate()
    }

    private static func support(_ handle: OpaquePointer) {
        archive_read_support_format_zip(handle)
        archive_read_support_format_7zip(handle)
        archive_read_support_format_tar(handle)
        archive_read_support_format_raw(handle)
        archive_read_support_filter_gzip(handle)
        archive_read_support_filter_bzip2(handle)
        archive_read_support_filter_xz(handle)
        archive_read_support_filter_zstd(handle)
    }

    /// The next file; folders are passed over.
    ///
    /// - Parameter isWanted: told a path, whether to read what is in that file.
    /// - Returns: nil at the end.
    /// - Throws: ``ArchiveError``, and then nothing more can be read.
    package func next(reading isWanted: (String) -> Bool = { _ in true }) throws(ArchiveError) -> Entry? {
        while true {
            var header: OpaquePointer?
            switch archive_read_next_header(handle, &header) {
            case ARCHIVE_EOF: return nil
            case ARCHIVE_OK, ARCHIVE_WARN: break
            case ARCHIVE_RETRY: continue
            default: throw damage
            }
            guard let header else { throw damage }
            entries += 1
            guard entries <= Self.maximumEntries else { throw .tooManyEntries(limit: Self.maximumEntries) }
            let kind = archive_entry_filetype(header)
            if kind == S_IFDIR { continue }
            let name = name(of: header)
            guard isWanted(name) else { return Entry(path: name, content: .notRead) }
            return Entry(path: name, content: try content(of: header, isFile: kind == S_IFREG))
        }
    }

    private func content(of header: OpaquePointer, isFile: Bool) throws(ArchiveError) -> Content {
        guard isFile, archive_entry_hardlink(header) == nil else { return .notAFile }
        if archive_entry_is_encrypted(header) != 0 { return .encrypted }
        if archive_entry_size_is_set(header) != 0, archive_entry_size(header) > Int64(limit) {
            // Passing over it may mean unfolding it.
            try count(Int(clamping: archive_entry_size(header)))
            return .tooLarge(limit: limit)
        }
        return try bytes()
    }

    private func bytes() throws(ArchiveError) -> Content {
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = archive_read_data(handle, &chunk, chunk.count)
            guard count >= 0 else { throw damage }
            guard count > 0 else { return .bytes(data) }
            try self.count(count)
            guard data.count + count <= limit else { return .tooLarge(limit: limit) }
            data.append(contentsOf: chunk[..<count])
        }
    }

    private func count(_ bytes: Int) throws(ArchiveError) {
        let (sum, overflow) = unfolded.addingReportingOverflow(bytes)
        guard !overflow, sum <= budget else { throw .unfoldsTooFar(bytes: budget) }
        unfolded = sum
    }

    /// A single compressed file has no name inside; it is the archive's without the last suffix.
    private func name(of header: OpaquePointer) -> String {
        if archive_format(handle) == ARCHIVE_FORMAT_RAW { return ownName }
        if let name = archive_entry_pathname_utf8(header) ?? archive_entry_pathname(header) {
            return String(cString: name)
        }
        return "entry \(entries)"
    }

    private var damage: ArchiveError {
        .damaged(reason: archive_error_string(handle).map { String(cString: $0) } ?? "unknown")
    }
}
