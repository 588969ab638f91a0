import Archive
import Electrocardiogram
import Foundation

extension EcgFiles {
    /// Every recording: archives become the files in them, and a record of several files is its header alone.
    ///
    /// What cannot be read is among them with its fault, so that the counts add up.
    static func recordings(_ paths: [String]) -> [EcgFile] {
        let files = find(paths)
        let heads = files.map { $0.fault == nil ? head(of: $0.path) : Data() }
        let claimed = Set(zip(files, heads).flatMap { signalFiles(of: $0, head: $1) })
        return zip(files, heads).flatMap { file, head in
            if ArchiveFormat.isArchive(head) { return listing(of: file.path) }
            return claimed.contains(file.path) ? [] : [file]
        }
    }

    /// The files of an archive in its own order; after damage, the archive itself with what is wrong with it.
    private static func listing(of archive: String) -> [EcgFile] {
        var files: [EcgFile] = []
        var claimed: Set<String> = []
        do throws(ArchiveError) {
            let reader = try ArchiveReader(path: archive, limit: RecordingReader.maximumBytes)
            while let entry = try reader.next(reading: { $0.hasSuffix(WFDBReader.headerSuffix) }) {
                if case .bytes(let bytes) = entry.content {
                    claimed.formUnion(WFDBReader.signalFiles(of: bytes).map { sibling(of: entry.path, $0) })
                }
                files.append(EcgFile(archive: archive, number: files.count, name: entry.path))
            }
        } catch {
            files.append(EcgFile(path: archive, fault: .archive(error)))
        }
        return files.filter { file in file.entry.map { !claimed.contains($0.name) } ?? true }
    }

    /// The path of a file beside another one.
    static func sibling(of path: String, _ name: String) -> String {
        path.lastIndex(of: "/").map { path[...$0] + name } ?? name
    }

    private static func signalFiles(of file: EcgFile, head: Data) -> [String] {
        guard file.path.hasSuffix(WFDBReader.headerSuffix), RecordingFormat.detect(head) == .wfdb,
            let bytes = try? InputFile.bytes(file.path, limit: RecordingReader.maximumBytes)
        else { return [] }
        return WFDBReader.signalFiles(of: bytes).map { sibling(of: file.path, $0) }
    }

    /// The first bytes of a file; none where it cannot be opened, which its import will say.
    static func head(of path: String) -> Data {
        guard let handle = FileHandle(forReadingAtPath: path) else { return Data() }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: ArchiveFormat.headLength)) ?? Data()
    }
}
