import Foundation

/// Writes DICOM files for the tests, straight from PS3.5, independent of the reader.
struct DICOMBytes {
    var isExplicit = true
    var usesUndefinedLengths = false

    /// An element of bytes, padded to an even length.
    func element(_ group: Int, _ element: Int, _ representation: String, _ value: [UInt8]) -> [UInt8] {
        let pad: UInt8 = ["UI", "OB", "OW", "UN"].contains(representation) ? 0 : 32
        let value = value.count % 2 == 0 ? value : value + [pad]
        return header(group, element, representation, length: value.count) + value
    }

    /// An element of text.
    func text(_ group: Int, _ element: Int, _ representation: String, _ value: String) -> [UInt8] {
        self.element(group, element, representation, Array(value.utf8))
    }

    /// An element of one unsigned number of two bytes.
    func short(_ group: Int, _ element: Int, _ value: Int) -> [UInt8] {
        self.element(group, element, "US", Self.little(value, 2))
    }

    /// An element of one unsigned number of four bytes.
    func long(_ group: Int, _ element: Int, _ value: Int) -> [UInt8] {
        self.element(group, element, "UL", Self.little(value, 4))
    }

    /// A sequence of items, each given by its elements.
    func sequence(_ group: Int, _ element: Int, _ items: [[UInt8]]) -> [UInt8] {
        guard usesUndefinedLengths else {
            let body = items.flatMap { Self.mark(0xE000, length: $0.count) + $0 }
            return header(group, element, "SQ", length: body.count) + body
        }
        let body = items.flatMap { Self.mark(0xE000, length: 0xFFFF_FFFF) + $0 + Self.mark(0xE00D, length: 0) }
        return header(group, element, "SQ", length: 0xFFFF_FFFF) + body + Self.mark(0xE0DD, length: 0)
    }

    /// A sequence of one code.
    func code(_ group: Int, _ element: Int, _ value: String, _ scheme: String, _ meaning: String = "") -> [UInt8] {
        let item =
            text(0x0008, 0x0100, "SH", value) + text(0x0008, 0x0102, "SH", scheme)
            + text(0x0008, 0x0104, "LO", meaning)
        return sequence(group, element, [item])
    }

    /// A file with preamble and meta information that names a transfer syntax, or the one that goes with the bytes.
    func file(_ body: [UInt8], syntax: String? = nil, preamble: Bool = true) -> Data {
        let explicit = DICOMBytes()
        let name = syntax ?? (isExplicit ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2")
        let meta = explicit.text(0x0002, 0x0010, "UI", name)
        let group = explicit.element(0x0002, 0x0000, "UL", Self.little(meta.count, 4)) + meta
        return Data((preamble ? [UInt8](repeating: 0, count: 128) + Array("DICM".utf8) : []) + group + body)
    }

    private func header(_ group: Int, _ element: Int, _ representation: String, length: Int) -> [UInt8] {
        let tag = Self.little(group, 2) + Self.little(element, 2)
        guard isExplicit else { return tag + Self.little(length, 4) }
        let letters = Array(representation.utf8)
        let isLong = ["OB", "OW", "SQ", "UN", "UT"].contains(representation)
        return tag + letters + (isLong ? [0, 0] + Self.little(length, 4) : Self.little(length, 2))
    }

    private static func mark(_ element: Int, length: Int) -> [UInt8] {
        [0xFE, 0xFF] + little(element, 2) + little(length, 4)
    }

    static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
