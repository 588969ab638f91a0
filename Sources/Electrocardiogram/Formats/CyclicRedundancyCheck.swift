/// CRC-32 of ISO 3309 (polynomial 0xEDB88320 reflected), as zip and MUSE files use it.
enum CyclicRedundancyCheck {
    /// The check value of all bytes, eight at a time (Kounavis and Berry's slicing by eight).
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            tables.withUnsafeBufferPointer { tables in ~run(bytes, tables) }
        }
    }

    private static func run(_ bytes: UnsafeRawBufferPointer, _ tables: UnsafeBufferPointer<UInt32>) -> UInt32 {
        var crc = ~UInt32(0)
        let whole = bytes.count & ~7
        for index in stride(from: 0, to: whole, by: 8) {
            let low = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)) ^ crc
            let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self))
            crc = fold(low, tables, 1024) ^ fold(high, tables, 0)
        }
        for index in whole..<bytes.count { crc = tables[Int((crc ^ UInt32(bytes[index])) & 255)] ^ crc >> 8 }
        return crc
    }

    /// Four bytes through four tables, the last byte through the table that begins at `first`.
    private static func fold(_ word: UInt32, _ tables: UnsafeBufferPointer<UInt32>, _ first: Int) -> UInt32 {
        tables[first + 768 + Int(word & 255)] ^ tables[first + 512 + Int(word >> 8 & 255)]
            ^ tables[first + 256 + Int(word >> 16 & 255)] ^ tables[first + Int(word >> 24)]
    }

    /// Eight tables of 256: what a byte leaves behind when 0 to 7 more bytes have followed it.
    private static let tables: [UInt32] = {
        var tables = (0..<256).map(byteTable)
        for index in 256..<2048 {
            let before = tables[index - 256]
            tables.append(tables[Int(before & 255)] ^ before >> 8)
        }
        return tables
    }()

    private static func byteTable(_ byte: Int) -> UInt32 {
        var crc = UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        return crc
    }
}
