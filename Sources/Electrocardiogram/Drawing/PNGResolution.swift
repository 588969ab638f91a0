import Foundation

/// Says in a PNG picture how many pixels are a metre, which cairo leaves out.
enum PNGResolution {
    /// Adds a `pHYs` chunk (PNG, third edition, 11.3.4.3) behind the header.
    ///
    /// The header is always the first chunk and 25 bytes long, behind a signature of 8.
    static func state(dpi: Int, in png: Data) -> Data {
        let perMetre = UInt32((Double(dpi) / 0.0254).rounded())
        let metre: UInt8 = 1
        let content = Array("pHYs".utf8) + bytes(perMetre) + bytes(perMetre) + [metre]
        let chunk = bytes(UInt32(content.count - 4)) + content + bytes(CyclicRedundancyCheck.crc32(content))
        return png.prefix(33) + chunk + png.dropFirst(33)
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(number >> $0 & 255) }
    }
}
