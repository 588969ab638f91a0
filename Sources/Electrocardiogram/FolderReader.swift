import Foundation

/// Reads files of bounded size, and files beside them by the names that stand in them.
enum FolderReader {
    static let unreadable = RecordingError.unusable(what: "the file", reason: "cannot be opened", place: nil)

    /// The bytes of a regular file; nil where there is none.
    static func bytes(of file: URL) throws(RecordingError) -> Data? {
        guard let handle = try? FileHandle(forReadingFrom: file) else { return nil }
        defer { try? handle.close() }
        // One byte more than allowed shows a file that is too large without reading all of it.
        let limit = RecordingReader.maximumBytes
        guard let bytes = try? handle.read(upToCount: limit + 1) ?? Data() else { throw unreadable }
        guard bytes.count <= limit else {
            let size = (try? handle.seekToEnd()).map { Int(clamping: $0) } ?? bytes.count
            throw .tooLarge(bytes: size, limit: limit)
        }
        return bytes
    }

    /// The bytes of a file in a folder; nil where there is none.
    ///
    /// A name that would lead out of the folder is refused: it comes from a file that anybody may have made.
    static func bytes(of name: String, in folder: URL) throws(RecordingError) -> Data? {
        guard !name.isEmpty, name != ".", name != "..", !name.contains("/"), !name.contains("\\"), !name.contains("\0")
        else {
            throw .unusable(what: "the name of the signal file", reason: "is no plain file name", place: nil)
        }
        return try bytes(of: folder.appending(path: name))
    }
}
