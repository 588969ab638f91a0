public import Foundation

/// The ECG file formats told apart by content; the raw value is ``Recording/format``.
public enum RecordingFormat: String, CaseIterable, Sendable {
    /// GE MUSE, element `RestingECG`.
    case museXML = "muse-xml"
    /// HL7 version 3, element `AnnotatedECG`.
    case annotatedECG = "hl7-aecg"
    /// Philips, element `restingecgdata`.
    case philipsXML = "philips-xml"
    /// DICOM part 10.
    case dicom
    /// EN 1064.
    case scp = "scp-ecg"

    /// The format's name as its users know it.
    public var title: String {
        switch self {
        case .museXML: "GE MUSE XML"
        case .annotatedECG: "HL7 annotated ECG"
        case .philipsXML: "Philips Sierra ECG XML"
        case .dicom: "DICOM"
        case .scp: "SCP-ECG"
        }
    }

    /// Tells the format from the first 16 KiB; nil when it is none of them.
    public static func detect(_ bytes: Data) -> RecordingFormat? {
        if has("DICM", in: bytes, at: 128) { return .dicom }
        if has("SCPECG", in: bytes, at: 16) { return .scp }
        // UTF-16 differs from ASCII by zero bytes only, as far as element names go.
        let head = Data(bytes.prefix(16 << 10).filter { $0 != 0 })
        return roots.first { head.range(of: Data($0.element.utf8)) != nil }?.format
    }

    /// How the root element of each XML format begins.
    private static let roots: [(element: String, format: RecordingFormat)] = [
        ("<RestingECG", .museXML), ("<AnnotatedECG", .annotatedECG), ("<restingecgdata", .philipsXML),
    ]

    private static func has(_ mark: String, in bytes: Data, at offset: Int) -> Bool {
        bytes.dropFirst(offset).starts(with: mark.utf8)
    }
}
