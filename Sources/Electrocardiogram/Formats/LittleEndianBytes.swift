/// Reads whole numbers, least significant byte first, from a stretch of a file; nil beyond its end.
struct LittleEndianBytes {
    /// The stretch, whose indices are offsets in the file.
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// One byte at an offset in the file.
    func uint8(at offset: Int) -> Int? {
        bytes.indices.contains(offset) ? Int(bytes[offset]) : nil
    }

    /// Two bytes at an offset in the file.
    func uint16(at offset: Int) -> Int? {
        guard offset >= bytes.startIndex, offset < bytes.endIndex - 1 else { return nil }
        return Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
    }

    /// Two bytes at an offset in the file, in two's complement.
    func int16(at offset: Int) -> Int? {
        uint16(at: offset).map { Int(Int16(truncatingIfNeeded: $0)) }
    }

    /// Four bytes at an offset in the file.
    func uint32(at offset: Int) -> Int? {
        guard offset >= bytes.startIndex, offset < bytes.endIndex - 3 else { return nil }
        return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    /// So many bytes from an offset in the file; nil where there are fewer.
    func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
        guard offset >= bytes.startIndex, count >= 0, offset <= bytes.endIndex, count <= bytes.endIndex - offset else {
            return nil
        }
        return bytes[offset..<offset + count]
    }
}
