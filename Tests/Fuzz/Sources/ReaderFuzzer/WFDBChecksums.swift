import Foundation

/// Makes the checksums in a WFDB header right again, which few changes of a signal file would survive otherwise.
enum WFDBChecksums {
    /// A line of a header, taken apart at its blanks.
    private typealias Fields = [ArraySlice<UInt8>]

    private static let checksumField = 6
    private static let maximumSignals = 32

    /// The header with right checksums on its signal lines, each of which gets its samples from the same bytes.
    static func mended(_ header: Data, signals: Data) -> Data {
        let file = [UInt8](signals)
        var lines = [UInt8](header).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let used = lines.indices.filter { index in
            let first = lines[index].first { !isBlank($0) }
            return first != nil && first != UInt8(ascii: "#")
        }
        guard let record = used.first, used.count <= maximumSignals + 1 else { return header }
        let frameCount = fields(lines[record]).dropFirst(3).first.flatMap { digits($0) } ?? 0
        var rest = used.dropFirst()
        while let first = rest.first {
            let name = fields(lines[first]).first
            let group = rest.prefix { fields(lines[$0]).first == name }
            rest = rest.dropFirst(group.count)
            mend(&lines, group, frameCount, file)
        }
        return Data(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// Mends the lines of the signals that share a file.
    private static func mend(
        _ lines: inout [ArraySlice<UInt8>],
        _ group: ArraySlice<Int>,
        _ frameCount: Int,
        _ file: [UInt8]
    ) {
        let layouts = group.map { Layout(fields(lines[$0])) }
        guard let first = layouts.first, first.start <= file.count else { return }
        let widths = layouts.map { min($0.samplesPerFrame, file.count + 1) }
        let frameLength = widths.reduce(0, +)
        let samples = Samples(bytes: file[first.start...], format: first.format)
        let stored = frameLength > 0 ? samples.count / frameLength : 0
        let frames = frameCount > 0 ? frameCount : stored
        guard frames <= stored else { return }
        var offset = 0
        for (index, width) in zip(group, widths) {
            var sum: UInt16 = 0
            for frame in 0..<frames {
                for within in 0..<width { sum &+= samples[frame * frameLength + offset + within] }
            }
            offset += width
            var fields = fields(lines[index])
            guard fields.count > checksumField else { continue }
            fields[checksumField] = Array(String(sum).utf8)[...]
            lines[index] = Array(fields.joined(separator: [UInt8(ascii: " ")]))[...]
        }
    }

    /// The fields of a line; the last is the rest of it.
    private static func fields(_ line: ArraySlice<UInt8>) -> Fields {
        line.split(maxSplits: 8, whereSeparator: isBlank)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// The number that begins some text.
    private static func digits(_ text: ArraySlice<UInt8>) -> Int? {
        Int(String(decoding: text.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
    }

    /// How a line lays out its signal: `format[xSAMPLES][:SKEW][+OFFSET]`.
    private struct Layout {
        let format: Int
        let samplesPerFrame: Int
        let start: Int

        init(_ fields: Fields) {
            let text = fields.dropFirst().first ?? []
            let number = { (mark: Character) -> Int? in
                text.firstIndex { $0 == mark.asciiValue }.flatMap { digits(text[($0 + 1)...]) }
            }
            format = digits(text) ?? 0
            samplesPerFrame = number("x") ?? 1
            start = number("+") ?? 0
        }
    }
}

/// The samples of a signal file as far as a checksum needs them: their lowest 16 bits.
private struct Samples {
    let bytes: ArraySlice<UInt8>
    let format: Int

    /// How many whole samples there are; none in a format that is not known here.
    var count: Int {
        switch format {
        case 16, 61, 160: bytes.count / 2
        case 24: bytes.count / 3
        case 32: bytes.count / 4
        case 80: bytes.count
        case 212: bytes.count * 2 / 3
        default: 0
        }
    }

    subscript(index: Int) -> UInt16 {
        switch format {
        case 61: byte(2 * index) << 8 | byte(2 * index + 1)
        case 24: pair(3 * index)
        case 32: pair(4 * index)
        case 80: byte(index) &- 128
        case 160: pair(2 * index) &- 32768
        case 212: packed(index)
        default: pair(2 * index)
        }
    }

    private func byte(_ offset: Int) -> UInt16 { UInt16(bytes[bytes.startIndex + offset]) }

    private func pair(_ offset: Int) -> UInt16 { byte(offset) | byte(offset + 1) << 8 }

    /// One of two samples of 12 bits in three bytes.
    private func packed(_ index: Int) -> UInt16 {
        let start = index / 2 * 3
        let high = byte(start + 1)
        let bits = index % 2 == 0 ? (high & 15) << 8 | byte(start) : (high >> 4) << 8 | byte(start + 2)
        return bits < 2048 ? bits : bits | 0xF000
    }
}
