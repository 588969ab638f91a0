public import Foundation

/// The ECG file formats told apart by content; the raw value is ``Recording/format``.
public enum RecordingFormat: String, CaseIterable, Sendable {
    /// GE MUSE, element `RestingECG`.
    case museXML = "muse-xml"
    /// HL7 version 3, element `AnnotatedECG`.
    case annotatedECG = "hl7-aecg"
    /// Philips, element `restingecgdata`.
    case philipsXML = "philips-xml"
    /// DICOM part 10, with or without its preamble.
    case dicom
    /// EN 1064.
    case scp = "scp-ecg"
    /// WFDB of PhysioNet: the header, whose signal lies in files beside it.
    case wfdb
    /// European Data Format.
    case edf
    /// Comma-separated values with a header that names the leads.
    case csv

    /// The format's name as its users know it.
    public var title: String {
        switch self {
        case .museXML: "GE MUSE XML"
        case .annotatedECG: "HL7 annotated ECG"
        case .philipsXML: "Philips Sierra ECG XML"
        case .dicom: "DICOM"
        case .scp: "SCP-ECG"
        case .wfdb: "a WFDB header"
        case .edf: "EDF"
        case .csv: "CSV"
        }
    }

    /// Tells the format from the first 16 KiB; nil when it is none of them.
    ///
    /// Marks of byte order, blanks, comments and document types in front of an XML root change nothing.
    public static func detect(_ bytes: Data) -> RecordingFormat? {
        let head = [UInt8](bytes.prefix(16 << 10))
        if BinarySignature.isSCP(head, fileSize: bytes.count) { return .scp }
        if BinarySignature.isDICOM(head) { return .dicom }
        if BinarySignature.isEDF(head) { return .edf }
        let text = HeadText(head)
        if let root = text.rootElement { return roots[root] }
        if text.isWFDBHeader { return .wfdb }
        return text.isCSV ? .csv : nil
    }

    /// The root element of each XML format.
    private static let roots: [String: RecordingFormat] = [
        "RestingECG": .museXML, "AnnotatedECG": .annotatedECG, "restingecgdata": .philipsXML,
    ]
}
