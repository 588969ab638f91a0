extension CyclicRedundancyCheck {
    /// CRC-CCITT as EN 1064 has it: polynomial 0x1021, most significant bit first, beginning with 0xFFFF.
    static func ccitt(_ bytes: some Sequence<UInt8>) -> UInt16 {
        bytes.reduce(UInt16.max) { crc, byte in crc << 8 ^ ccittTable[Int(UInt8(crc >> 8) ^ byte)] }
    }

    private static let ccittTable: [UInt16] = (0..<256).map { index in
        (0..<8).reduce(UInt16(index) << 8) { crc, _ in crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
    }
}
