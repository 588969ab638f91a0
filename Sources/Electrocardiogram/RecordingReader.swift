public import Foundation

/// Reads a recording of any supported format, which it tells from the content and never from a file's name.
public enum RecordingReader {
    /// The largest file read, in bytes (16 MiB); a resting ECG has less than one.
    public static let maximumBytes = 16 << 20

    /// Reads one recording.
    ///
    /// - Throws: ``RecordingError`` with the place of the fault where the format has lines.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= maximumBytes else { throw .tooLarge(bytes: bytes.count, limit: maximumBytes) }
        switch RecordingFormat.detect(bytes) {
        case .museXML: return try MuseXMLReader.read(bytes)
        case let format?: throw .unsupported(format)
        case nil: throw .unrecognised
        }
    }
}
