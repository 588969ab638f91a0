public import Foundation

/// Reads a recording of any supported format, which it tells from the content and never from a file's name.
public enum RecordingReader {
    /// The largest file read, in bytes (16 MiB); a resting ECG has less than one.
    public static let maximumBytes = 16 << 20

    /// Finds a file beside the one that is read, by the name that stands in it; nil where there is none.
    public typealias Companion = (String) throws(RecordingError) -> Data?

    /// Reads one recording.
    ///
    /// - Throws: ``RecordingError`` with the place of the fault where the format has lines.
    public static func read(_ bytes: Data) throws(RecordingError) -> Recording {
        try read(bytes) { (_: String) throws(RecordingError) -> Data? in nil }
    }

    /// Reads one recording of a format that may spread over several files.
    ///
    /// - Throws: ``RecordingError`` with the place of the fault where the format has lines, and what `companion` throws.
    public static func read(_ bytes: Data, companion: Companion) throws(RecordingError) -> Recording {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= maximumBytes else { throw .tooLarge(bytes: bytes.count, limit: maximumBytes) }
        switch RecordingFormat.detect(bytes) {
        case .museXML: return try MuseXMLReader.read(bytes)
        case .csv: return try RecordingCSVReader.read(bytes)
        case .annotatedECG: return try AnnotatedECGReader.read(bytes)
        case .philipsXML: return try PhilipsXMLReader.read(bytes)
        case .edf: return try EDFReader.read(bytes)
        case .dicom: return try DICOMReader.read(bytes)
        case .scp: return try SCPReader.read(bytes)
        case .wfdb:
            return try WFDBReader.read(header: bytes) { (name: String) throws(RecordingError) -> Data in
                guard let file = try companion(name) else {
                    throw .missing(what: "a signal file that the header names", place: nil)
                }
                return file
            }
        case nil where BinarySignature.isNumPy(bytes): throw .manyRecordings(what: "a NumPy array of prepared ECGs")
        case nil: throw .unrecognised
        }
    }

    /// Reads one recording from a file, and what belongs to it from the same folder.
    ///
    /// - Throws: ``RecordingError``; it never shows a file's name, which may be a patient's.
    public static func read(file: URL) throws(RecordingError) -> Recording {
        guard let bytes = try FolderReader.bytes(of: file) else { throw FolderReader.unreadable }
        let folder = file.deletingLastPathComponent()
        return try read(bytes) { (name: String) throws(RecordingError) -> Data? in
            try FolderReader.bytes(of: name, in: folder)
        }
    }
}
