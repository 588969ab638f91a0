import Foundation

/// The cyclic redundancy check with Castagnoli's polynomial, as LevelDB and TensorFlow store it.
enum CRC32C {
    /// Source: RFC 3720, section 12.1; polynomial 0x1EDC6F41, reflected.
    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }

    /// What stands in the file: a check of bytes that hold checks of their own would be weak, so it is rotated.
    static func masked(_ check: UInt32) -> UInt32 { (check >> 15 | check << 17) &+ 0xA282_EAD8 }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { check, _ in check & 1 == 0 ? check >> 1 : check >> 1 ^ 0x82F6_3B78 }
    }
}
