import CExpat
import Foundation

/// How the bytes of an XML document become characters, where the parser cannot know or is slow to find out.
enum XMLEncoding {
    enum ByteOrder {
        case littleEndian
        case bigEndian
    }

    /// The order of bytes in a document of UTF-16, which a mark or its first sign betrays; nil for any other.
    static func byteOrder(of bytes: some Collection<UInt8>) -> ByteOrder? {
        let head = Array(bytes.prefix(2))
        switch head {
        case [0xFF, 0xFE], [0x3C, 0]: return .littleEndian
        case [0xFE, 0xFF], [0, 0x3C]: return .bigEndian
        default: return nil
        }
    }

    /// The encoding to read a document in whatever it declares; nil where its declaration holds.
    ///
    /// A document of ASCII reads the same in each encoding known here, and as UTF-8 without being converted, which
    /// takes half the time. One that declares UTF-16 but has no zero byte was converted by a program that left the
    /// declaration as it was.
    static func override(for bytes: Data) -> String? {
        if bytes.withUnsafeBytes(isASCII) { return "UTF-8" }
        guard byteOrder(of: bytes) == nil else { return nil }
        let head = String(decoding: bytes.prefix(100).filter { $0 < 128 }, as: UTF8.self).lowercased()
        return head.contains(/<\?xml[^>]*encoding=["']utf-16/) ? "UTF-8" : nil
    }

    /// Blanks in front of the declaration, which no document may have and some exports do.
    static func blanksBeforeDeclaration(_ bytes: Data) -> Int {
        guard let first = bytes.first, isBlank(first) else { return 0 }
        let blanks = bytes.prefix(while: isBlank).count
        return bytes.dropFirst(blanks).starts(with: "<?xml".utf8) ? blanks : 0
    }

    /// Tells the parser of windows-1252, the only encoding here that it does not know itself; 0 for any other.
    static func describe(_ name: UnsafePointer<CChar>?, _ map: UnsafeMutablePointer<XML_Encoding>?) -> Int32 {
        guard let name, let map, ["windows-1252", "cp1252"].contains(String(cString: name).lowercased()) else {
            return 0
        }
        withUnsafeMutableBytes(of: &map.pointee.map) { raw in
            let characters = raw.bindMemory(to: Int32.self)
            for index in characters.indices { characters[index] = Int32(index) }
            for (index, character) in windows1252.enumerated() { characters[0x80 + index] = character }
        }
        map.pointee.data = nil
        map.pointee.convert = nil
        map.pointee.release = nil
        return Int32(XML_STATUS_OK.rawValue)
    }

    /// The characters 0x80 to 0x9F, −1 where there is none; the others are those of ISO-8859-1.
    private static let windows1252: [Int32] = [
        0x20AC, -1, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, -1, 0x017D,
        -1,
        -1, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, -1, 0x017E,
        0x0178,
    ]

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Whether no byte is zero or above 127.
    private static func isASCII(_ buffer: UnsafeRawBufferPointer) -> Bool {
        // Without a branch inside, so that many bytes are looked at together.
        var foreign: UInt8 = 0
        for byte in buffer { foreign |= (byte &- 1) & 0x80 | byte & 0x80 }
        return foreign == 0
    }
}
