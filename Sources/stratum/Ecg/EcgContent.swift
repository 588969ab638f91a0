import Archive
import Electrocardiogram
import Foundation

/// The bytes of a recording, with those of the files that its header names.
struct EcgContent: Sendable {
    let bytes: Data
    let companions: [String: Data]

    /// A recording on disk.
    ///
    /// - Throws: what is wrong with the file or with one that belongs to it; one that is missing is left to the reader.
    init(path: String) throws(FileFault) {
        bytes = try InputFile.bytes(path, limit: RecordingReader.maximumBytes)
        var companions: [String: Data] = [:]
        for name in Self.names(in: bytes) {
            let sibling = EcgFiles.sibling(of: path, name)
            guard access(sibling, F_OK) == 0 else { continue }
            companions[name] = try InputFile.bytes(sibling, limit: RecordingReader.maximumBytes)
        }
        self.companions = companions
    }

    init(bytes: Data, companions: [String: Data]) {
        self.bytes = bytes
        self.companions = companions
    }

    /// The recording.
    func read() throws(RecordingError) -> Recording {
        try RecordingReader.read(bytes) { (name: String) throws(RecordingError) -> Data? in companions[name] }
    }

    /// The recording in a file that a person names.
    ///
    /// - Throws: exit code 65 with the path, the place and the remedy.
    static func recording(_ path: String) throws -> Recording {
        do {
            return try EcgContent(path: path).read()
        } catch {
            let problem = isArchive(path) ? archiveAdvice : headerAdvice(path) ?? signalsAdvice(path) ?? "\(error)"
            throw Failure.refuse("\(path.isEmpty ? "\"\"" : path): \(problem)", code: Failure.badData)
        }
    }

    private static let archiveAdvice =
        "is an archive; unpack it and name a file, or let `stratum ecg import` take all that it holds"

    /// Signals of a record say nothing without the header beside them.
    private static func headerAdvice(_ path: String) -> String? {
        let file = URL(fileURLWithPath: path)
        let header = file.deletingPathExtension().appendingPathExtension("hea")
        guard file.pathExtension.lowercased() != "hea", access(header.path, R_OK) == 0,
            let bytes = try? InputFile.bytes(header.path, limit: RecordingReader.maximumBytes),
            names(in: bytes).contains(file.lastPathComponent)
        else { return nil }
        return "holds the signals of a WFDB record; name its header, \(header.lastPathComponent)"
    }

    /// A record whose files were renamed: the reader, which may not name a file, says only that one is missing.
    private static func signalsAdvice(_ path: String) -> String? {
        guard let content = try? EcgContent(path: path), case .missing? = content.fault,
            let name = names(in: content.bytes).first(where: { content.companions[$0] == nil })
        else { return nil }
        return "names \(name.printable) for its signals, which is not beside it; put it there under that name"
    }

    private var fault: RecordingError? {
        do throws(RecordingError) {
            _ = try read()
            return nil
        } catch { return error }
    }

    /// Looks into regular files only: a pipe would never end.
    private static func isArchive(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
        return ArchiveFormat.isArchive(EcgFiles.head(of: path))
    }

    /// The other files of the record, where it is of a format that has them.
    static func names(in bytes: Data) -> [String] {
        RecordingFormat.detect(bytes) == .wfdb ? WFDBReader.signalFiles(of: bytes) : []
    }
}
