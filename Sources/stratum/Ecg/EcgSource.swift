import Archive
import Electrocardiogram
import Foundation

/// Gives files one after the other with a way to their bytes; those of an archive come out of one pass over it.
final class EcgSource {
    private var files: ArraySlice<EcgFile>
    private var archive: OpenArchive?

    init(_ files: [EcgFile]) { self.files = files[...] }

    /// The next file with a way to its bytes: what lies on disk is read when `load` is called, what lies in an archive before.
    func next() -> (file: EcgFile, load: @Sendable () throws -> EcgContent)? {
        guard let file = files.popFirst() else { return nil }
        if let fault = file.fault { return (file, { throw fault }) }
        guard let entry = file.entry else { return (file, { try EcgContent(path: file.path) }) }
        if archive?.path != entry.archive { archive = OpenArchive(entry.archive) }
        let content = Result { () throws(FileFault) in try archive?.content(of: entry) }
        return (
            file,
            {
                guard let content = try content.get() else { throw FileFault.missing }
                return content
            }
        )
    }
}

/// An archive that is being read front to back; what comes before it is asked for is kept.
private final class OpenArchive {
    /// What may wait in memory for the files that belong to it.
    private static let keptLimit = 256 << 20

    let path: String
    private let reader: Result<ArchiveReader, ArchiveError>
    private var kept: [Int: ArchiveReader.Entry] = [:]
    private var keptBytes = 0
    private var number = 0

    init(_ path: String) {
        self.path = path
        reader = Result { () throws(ArchiveError) in
            try ArchiveReader(path: path, limit: RecordingReader.maximumBytes)
        }
    }

    /// The bytes of a file, and of those that its header names and that lie beside it.
    func content(of file: EcgFile.ArchiveEntry) throws(FileFault) -> EcgContent {
        guard let bytes = try bytes(where: { number, _ in number == file.number }) else { throw .missing }
        var companions: [String: Data] = [:]
        for name in EcgContent.names(in: bytes) {
            let sibling = EcgFiles.sibling(of: file.name, name)
            companions[name] = try self.bytes { _, path in path == sibling }
        }
        return EcgContent(bytes: bytes, companions: companions)
    }

    private func bytes(where isWanted: (Int, String) -> Bool) throws(FileFault) -> Data? {
        if let (number, entry) = kept.first(where: { isWanted($0.key, $0.value.path) }) {
            kept[number] = nil
            keptBytes -= Self.size(entry)
            return try Self.bytes(of: entry)
        }
        while let (number, entry) = try nextEntry() {
            if isWanted(number, entry.path) { return try Self.bytes(of: entry) }
            kept[number] = entry
            keptBytes += Self.size(entry)
            guard keptBytes <= Self.keptLimit else { throw .scattered }
        }
        return nil
    }

    private func nextEntry() throws(FileFault) -> (Int, ArchiveReader.Entry)? {
        do throws(ArchiveError) {
            guard let entry = try reader.get().next() else { return nil }
            defer { number += 1 }
            return (number, entry)
        } catch { throw .archive(error) }
    }

    private static func size(_ entry: ArchiveReader.Entry) -> Int {
        if case .bytes(let bytes) = entry.content { bytes.count } else { 0 }
    }

    private static func bytes(of entry: ArchiveReader.Entry) throws(FileFault) -> Data {
        switch entry.content {
        case .bytes(let bytes): return bytes
        case .tooLarge(let limit): throw .archivedTooLarge(limit: limit)
        case .encrypted: throw .encrypted
        case .notAFile, .notRead: throw .notAFile
        }
    }
}
