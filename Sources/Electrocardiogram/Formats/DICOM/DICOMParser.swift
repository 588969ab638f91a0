/// Takes a little-endian DICOM data set apart (PS3.5 section 7).
///
/// Every length is held against what encloses it, nesting and the number of elements are bounded.
struct DICOMParser {
    /// Whether elements name their value representation.
    enum Encoding {
        case explicit
        case implicit
    }

    static let maximumDepth = 16
    static let maximumElements = 100_000

    private let reader: LittleEndianBytes
    private(set) var position: Int
    private var elements = 0

    init(_ bytes: ArraySlice<UInt8>) {
        reader = LittleEndianBytes(bytes)
        position = bytes.startIndex
    }

    /// The tag at the position, which stays.
    var nextTag: DICOMTag? {
        guard let group = reader.uint16(at: position), let element = reader.uint16(at: position + 2) else { return nil }
        return DICOMTag(UInt16(group), UInt16(element))
    }

    /// Reads elements up to the end, or as long as they are of one group.
    mutating func dataSet(_ encoding: Encoding, group: UInt16? = nil) throws(RecordingError) -> DICOMDataSet {
        var set = DICOMDataSet(offset: position)
        while position < reader.bytes.endIndex {
            if let group, let next = nextTag, next.group != group { break }
            try readElement(into: &set, encoding, end: reader.bytes.endIndex, depth: 0)
        }
        return set
    }

    private mutating func readElement(
        into set: inout DICOMDataSet,
        _ encoding: Encoding,
        end: Int,
        depth: Int
    ) throws(RecordingError) {
        let start = position
        let tag = try readTag(end: end)
        let header = try readHeader(encoding, of: tag, start: start, end: end)
        elements += 1
        guard elements <= Self.maximumElements else {
            throw RecordingError.limitExceeded(
                what: "the number of DICOM elements",
                limit: Self.maximumElements,
                place: nil
            )
        }
        if let length = header.length, length > end - position {
            throw DICOMDataSet.unusable(tag, at: start, "reaches beyond the end of the file or of its item")
        }
        if header.isSequence {
            let items = try items(header, encoding, of: tag, end: end, depth: depth + 1)
            return try set.insert(tag, .items(items), offset: start)
        }
        guard let length = header.length, let value = reader.slice(at: position, count: length) else {
            throw DICOMDataSet.unusable(tag, at: start, "has no length")
        }
        position += length
        try set.insert(tag, .bytes(value), offset: start)
    }

    private mutating func items(
        _ header: Header,
        _ encoding: Encoding,
        of tag: DICOMTag,
        end: Int,
        depth: Int
    ) throws(RecordingError) -> [DICOMDataSet] {
        guard depth <= Self.maximumDepth else {
            throw RecordingError.limitExceeded(what: "nesting of DICOM sequences", limit: Self.maximumDepth, place: nil)
        }
        // What an unaware system passed on as unknown is encoded implicitly (PS3.5 section 6.2.2).
        let inner = header.representation == "UN" ? .implicit : encoding
        let end = header.length.map { position + $0 } ?? end
        var items: [DICOMDataSet] = []
        while position < end {
            let start = position
            let mark = try readTag(end: end)
            let length = try readLength(of: mark, start: start, end: end)
            if header.length == nil, mark == .sequenceEnd { return items }
            guard mark == .item else { throw DICOMDataSet.unusable(tag, at: start, "holds something that is no item") }
            items.append(try item(inner, length: length, start: start, end: end, depth: depth))
        }
        guard header.length != nil else { throw DICOMDataSet.unusable(tag, at: position, "has no end") }
        return items
    }

    private mutating func item(
        _ encoding: Encoding,
        length: Int?,
        start: Int,
        end: Int,
        depth: Int
    ) throws(RecordingError) -> DICOMDataSet {
        elements += 1
        if let length, length > end - position {
            throw DICOMDataSet.unusable(.item, at: start, "reaches beyond the end of its sequence")
        }
        let end = length.map { position + $0 } ?? end
        var set = DICOMDataSet(offset: start)
        while position < end {
            if length == nil, nextTag == .itemEnd {
                let mark = try readTag(end: end)
                _ = try readLength(of: mark, start: start, end: end)
                return set
            }
            try readElement(into: &set, encoding, end: end, depth: depth)
        }
        guard length != nil else { throw DICOMDataSet.unusable(.item, at: start, "has no end") }
        return set
    }
}

extension DICOMParser {
    private struct Header {
        /// Two letters; nil in implicit encodings.
        var representation: String?
        /// In bytes; nil where an end mark takes its place.
        var length: Int?
        var isSequence: Bool
    }

    /// Value representations whose length takes two bytes; all others, also future ones, take four.
    private static let short: Set<String> = [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "PN", "SH", "SL", "SS", "ST", "TM",
        "UI", "UL", "US",
    ]

    private mutating func readHeader(
        _ encoding: Encoding,
        of tag: DICOMTag,
        start: Int,
        end: Int
    ) throws(RecordingError) -> Header {
        guard encoding == .explicit else {
            let length = try readLength(of: tag, start: start, end: end)
            return Header(length: length, isSequence: tag.isSequence || length == nil)
        }
        guard end - position >= 4, let letters = reader.slice(at: position, count: 2),
            letters.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else { throw DICOMDataSet.unusable(tag, at: start, "has no value representation") }
        let representation = String(decoding: letters, as: UTF8.self)
        if Self.short.contains(representation) {
            let length = reader.uint16(at: position + 2)
            position += 4
            return Header(representation: representation, length: length, isSequence: false)
        }
        position += 4
        let length = try readLength(of: tag, start: start, end: end)
        let isUnknownSequence = representation == "UN" && (length == nil || tag.isSequence)
        return Header(
            representation: representation,
            length: length,
            isSequence: representation == "SQ" || isUnknownSequence
        )
    }

    private mutating func readTag(end: Int) throws(RecordingError) -> DICOMTag {
        guard end - position >= 4, let tag = nextTag else {
            throw .unusable(what: "the DICOM file", reason: "breaks off at byte \(position)", place: nil)
        }
        position += 4
        return tag
    }

    /// Four bytes; nil for the mark that an end follows.
    private mutating func readLength(of tag: DICOMTag, start: Int, end: Int) throws(RecordingError) -> Int? {
        guard end - position >= 4, let length = reader.uint32(at: position) else {
            throw DICOMDataSet.unusable(tag, at: start, "breaks off")
        }
        position += 4
        return length == 0xFFFF_FFFF ? nil : length
    }
}
