import Foundation

/// Makes the checksums of an SCP-ECG record right again (EN 1064, 5.2), which few changes would survive otherwise.
enum SCPChecksums {
    private static let firstSection = 6
    private static let headerLength = 16
    private static let pointerLength = 10

    /// The record with right checksums, as far as its sections can be found.
    static func mended(_ input: Data) -> Data {
        var bytes = [UInt8](input)
        guard bytes.count >= firstSection + headerLength else { return input }
        let end = min(number(bytes, at: 2, width: 4), bytes.count)
        let table = firstSection..<max(firstSection, min(firstSection + number(bytes, at: 10, width: 4), end))
        for pointer in stride(from: firstSection + headerLength, to: table.upperBound, by: pointerLength)
        where pointer + pointerLength <= table.upperBound {
            let start = number(bytes, at: pointer + 6, width: 4) - 1
            let length = number(bytes, at: pointer + 2, width: 4)
            guard start > firstSection, length >= headerLength, start + length <= end else { continue }
            mend(&bytes, start..<start + length)
        }
        mend(&bytes, table)
        mend(&bytes, 0..<end)
        return Data(bytes)
    }

    /// Puts the checksum of the bytes after the first two into the first two.
    private static func mend(_ bytes: inout [UInt8], _ range: Range<Int>) {
        guard range.count > 2 else { return }
        let sum = checksum(bytes[range].dropFirst(2))
        bytes[range.lowerBound] = UInt8(sum & 255)
        bytes[range.lowerBound + 1] = UInt8(sum >> 8)
    }

    /// CRC-CCITT, bit by bit.
    private static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var register = UInt16.max
        for byte in bytes {
            register ^= UInt16(byte) << 8
            for _ in 0..<8 { register = register & 0x8000 == 0 ? register << 1 : register << 1 ^ 0x1021 }
        }
        return register
    }

    private static func number(_ bytes: [UInt8], at offset: Int, width: Int) -> Int {
        bytes[offset..<offset + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
