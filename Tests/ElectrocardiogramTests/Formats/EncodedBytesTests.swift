import Foundation
import Testing

@testable import Electrocardiogram

@Suite("Bytes in a text")
struct EncodedBytesTests {
    /// Oracle: Foundation's encoder.
    @Test("are those that were encoded, at every length and width of line")
    func base64() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let text = Data(bytes).base64EncodedData()
            for width in [1, 3, 4, 7, 76] {
                let lines = stride(from: 0, to: text.count, by: width)
                    .flatMap { text[$0..<min($0 + width, text.count)] + [0x0D, 0x0A] }
                #expect(Base64.decode(lines) == bytes, "\(length) bytes in lines of \(width)")
            }
        }
    }

    @Test(
        "are refused when foreign, cut short or padded amiss",
        arguments: ["A", "AA", "AAA", "AA=", "A===", "AA==AA==", "AA=A", "A\u{0}AA", "====", "AAAAé"]
    )
    func broken(text: String) {
        #expect(Base64.decode(Array(text.utf8)) == nil)
    }

    /// Oracle: the published check value, and the definition a bit at a time.
    @Test("have the CRC-32 of ISO 3309")
    func checksum() {
        #expect(CyclicRedundancyCheck.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
        for length in 0..<40 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 89 + length) }
            #expect(CyclicRedundancyCheck.crc32(bytes) == bitwise(bytes))
        }
    }

    private func bitwise(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
