import Foundation

/// Makes the checksums of a MUSE document right again, which few changes of a waveform would survive otherwise.
enum MuseChecksums {
    /// More leads than any document has that is not refused.
    private static let maximumLeads = 32

    /// The document with right checksums where it has any, as far as leads can be found without parsing it.
    static func mended(_ input: Data) -> Data {
        var bytes = input
        var end = bytes.endIndex
        for _ in 0..<maximumLeads {
            guard let lead = bytes.range(of: Data("<LeadData>".utf8), options: .backwards, in: bytes.startIndex..<end)
            else { return bytes }
            let content = lead.upperBound..<end
            end = lead.lowerBound
            guard let stated = element("LeadDataCRC32", in: bytes, content),
                let waveform = element("WaveFormData", in: bytes, content),
                let samples = Data(base64Encoded: bytes[waveform], options: .ignoreUnknownCharacters)
            else { continue }
            bytes.replaceSubrange(stated, with: Data(String(checksum(samples)).utf8))
        }
        return bytes
    }

    /// Where the text of the first element of a name lies.
    private static func element(_ name: String, in bytes: Data, _ range: Range<Int>) -> Range<Int>? {
        guard let start = bytes.range(of: Data("<\(name)>".utf8), in: range)?.upperBound,
            let end = bytes.range(of: Data("</\(name)>".utf8), in: start..<range.upperBound)?.lowerBound
        else { return nil }
        return start..<end
    }

    /// CRC-32 of ISO 3309, bit by bit.
    private static func checksum(_ bytes: Data) -> UInt32 {
        var register = UInt32.max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 0 ? register >> 1 : register >> 1 ^ 0xEDB8_8320 }
        }
        return ~register
    }
}
