import Foundation

/// Writes SCP-ECG records for the tests, straight from EN 1064, independent of the reader.
struct SCPBytes {
    /// Bodies of the sections, without their headers.
    var sections: [Int: [UInt8]] = [:]
    var protocolVersion: UInt8 = 20

    var data: Data {
        let numbers = sections.keys.sorted()
        let slots = max(11, numbers.last ?? 0)
        var place = 6 + 16 + 10 * (slots + 1)
        var pointers = pointer(0, length: 16 + 10 * (slots + 1), index: 7)
        var body: [UInt8] = []
        for number in 1...slots {
            guard let content = sections[number] else {
                pointers += pointer(number, length: 0, index: 0)
                continue
            }
            let section = section(number, content)
            pointers += pointer(number, length: section.count, index: place + 1)
            place += section.count
            body += section
        }
        return Self.record(section(0, pointers) + body)
    }

    /// A record of sections, with length and checksum.
    static func record(_ sections: [UInt8]) -> Data {
        let rest = DICOMBytes.little(sections.count + 6, 4) + sections
        return Data(DICOMBytes.little(checksum(rest), 2) + rest)
    }

    func section(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        let mark: [UInt8] = number == 0 ? Array("SCPECG".utf8) : [UInt8](repeating: 0, count: 6)
        let rest =
            DICOMBytes.little(number, 2) + DICOMBytes.little(content.count + 16, 4)
            + [protocolVersion, protocolVersion] + mark + content
        return DICOMBytes.little(Self.checksum(rest), 2) + rest
    }

    private func pointer(_ number: Int, length: Int, index: Int) -> [UInt8] {
        DICOMBytes.little(number, 2) + DICOMBytes.little(length, 4) + DICOMBytes.little(index, 4)
    }

    /// CRC-CCITT bit by bit.
    static func checksum(_ bytes: [UInt8]) -> Int {
        var register = 0xFFFF
        for byte in bytes {
            for bit in (0..<8).reversed() {
                let incoming = Int(byte) >> bit & 1
                let isSet = register >> 15 != incoming
                register = register << 1 & 0xFFFF
                if isSet { register ^= 0x1021 }
            }
        }
        return register
    }
}

extension SCPBytes {
    /// One field of section 1.
    static func field(_ tag: UInt8, _ value: [UInt8]) -> [UInt8] {
        [tag] + DICOMBytes.little(value.count, 2) + value
    }

    static func text(_ tag: UInt8, _ value: String) -> [UInt8] { field(tag, Array(value.utf8) + [0]) }

    /// Tag 14, of which only the parts that are read are given.
    static func device(_ model: String, _ maker: String, language: UInt8 = 1) -> [UInt8] {
        let head = [UInt8](repeating: 0, count: 8) + Array(model.utf8) + [UInt8](repeating: 0, count: 6 - model.count)
        let fixed = head + [20, 0xC0, language, 8, 1] + [UInt8](repeating: 0, count: 16)
        return field(14, fixed + [3] + Array("V1\0serial\0system\0scp\0\(maker)\0".utf8))
    }

    /// Section 3 for leads by number, first and last sample.
    static func leads(_ leads: [(number: UInt8, first: Int, last: Int)], flags: UInt8? = nil) -> [UInt8] {
        let simultaneous = 4 | UInt8(truncatingIfNeeded: leads.count) << 3
        return [UInt8(leads.count), flags ?? simultaneous]
            + leads.flatMap { DICOMBytes.little($0.first, 4) + DICOMBytes.little($0.last, 4) + [$0.number] }
    }

    /// Section 5 or 6 of leads that are encoded already.
    static func samples(
        _ leads: [[UInt8]],
        nanovolts: Int = 2500,
        interval: Int = 2000,
        differences: UInt8 = 0,
        bimodal: UInt8 = 0
    ) -> [UInt8] {
        DICOMBytes.little(nanovolts, 2) + DICOMBytes.little(interval, 2) + [differences, bimodal]
            + leads.flatMap { DICOMBytes.little($0.count, 2) } + leads.flatMap { $0 }
    }

    static func plain(_ samples: [Int]) -> [UInt8] { samples.flatMap { DICOMBytes.little($0, 2) } }

    /// First or second differences, which keep the first one or two samples.
    static func differences(_ samples: [Int], order: Int) -> [Int] {
        var values = samples
        for _ in 0..<order { values = zip([0] + values, values).map { $1 - $0 } }
        guard order == 2, samples.count > 1 else { return values }
        values[1] = samples[1]
        return values
    }

    /// The standard's Huffman code: of sizes up to 8 that many ones, a zero and the sign.
    static func huffman(_ values: [Int]) -> [UInt8] {
        packed(
            values.map { value in
                if value == 0 { return "0" }
                if abs(value) <= 8 { return String(repeating: "1", count: abs(value)) + (value > 0 ? "00" : "01") }
                if (-128...127).contains(value) { return "1111111110" + bits(value, 8) }
                return "1111111111" + bits(value, 16)
            }.joined()
        )
    }

    static func bits(_ value: Int, _ count: Int) -> String {
        (0..<count).reversed().map { value >> $0 & 1 == 1 ? "1" : "0" }.joined()
    }

    static func packed(_ bits: String) -> [UInt8] {
        let padded = Array(bits + String(repeating: "0", count: (8 - bits.count % 8) % 8))
        return stride(from: 0, to: padded.count, by: 8).map { UInt8(String(padded[$0..<$0 + 8]), radix: 2) ?? 0 }
    }
}
