import Foundation

/// Reads DICOM texts by the object's Specific Character Set (PS3.3 C.12.1.1.2).
struct DICOMText {
    private let encoding: String.Encoding?

    /// Repertoires that are read; texts in others are read as far as they are ASCII.
    private static let encodings: [String: String.Encoding] = [
        "ISO_IR 6": .ascii, "ISO 2022 IR 6": .ascii, "ISO_IR 100": .isoLatin1, "ISO 2022 IR 100": .isoLatin1,
        "ISO_IR 101": .isoLatin2, "ISO 2022 IR 101": .isoLatin2, "ISO_IR 192": .utf8,
    ]

    init(_ set: DICOMDataSet) {
        guard let name = set.code(.characterSet) else {
            encoding = .ascii
            return
        }
        encoding = Self.encodings[name]
    }

    /// The text of an element, all its values; nil where it is absent or empty.
    ///
    /// A text in a repertoire that is not read is missing, with a remark that names the element.
    func text(_ tag: DICOMTag, in set: DICOMDataSet, remarks: inout [String]) -> String? {
        guard let bytes = set.bytes(tag), !bytes.isEmpty else { return nil }
        let isPlain = bytes.allSatisfy { $0 < 128 && $0 != Self.escape }
        // An escape changes the repertoire within a text.
        let encoding = isPlain ? .ascii : bytes.contains(Self.escape) ? nil : encoding
        guard let encoding, let text = String(data: Data(bytes), encoding: encoding) else {
            remarks.append("The text of \(tag) is in a character set that is not read and counts as missing.")
            return nil
        }
        return DICOMDataSet.trimmed(text)
    }

    private static let escape: UInt8 = 0x1B
}
