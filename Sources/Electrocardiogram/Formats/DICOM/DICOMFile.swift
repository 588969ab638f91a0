/// A DICOM file: a preamble and meta information, which some systems leave out, and a data set (PS3.10).
enum DICOMFile {
    /// Takes a file apart whose transfer syntax is little endian and not compressed.
    static func dataSet(_ bytes: [UInt8], remarks: inout [String]) throws(RecordingError) -> DICOMDataSet {
        let start = hasPreamble(bytes) ? 132 : 0
        var parser = DICOMParser(bytes[start...])
        var encoding: DICOMParser.Encoding?
        if parser.nextTag?.group == 2 {
            let meta = try parser.dataSet(.explicit, group: 2)
            encoding = try Self.encoding(of: meta)
        }
        if encoding == nil {
            encoding = guessedEncoding(bytes[parser.position...])
            remarks.append("The file does not name its DICOM transfer syntax; it is told from the first element.")
        }
        guard let encoding else {
            throw .unusable(what: "the DICOM file", reason: "does not begin with an element of group 0008", place: nil)
        }
        return try parser.dataSet(encoding)
    }

    /// Whether bytes begin like a DICOM file, with the mark or, without it, with an element of group 2 or 8.
    static func begins(_ bytes: [UInt8]) -> Bool {
        guard !hasPreamble(bytes) else { return true }
        let tag = DICOMParser(bytes[...]).nextTag
        if tag?.group == 2 { return guessedEncoding(bytes[...], group: 2) == .explicit }
        return guessedEncoding(bytes[...]) != nil
    }

    private static func hasPreamble(_ bytes: [UInt8]) -> Bool { bytes.dropFirst(128).starts(with: Array("DICM".utf8)) }

    private static func encoding(of meta: DICOMDataSet) throws(RecordingError) -> DICOMParser.Encoding? {
        switch meta.code(.transferSyntax) {
        case nil: return nil
        case "1.2.840.10008.1.2": return .implicit
        case "1.2.840.10008.1.2.1": return .explicit
        case "1.2.840.10008.1.2.1.99": throw refused(meta, "Deflated Explicit VR Little Endian")
        case "1.2.840.10008.1.2.2": throw refused(meta, "Explicit VR Big Endian")
        case let other?: throw refused(meta, DICOMReader.isIdentifier(other) ? other : "of unknown name")
        }
    }

    private static func refused(_ meta: DICOMDataSet, _ name: String) -> RecordingError {
        meta.unusable(
            .transferSyntax,
            "names the transfer syntax \(name), which is not read; Implicit and Explicit VR Little Endian are"
        )
    }

    /// Two capital letters after the tag are a value representation; an implicit length has none at all likely there.
    private static func guessedEncoding(_ bytes: ArraySlice<UInt8>, group: UInt16 = 8) -> DICOMParser.Encoding? {
        let start = bytes.startIndex
        let reader = LittleEndianBytes(bytes)
        guard reader.uint16(at: start) == Int(group), let element = reader.uint16(at: start + 2), element <= 0x18,
            let length = reader.uint32(at: start + 4), let letters = reader.slice(at: start + 4, count: 2)
        else { return nil }
        if letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) { return .explicit }
        return length <= 64 ? .implicit : nil
    }
}
