/// Expands the waveforms that Philips cardiographs compress by the method XLI.
///
/// Each lead is a chunk: eight bytes of head (four of length, two unused, two the first difference, little-endian) and
/// LZW codes. These hold the high bytes of all samples, then the low ones. The first two samples are themselves, the
/// others second differences, written 64 too high and one sample late.
enum XLIDecoder {
    private static let headBytes = 8

    /// So many leads of so many samples each, in the file's order.
    ///
    /// What follows is left alone: cardiographs with sixteen channels write all of them, used or not.
    static func decode(
        _ bytes: [UInt8],
        leads: Int,
        samples: Int,
        place: TextPlace
    ) throws(RecordingError) -> [[Int32]] {
        var rest = bytes[...]
        var decoded: [[Int32]] = []
        for lead in 1...max(leads, 1) {
            let unusable = { (reason: String) in
                let offset = bytes.count - rest.count
                return RecordingError.unusable(
                    what: "the compressed waveform of lead \(lead) of \(leads)",
                    reason: "(byte \(offset) of the decoded text) \(reason)",
                    place: place
                )
            }
            guard rest.count >= headBytes else { throw unusable("is missing or cut short") }
            let head = Array(rest.prefix(headBytes))
            let length = head.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            guard length > 0, length <= rest.count - headBytes else { throw unusable("is longer than the data") }
            let codes = rest.dropFirst(headBytes).prefix(length)
            guard let words = LZWDecoder.decode(codes, limit: samples * 2) else {
                throw unusable("holds a code that stands for nothing, or more samples than the file states")
            }
            guard words.count == samples * 2 else { throw unusable("holds fewer samples than the file states") }
            let first = Int(Int16(bitPattern: UInt16(head[6]) | UInt16(head[7]) << 8))
            guard let values = summed(words, first: first) else { throw unusable("leaves the range of 16 bits") }
            decoded.append(values)
            rest = rest.dropFirst(headBytes + length)
        }
        return decoded
    }

    /// Undoes the second differences; nil when a sample would not fit 16 bits, as none of the recorded ones does.
    private static func summed(_ words: [UInt8], first: Int) -> [Int32]? {
        let half = words.count / 2
        let word = { (index: Int) in
            Int(Int16(bitPattern: UInt16(words[index]) << 8 | UInt16(words[half + index])))
        }
        var values: [Int32] = []
        values.reserveCapacity(half)
        var difference = first
        for index in 0..<half {
            guard index >= 2 else {
                values.append(Int32(word(index)))
                continue
            }
            let value = 2 * Int(values[index - 1]) - Int(values[index - 2]) - difference
            guard Int16(exactly: value) != nil else { return nil }
            values.append(Int32(value))
            difference = word(index) - 64
        }
        return values
    }
}
