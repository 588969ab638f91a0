/// Why a recording could not be read or written; its text names what, where and the remedy, never a patient's values.
public enum RecordingError: Error, Equatable, Sendable {
    /// There are no bytes.
    case empty
    /// More bytes than ``RecordingReader/maximumBytes``.
    case tooLarge(bytes: Int, limit: Int)
    /// The bytes are of no format known here.
    case unrecognised
    /// The file holds many recordings, or what was made of them, and not one.
    case manyRecordings(what: String)
    /// The XML parser gave up.
    case malformedXML(reason: String, place: TextPlace)
    /// The document declares or uses entities of its own, which ECG files never need and attackers do.
    case entity(place: TextPlace)
    /// Something is deeper, longer or more numerous than any ECG needs.
    case limitExceeded(what: String, limit: Int, place: TextPlace?)
    /// Something without which there is no recording is not there.
    case missing(what: String, place: TextPlace?)
    /// Something is there but makes no sense; the remedy where it is another than a new export.
    case unusable(what: String, reason: String, remedy: String? = nil, place: TextPlace?)
    /// The recording holds something that the format cannot carry unchanged.
    case notWritable(what: String, reason: String)
}

/// A position in a text file, both counted from 1.
public struct TextPlace: Equatable, Sendable, CustomStringConvertible {
    /// The line.
    public let line: Int
    /// The column, in bytes of the file's text.
    public let column: Int

    /// Makes a place of two numbers counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Such as `line 3, column 8`.
    public var description: String { "line \(line), column \(column)" }
}

extension RecordingError: CustomStringConvertible {
    /// One line: what, where, and the remedy.
    public var description: String {
        let location = place.map { " at \($0)" } ?? ""
        return "\(what)\(location): \(remedy)"
    }

    /// A stable code for reports and counts, such as `broken-xml`.
    public var code: String {
        switch self {
        case .empty: "empty"
        case .tooLarge: "too-large"
        case .unrecognised: "unknown-format"
        case .manyRecordings: "many-recordings"
        case .malformedXML: "broken-xml"
        case .entity: "xml-entity"
        case .limitExceeded: "limit-exceeded"
        case .missing: "part-missing"
        case .unusable: "part-unusable"
        case .notWritable: "not-writable"
        }
    }

    /// Where in the file the trouble lies, when it lies in one place.
    public var place: TextPlace? {
        switch self {
        case .malformedXML(_, let place), .entity(let place): place
        case .missing(_, let place), .unusable(_, _, _, let place), .limitExceeded(_, _, let place): place
        case .empty, .tooLarge, .unrecognised, .manyRecordings, .notWritable: nil
        }
    }

    /// What is wrong, in a few words.
    public var what: String {
        switch self {
        case .empty: "the file is empty"
        case .tooLarge(let bytes, let limit): "the file has \(bytes) bytes, more than the \(limit) allowed"
        case .unrecognised: "the file is no ECG format known here"
        case .manyRecordings(let what): "the file is \(what), not one recording"
        case .malformedXML(let reason, _): "broken XML (\(reason))"
        case .entity: "the document uses entities of its own"
        case .limitExceeded(let what, let limit, _): "\(what) exceeds the limit of \(limit)"
        case .missing(let what, _): "\(what) is missing"
        case .unusable(let what, let reason, _, _): "\(what) \(reason)"
        case .notWritable(let what, let reason): "\(what) cannot be written: \(reason)"
        }
    }

    /// What the person who has the file can do about it.
    public var remedy: String {
        switch self {
        case .unusable(_, _, let remedy?, _): remedy
        case .empty, .malformedXML, .unusable: "export the ECG again from its source system"
        case .tooLarge: "pass the export of a single resting ECG"
        case .unrecognised:
            "export the ECG as XML (GE MUSE, HL7 aECG, Philips), DICOM, SCP-ECG, WFDB, EDF or CSV that declares its rate"
        case .manyRecordings: "read it as a data set, together with its table of metadata"
        case .entity: "export the ECG again without a document type of its own"
        case .limitExceeded: "pass the export of a single resting 12-lead ECG"
        case .missing: "export the ECG again with its digital waveform"
        case .notWritable: "write it as CSV, or correct the recording first"
        }
    }
}
